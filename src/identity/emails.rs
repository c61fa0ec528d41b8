//! E-mail addresses: shown to be somebody's, and changed.

use super::{
    links::{self, NewLink, Purpose},
    model::EmailVerification,
    notices::{self, NewNotice},
    passwords::{self, bad_link, good_link, may_send, prove},
    store::{self, Reader},
};
use crate::{
    app::App,
    auth::Person,
    db::IdentityTx,
    error::{Error, Result},
    http::{ClientAddress, Device},
};

/// Sends a link that shows that mail to somebody's address reaches them.
pub async fn send_verification(app: &App, tx: &mut IdentityTx, reader: &Reader) -> Result<()> {
    links::send(app, tx, &to(reader, Purpose::VerifyEmail, &reader.email)).await
}

fn to<'a>(reader: &'a Reader, purpose: Purpose, email: &'a str) -> NewLink<'a> {
    let (user, name) = (Some(reader.id), Some(reader.name.as_str()));
    NewLink { purpose, user, email, name, language: &reader.language, company: None }
}

/// The same once more, for somebody whose address is not verified yet.
pub async fn verify_again(app: &App, address: ClientAddress, person: &Person) -> Result<()> {
    let mut tx = app.read_person(person).await?;
    let reader = store::find(&mut tx, person.0.user).await?;
    drop(tx);
    if reader.verified || !may_send(app, address, Purpose::VerifyEmail, &reader.email).await? {
        return Ok(());
    }
    let mut tx = app.person(person).await?;
    send_verification(app, &mut tx, &reader).await?;
    tx.commit().await
}

/// Follows a link that shows that mail to somebody's address reaches them. It takes their password too: whoever typed
/// somebody else's address into a registration must not have it verified by the one who really reads the mail.
pub async fn verify(app: &App, device: &Device, new: &EmailVerification) -> Result<()> {
    let link = good_link(app, device.address, &new.token, Purpose::VerifyEmail).await?;
    let shown = match passwords::admit(app, device, &link.email, &new.password).await {
        Ok(shown) => shown,
        Err(Error::WrongCredentials) => {
            return Err(Error::invalid("password", "wrong_password", "is not the password of this account"));
        }
        Err(error) => return Err(error),
    };
    let mut tx = app.identity().await?;
    shown.hold(&mut tx).await?;
    if let Some(link) = links::follow(&mut tx, &new.token, Purpose::VerifyEmail).await?
        && let Some(user) = link.user
        && store::verify_email(&mut tx, user, &link.email).await?
    {
        return tx.commit().await;
    }
    drop(tx);
    Err(bad_link(app, device.address).await)
}

/// Sends a link to the address that somebody wants to have. If somebody has it, it does the same, and sends nothing.
pub async fn ask_to_change(
    app: &App,
    device: &Device,
    person: &Person,
    current_password: Option<&str>,
    email: &str,
) -> Result<()> {
    let proof = prove(app, device, person, current_password).await?;
    if !may_send(app, device.address, Purpose::ChangeEmail, email).await? {
        return Ok(());
    }
    let mut tx = app.person(person).await?;
    proof.hold(&mut tx, person.0.user).await?;
    let reader = store::find(&mut tx, person.0.user).await?;
    links::send(app, &mut tx, &to(&reader, Purpose::ChangeEmail, email)).await?;
    tx.commit().await
}

/// Follows a link to a new address: from now on it is theirs, and the old mailbox is told. What else was sent there works
/// no more.
pub async fn confirm(app: &App, address: ClientAddress, secret: &str) -> Result<()> {
    let mut tx = app.identity().await?;
    let followed = links::follow(&mut tx, secret, Purpose::ChangeEmail).await?;
    let Some((link, user)) = followed.and_then(|link| link.user.map(|user| (link, user))) else {
        drop(tx);
        return Err(bad_link(app, address).await);
    };
    let old = store::find(&mut tx, user).await?;
    store::change_email(&mut tx, user, &link.email).await?;
    for purpose in [Purpose::VerifyEmail, Purpose::ResetPassword, Purpose::ChangeEmail] {
        links::revoke_all(&mut tx, user, purpose).await?;
    }
    notices::send(&mut tx, &old, NewNotice::EmailChanged { email: &link.email }).await?;
    tx.commit().await
}
