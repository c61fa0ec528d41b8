//! For whoever listens to events: a call when a transaction has told of one, and whom a door would still let in.

use chrono::{DateTime, Utc};
use tokio::sync::broadcast::Receiver;

use super::{Db, Nudge};
use crate::{
    auth::{Credential, Member},
    error::Result,
};

impl Db {
    /// A sound each time a transaction has told what happened.
    pub fn news(&self) -> Receiver<Nudge> {
        self.news.subscribe()
    }

    /// Wakes whoever listens in this process: another one has told of something.
    pub fn news_from_elsewhere(&self) {
        let _ = self.news.send(Nudge::Elsewhere);
    }

    /// Whom a door would let in, each with the version of their role that this process knows; in their order.
    pub(crate) async fn admitted(&self, members: &[(&Member, Option<i32>)], now: DateTime<Utc>) -> Result<Vec<bool>> {
        let companies: Vec<_> = members.iter().map(|(member, _)| member.company.0).collect();
        let users: Vec<_> = members.iter().map(|(member, _)| member.user.0).collect();
        let roles: Vec<_> = members.iter().map(|(member, _)| member.role.to_string()).collect();
        let versions: Vec<_> = members.iter().map(|(_, version)| *version).collect();
        let (sessions, keys): (Vec<_>, Vec<_>) = members
            .iter()
            .map(|(member, _)| match &member.credential {
                Credential::Session(session) => (Some(session.0), None),
                Credential::Key(key, _) => (None, Some(key.0)),
            })
            .unzip();
        let admitted = sqlx::query_scalar!(
            r#"select app.admitted($1, $2, $3, $4, $5, $6, $7) as "admitted!""#,
            &companies,
            &users,
            &sessions as &[Option<uuid::Uuid>],
            &keys as &[Option<uuid::Uuid>],
            &roles,
            &versions as &[Option<i32>],
            now
        )
        .fetch_one(&self.pool)
        .await?;
        Ok(admitted)
    }
}
