//! Sign-ins that were refused: written down alike for an address that somebody has and for one that nobody has, and told to
//! the person's companies a minute later.

use uuid::Uuid;

use super::device;
use crate::{
    app::App,
    db::IdentityTx,
    error::{Error, Result},
    http::Device,
};

/// Why somebody was not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Or nobody has the address.
    WrongPassword,
    /// The password was right, and the door is not theirs: they are suspended, or no member, or no operator.
    NotAdmitted,
}

impl Reason {
    fn as_str(self) -> &'static str {
        match self {
            Self::WrongPassword => "wrong_password",
            Self::NotAdmitted => "not_admitted",
        }
    }
}

/// What whoever showed a wrong password hears, once it is written down.
pub async fn wrong_password(app: &App, device: &Device, email: &str) -> Error {
    note(app, device, email, Reason::WrongPassword).await.err().unwrap_or(Error::WrongCredentials)
}

/// What whoever may not come in hears, once it is written down.
pub async fn not_admitted(app: &App, device: &Device, email: &str, answer: Error) -> Error {
    note(app, device, email, Reason::NotAdmitted).await.err().unwrap_or(answer)
}

/// Writes it down, with the same statement for an address that nobody has.
pub async fn note(app: &App, from: &Device, email: &str, reason: Reason) -> Result<()> {
    let mut tx = app.identity().await?;
    let now = tx.now();
    sqlx::query!(
        "insert into refused_sign_ins (id, email, network, address, device, reason, at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        Uuid::now_v7(),
        email,
        from.address.network(),
        from.address.0.to_string(),
        device::describe(from.user_agent.as_deref()),
        reason.as_str(),
        now
    )
    .execute(tx.db())
    .await?;
    tx.commit().await
}

/// Tells the companies of each person what was refused in the minutes that are over, once for each network and minute, and
/// forgets it.
pub async fn tell(tx: &mut IdentityTx) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "with gone as (
             delete from refused_sign_ins where at < date_trunc('minute', $1::timestamptz)
             returning id, email, network, address, device, reason, request_id, at
         ), told as (
             select distinct on (u.id, g.network, date_trunc('minute', g.at))
                    u.id, g.email, g.address, g.device, g.reason, g.request_id, g.at,
                    count(*) over (partition by u.id, g.network, date_trunc('minute', g.at)) as attempts
             from gone g join users u on u.email = g.email
             order by u.id, g.network, date_trunc('minute', g.at), g.at desc, g.id desc
         )
         select app.note_refused_sign_ins(
             t.id, t.at, t.address, t.request_id,
             jsonb_build_object('email', jsonb_build_array(null, t.email), 'device', jsonb_build_array(null, t.device),
                                'reason', jsonb_build_array(null, t.reason),
                                'attempts', jsonb_build_array(null, t.attempts)))
         from told t",
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
