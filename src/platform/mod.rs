//! Who runs the installation: companies as such and nothing in them, settings for all of them, and a log of what was done.

pub mod api;
pub mod model;
pub mod store;

use crate::{
    app::App,
    auth::{
        SessionId, UserId,
        token::{Holder, Kind},
    },
    error::{Error, Result},
    http::Device,
    identity::{self, model::PasswordSignIn, passwords, refusals},
};

/// An operator who has just signed in.
pub struct Session {
    pub access_token: String,
    pub refresh_token: String,
}

/// Signs in an operator; whoever is none is told what a wrong password is told.
pub async fn sign_in(app: &App, device: &Device, who: &PasswordSignIn) -> Result<Session> {
    let shown = passwords::admit(app, device, &who.email, &who.password).await?;
    let mut tx = app.identity().await?;
    let user = shown.hold(&mut tx).await?;
    if !store::is_operator(&mut tx, user).await? {
        drop(tx);
        return Err(refusals::not_admitted(app, device, &who.email, Error::WrongCredentials).await);
    }
    tx.about(user).await?;
    let (session, refresh) = identity::store::open_session(&mut tx, user, Kind::Operator, None, device).await?;
    store::note_sign_in(&mut tx).await?;
    tx.commit().await?;
    tokens(app, user, session, refresh)
}

/// New tokens for an operator's session, while they are one.
pub async fn refresh(app: &App, device: &Device, refresh_token: &str) -> Result<Session> {
    let (mut tx, found, refresh) = identity::rotate(app, device, refresh_token, Kind::Operator).await?;
    if !store::is_operator(&mut tx, found.user).await? {
        return Err(Error::Unauthenticated);
    }
    tx.commit().await?;
    tokens(app, found.user, found.session, refresh)
}

fn tokens(app: &App, user: UserId, session: SessionId, refresh_token: String) -> Result<Session> {
    let access_token = app.tokens().issue(user, session, Holder::Operator {}, app.now())?;
    Ok(Session { access_token, refresh_token })
}
