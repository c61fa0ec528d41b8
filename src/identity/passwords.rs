//! Passwords: shown, forgotten, changed. Each is hashed before a transaction begins or after it is over, never inside.

use chrono::TimeDelta;

use super::{
    links::{self, Link, NewLink, Purpose},
    model::PasswordReset,
    notices::{self, NewNotice},
    refusals::{self, Reason},
    store::{self, Reader},
};
use crate::{
    app::App,
    auth::{Person, SessionId, UserId, password, token},
    db::IdentityTx,
    error::{Error, Result},
    http::{ClientAddress, Device, limits::Limit},
};

/// How long after signing in somebody without a password may set one, or change their address.
const FRESH: TimeDelta = TimeDelta::hours(1);

/// Whose address it is, once the password is known to be right.
pub enum Known {
    Right(Shown),
    Nobody,
}

/// A password that was right when it was looked at.
pub struct Shown {
    pub user: UserId,
    hash: String,
}

impl Shown {
    /// Sees to it that the password is not another one by now.
    pub async fn hold(&self, tx: &mut IdentityTx) -> Result<UserId> {
        if !store::hold_password(tx, self.user, &self.hash).await? {
            return Err(Error::WrongCredentials);
        }
        Ok(self.user)
    }
}

/// Somebody who has shown their password. Whoever has not is refused, in the same way whether anybody has the address or not.
pub async fn admit(app: &App, device: &Device, email: &str, password: &str) -> Result<Shown> {
    match check(app, device, email, password).await? {
        Known::Right(shown) => Ok(shown),
        Known::Nobody => Err(refusals::wrong_password(app, device, email).await),
    }
}

/// Whose e-mail this is, if the password is theirs; `WrongCredentials` if it is not. Failures count, successes do not;
/// that nobody has the address is one or the other only once it is known what came of it.
pub async fn check(app: &App, device: &Device, email: &str, password: &str) -> Result<Known> {
    let address = device.address;
    count(app, address, email).await?;
    let mut tx = app.read_identity().await?;
    let found = store::credentials(&mut tx, email).await?;
    drop(tx);
    let (user, hash) = found.unzip();
    let right = password::verify(password.to_owned(), hash.clone()).await?;
    let known = match user.zip(hash) {
        Some((user, hash)) if right => Known::Right(Shown { user, hash }),
        Some(_) => return Err(refusals::wrong_password(app, device, email).await),
        None => Known::Nobody,
    };
    if matches!(known, Known::Right(_)) {
        forgive(app, address, email).await;
    }
    Ok(known)
}

async fn count(app: &App, address: ClientAddress, email: &str) -> Result<()> {
    app.limits().hit(Limit::SignInAddress, &address.network()).await?;
    app.limits().hit(Limit::SignInAccount, &account(address, email)).await
}

/// It was no guess.
pub async fn forgive(app: &App, address: ClientAddress, email: &str) {
    app.limits().forgive(Limit::SignInAddress, &address.network()).await;
    app.limits().forgive(Limit::SignInAccount, &account(address, email)).await;
}

fn account(address: ClientAddress, email: &str) -> String {
    format!("{}:{}", mailbox(email), address.network())
}

fn mailbox(email: &str) -> String {
    hex::encode(token::secret_hash(email))
}

/// Whether another mail with a link for this may go to a mailbox. An address that asks too often is told so; that a mailbox
/// has had enough is told to nobody. Each purpose counts alone: whoever fills a mailbox with links of one kind has not kept
/// its owner from another, and of that kind they have plenty.
pub async fn may_send(app: &App, address: ClientAddress, purpose: Purpose, email: &str) -> Result<bool> {
    app.limits().hit(Limit::LinkAddress, &address.network()).await?;
    let mailbox = format!("{}:{}", purpose.as_str(), mailbox(email));
    Ok(app.limits().hit(Limit::LinkMailbox, &mailbox).await.is_ok())
}

/// What somebody who is signed in has shown once more before they change how they sign in.
pub enum Proof {
    Password(Shown),
    /// They have no password, and have just signed in.
    Session,
}

impl Proof {
    /// Sees to it that what was shown still holds.
    pub async fn hold(&self, tx: &mut IdentityTx, user: UserId) -> Result<()> {
        let holds = match self {
            Self::Password(shown) => store::hold_password(tx, user, &shown.hash).await?,
            Self::Session => store::find_password(tx, user).await?.is_none(),
        };
        if holds { Ok(()) } else { Err(wrong_password()) }
    }
}

fn wrong_password() -> Error {
    Error::invalid("current_password", "wrong_password", "is not your password")
}

/// Has somebody who is signed in show their password, which counts as a sign-in does.
pub async fn prove(app: &App, device: &Device, person: &Person, shown: Option<&str>) -> Result<Proof> {
    let (user, address) = (person.0.user, device.address);
    let mut tx = app.read_person(person).await?;
    let (hash, reader) = (store::find_password(&mut tx, user).await?, store::find(&mut tx, user).await?);
    let since = store::signed_in_at(&mut tx, person.0.session).await?;
    drop(tx);
    let (hash, shown) = match (hash, shown) {
        (Some(_), None) => return Err(Error::invalid("current_password", "required", "must be your password")),
        (None, None) if app.now() - since < FRESH => return Ok(Proof::Session),
        (None, None) => return Err(Error::SignedInLongAgo),
        (hash, Some(shown)) => (hash, shown),
    };
    count(app, address, &reader.email).await?;
    if !password::verify(shown.to_owned(), hash.clone()).await? {
        refusals::note(app, device, &reader.email, Reason::WrongPassword).await?;
        return Err(wrong_password());
    }
    forgive(app, address, &reader.email).await;
    Ok(Proof::Password(Shown { user, hash: hash.unwrap_or_default() }))
}

/// Sends a link for choosing a new password, if anybody has the address. For nobody's it does the same, and sends nothing.
pub async fn forgot(app: &App, address: ClientAddress, email: &str) -> Result<()> {
    if !may_send(app, address, Purpose::ResetPassword, email).await? {
        return Ok(());
    }
    let mut tx = app.identity().await?;
    let reader = store::find_by_email(&mut tx, email).await?;
    let new = NewLink {
        purpose: Purpose::ResetPassword,
        user: reader.as_ref().map(|reader| reader.id),
        email,
        name: reader.as_ref().map(|reader| reader.name.as_str()),
        language: reader.as_ref().map_or("en", |reader| reader.language.as_str()),
        company: None,
    };
    links::send(app, &mut tx, &new).await?;
    tx.commit().await
}

/// Sets the password of whoever followed a link, and ends all of their sessions.
pub async fn reset(app: &App, address: ClientAddress, new: &PasswordReset) -> Result<()> {
    good_link(app, address, &new.token, Purpose::ResetPassword).await?;
    let hash = password::hash(new.password.clone()).await?;

    let mut tx = app.identity().await?;
    let followed = links::follow(&mut tx, &new.token, Purpose::ResetPassword).await?;
    let Some((link, user)) = followed.and_then(|link| link.user.map(|user| (link, user))) else {
        drop(tx);
        return Err(bad_link(app, address).await);
    };
    store::verify_email(&mut tx, user, &link.email).await?;
    let reader = store::find(&mut tx, user).await?;
    set(&mut tx, &reader, &hash, None, "password reset").await?;
    tx.commit().await
}

/// Sets another password, and ends the person's other sessions.
pub async fn change(app: &App, device: &Device, person: &Person, current: Option<&str>, new: &str) -> Result<()> {
    let proof = prove(app, device, person, current).await?;
    let hash = password::hash(new.to_owned()).await?;
    let mut tx = app.person(person).await?;
    proof.hold(&mut tx, person.0.user).await?;
    let reader = store::find(&mut tx, person.0.user).await?;
    set(&mut tx, &reader, &hash, Some(person.0.session), "password changed").await?;
    tx.commit().await
}

/// With the password, everything changes that whoever knew the old one could have left behind.
async fn set(tx: &mut IdentityTx, reader: &Reader, hash: &str, keep: Option<SessionId>, because: &str) -> Result<()> {
    store::set_password(tx, reader.id, hash).await?;
    store::revoke_all(tx, reader.id, keep, because).await?;
    for purpose in [Purpose::ResetPassword, Purpose::ChangeEmail] {
        links::revoke_all(tx, reader.id, purpose).await?;
    }
    notices::send(tx, reader, NewNotice::PasswordChanged).await
}

/// A link that still can be followed; it stays as it is.
pub async fn good_link(app: &App, address: ClientAddress, secret: &str, purpose: Purpose) -> Result<Link> {
    let mut tx = app.read_identity().await?;
    let found = links::look(&mut tx, secret, purpose).await?;
    drop(tx);
    match found {
        Some(link) => Ok(link),
        None => Err(bad_link(app, address).await),
    }
}

/// Dead links count by address, so that nobody tries one after the other.
pub async fn bad_link(app: &App, address: ClientAddress) -> Error {
    let counted = app.limits().hit(Limit::BadToken, &address.network()).await;
    counted.err().unwrap_or_else(Error::invalid_link)
}
