//! What a company's customers see of themselves, and how they sign in: one person, a card in each company.
//!
//! Nothing is made before a link in a mail is followed, so nobody can leave a password or a card under an address that is
//! not theirs; and following one takes from an address what somebody else left there.

pub mod api;
pub mod model;
pub mod store;

use crate::{
    app::App,
    auth::{
        Customer, UserId,
        caller::SignedInTo,
        token::{Holder, Kind},
    },
    bookings::{
        self, BookingId, NewOwnBooking,
        moving::{self, OwnReschedule},
    },
    companies::{self, CompanyId},
    db::{IdentityTx, TenantTx},
    error::{Error, Result},
    http::{Device, limits::Limits},
    identity::{
        self,
        links::{self, LinkTo, NewLink, Purpose},
        mailbox,
        model::PasswordSignIn,
        passwords, refusals,
        store::Reader,
    },
};
use model::{CustomerBooking, NewCustomerLink, PortalCompany};

/// Somebody who has just signed in to a company.
pub struct Session {
    pub customer: Customer,
    pub company: PortalCompany,
    pub access_token: String,
    pub refresh_token: String,
}

/// Sends a link that signs whoever follows it in to this company. It is the same for an address that nobody has: following
/// it shows whose it is, and that is all that there is to registering.
pub async fn send_link(app: &App, device: &Device, slug: &str, new: &NewCustomerLink) -> Result<()> {
    let may_send = passwords::may_send(app, device.address, Purpose::SignInLink, &new.email).await?;
    let mut tx = app.read_as_guest(slug).await?;
    let company = companies::store::current(&mut tx).await?;
    let phone = new.phone(&company)?;
    drop(tx);
    if !may_send {
        return Ok(());
    }

    let mut tx = app.identity().await?;
    let known = identity::store::find_by_email(&mut tx, &new.email).await?;
    let link = NewLink {
        purpose: Purpose::SignInLink,
        user: known.as_ref().map(|person| person.id),
        email: &new.email,
        name: known.as_ref().map(|person| person.name.as_str()).or(new.name.as_deref()),
        language: new.language.as_deref().unwrap_or(&company.language),
        company: Some(LinkTo { id: company.id, slug: &company.slug, name: &company.name, phone: phone.as_deref() }),
    };
    links::send(app, &mut tx, &link).await?;
    tx.commit().await
}

/// Signs in whoever was sent this link, once: to the company it was made for.
pub async fn follow(app: &App, device: &Device, secret: &str) -> Result<Session> {
    let mut tx = app.identity().await?;
    let Some(link) = links::follow(&mut tx, secret, Purpose::SignInLink).await? else {
        drop(tx); // nothing was changed
        return Err(passwords::bad_link(app, device.address).await);
    };
    let company = link.company.ok_or(Error::NotFound("company"))?;
    let person = mailbox::prove(&mut tx, &link).await?;
    open(app, device, tx, company, &person, link.phone.as_deref()).await
}

/// Signs in somebody who has a password, if their address is known to be theirs.
pub async fn sign_in(app: &App, device: &Device, slug: &str, who: &PasswordSignIn) -> Result<Session> {
    let company = app.read_as_guest(slug).await?.company();
    let shown = passwords::admit(app, device, &who.email, &who.password).await?;
    let mut tx = app.identity().await?;
    shown.hold(&mut tx).await?;
    let person = identity::store::find_by_email(&mut tx, &who.email).await?.ok_or(Error::WrongCredentials)?;
    if !person.verified {
        drop(tx);
        let answer = Error::Suspended("email_not_verified");
        return Err(refusals::not_admitted(app, device, &who.email, answer).await);
    }
    open(app, device, tx, company, &person, None).await
}

/// New tokens for a customer's session.
pub async fn refresh(app: &App, device: &Device, refresh_token: &str) -> Result<Session> {
    let (tx, found, refresh_token) = identity::rotate(app, device, refresh_token, Kind::Customer).await?;
    tx.commit().await?;
    let company = found.company.ok_or(Error::Unauthenticated)?;
    session(app, SignedInTo { company, user: found.user, session: found.session }, refresh_token).await
}

async fn open(
    app: &App,
    device: &Device,
    mut tx: IdentityTx,
    company: CompanyId,
    person: &Reader,
    phone: Option<&str>,
) -> Result<Session> {
    let user: UserId = person.id;
    tx.about(user).await?;
    store::card(&mut tx, company, person, phone).await?;
    let opened = identity::store::open_session(&mut tx, user, Kind::Customer, Some(company), device).await?;
    tx.commit().await?;
    session(app, SignedInTo { company, user, session: opened.0 }, opened.1).await
}

async fn session(app: &App, who: SignedInTo, refresh_token: String) -> Result<Session> {
    let mut tx = app.read_as_customer(&Customer(who)).await?;
    let company = store::company(&mut tx).await?;
    let holder = Holder::Customer { company: who.company };
    let access_token = app.tokens().issue(who.user, who.session, holder, app.now())?;
    Ok(Session { customer: Customer(who), company, access_token, refresh_token })
}

/// Books for the customer whose transaction it is.
pub async fn book(limits: &Limits, tx: &mut TenantTx, new: &NewOwnBooking) -> Result<CustomerBooking> {
    let id = bookings::book_as_customer(limits, tx, new).await?;
    store::booking(tx, id).await
}

/// Gives a booking of theirs another time.
pub async fn reschedule(tx: &mut TenantTx, id: BookingId, to: &OwnReschedule) -> Result<CustomerBooking> {
    moving::reschedule_own(tx, id, to).await?;
    store::booking(tx, id).await
}
