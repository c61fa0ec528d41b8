//! Signing up and signing in: one person, one e-mail address, any number of companies.

pub mod api;
pub mod device;
pub mod emails;
pub mod links;
pub mod mailbox;
pub mod me;
pub mod model;
pub mod notices;
pub mod passwords;
pub mod refusals;
pub mod remember;
pub mod store;

use crate::{
    app::App,
    auth::{
        Person, Role, SessionId, UserId, password,
        token::{self, Holder, Kind},
    },
    companies::{self, CompanyId},
    db::IdentityTx,
    error::{Error, Result},
    http::{Device, limits::Limit},
    platform,
};
use model::{Membership, NewRegistration, SignIn, SignedIn};
use passwords::Known;
use store::UsedToken;

/// Makes a company and signs its first admin in. An e-mail that is known needs its own password.
pub async fn register(app: &App, device: &Device, new: &NewRegistration) -> Result<SignedIn> {
    let address = device.address;
    app.limits().hit(Limit::SignUp, &address.network()).await?;
    if !platform::store::registration_is_open(&mut app.read_identity().await?).await? {
        return Err(Error::Suspended("registration_closed"));
    }
    // Before the password, so that a slug that is taken does not tell whose address is known.
    if app.db().company_by_slug(&new.company.slug).await?.is_some() {
        return Err(Error::invalid("company.slug", "taken", "is taken"));
    }
    let known = passwords::check(app, device, &new.email, &new.password).await?;
    let hash = match known {
        Known::Right(_) => None,
        Known::Nobody => Some(password::hash(new.password.clone()).await?),
    };

    let mut tx = app.identity().await?;
    let user = match &known {
        Known::Right(shown) => shown.hold(&mut tx).await?,
        Known::Nobody => store::insert_user(&mut tx, new, &hash.unwrap_or_default()).await?,
    };
    tx.about(user).await?;
    let company = CompanyId::new();
    companies::store::insert(&mut tx, company, &new.company).await?;
    store::insert_membership(&mut tx, company, user, &Role::Admin, new).await?;
    if matches!(known, Known::Nobody) {
        let reader = store::find(&mut tx, user).await?;
        emails::send_verification(app, &mut tx, &reader).await?;
    }
    let (session, refresh) = store::open_session(&mut tx, user, Kind::Staff, Some(company), device).await?;
    let memberships = store::memberships(&mut tx, user).await?;
    tx.commit().await?;
    if matches!(known, Known::Nobody) {
        passwords::forgive(app, address, &new.email).await;
    }
    if let Some(sample) = new.sample
        && let Err(error) = companies::sample::fill(app, company, user, session, new, sample).await
    {
        // The company is there, and that is what counts.
        tracing::error!(error = format!("{:#}", anyhow::Error::from(error)), "no sample data was put in");
    }
    signed_in(app, user, session, refresh, company, memberships)
}

/// Signs somebody in to the company they name, or to the first they joined and may enter.
pub async fn sign_in(app: &App, device: &Device, who: &SignIn) -> Result<SignedIn> {
    let shown = passwords::admit(app, device, &who.email, &who.password).await?;
    let mut tx = app.identity().await?;
    let user = shown.hold(&mut tx).await?;
    tx.about(user).await?;
    let memberships = store::memberships(&mut tx, user).await?;
    let company = match choose(&memberships, who.company.as_deref()) {
        Ok(here) => here.company_id,
        Err(error) => {
            drop(tx);
            return Err(refusals::not_admitted(app, device, &who.email, error).await);
        }
    };
    let (session, refresh) = store::open_session(&mut tx, user, Kind::Staff, Some(company), device).await?;
    tx.commit().await?;
    signed_in(app, user, session, refresh, company, memberships)
}

/// The company that they name, or the first of theirs, that they may enter.
fn choose<'a>(memberships: &'a [Membership], slug: Option<&str>) -> Result<&'a Membership> {
    let mut wanted = memberships.iter().filter(|here| slug.is_none_or(|slug| slug == here.slug));
    let first = wanted.clone().next().ok_or(Error::WrongCredentials)?;
    wanted.find(|here| here.enter().is_ok()).unwrap_or(first).enter()
}

/// New tokens for a session. A refresh token that was used before ends it: one of the two who had it is a thief.
pub async fn refresh(app: &App, device: &Device, refresh_token: &str) -> Result<SignedIn> {
    let (mut tx, found, refresh) = rotate(app, device, refresh_token, Kind::Staff).await?;
    tx.about(found.user).await?;
    let memberships = store::memberships(&mut tx, found.user).await?;
    let company = found.company.ok_or(Error::Unauthenticated)?;
    let here = memberships.iter().find(|here| here.company_id == company).ok_or(Error::Unauthenticated)?;
    here.enter()?; // uncommitted: whoever is suspended for a while goes on with the same token after it
    tx.commit().await?;
    signed_in(app, found.user, found.session, refresh, company, memberships)
}

/// Uses up a refresh token of this kind of session, which lives on with the new one, once the transaction is committed.
pub(crate) async fn rotate(
    app: &App,
    device: &Device,
    refresh_token: &str,
    kind: Kind,
) -> Result<(IdentityTx, UsedToken, String)> {
    let mut tx = app.identity().await?;
    let Some(found) = store::use_refresh_token(&mut tx, refresh_token, kind).await? else {
        drop(tx); // nothing was changed
        app.limits().hit(Limit::BadToken, &device.address.network()).await?;
        return Err(Error::Unauthenticated);
    };
    if found.used_before {
        store::revoke(&mut tx, found.session, "refresh token reused").await?;
        tx.commit().await?;
        return Err(Error::Unauthenticated);
    }
    let refresh = store::extend_session(&mut tx, found.session, device).await?;
    Ok((tx, found, refresh))
}

/// Ends the session of a customer or an operator who is done.
pub(crate) async fn end_session(app: &App, person: &Person) -> Result<()> {
    let mut tx = app.person(person).await?;
    store::revoke(&mut tx, person.0.session, "signed out").await?;
    tx.commit().await
}

/// Ends the session of a member who is done.
pub async fn sign_out(app: &App, person: &Person) -> Result<()> {
    staff_only(person)?;
    end_session(app, person).await
}

/// Signs a member in to another of their companies; the session that they are in stays.
pub async fn switch_company(app: &App, device: &Device, person: &Person, slug: &str) -> Result<SignedIn> {
    staff_only(person)?;
    let user = person.0.user;
    let mut tx = app.person(person).await?;
    let memberships = store::memberships(&mut tx, user).await?;
    let there = memberships.iter().find(|there| there.slug == slug);
    let company = there.ok_or_else(|| Error::invalid("company", "not_found", "is not one of your companies"))?;
    let company = company.enter()?.company_id;
    let (session, refresh) = store::open_session(&mut tx, user, Kind::Staff, Some(company), device).await?;
    tx.commit().await?;
    signed_in(app, user, session, refresh, company, memberships)
}

fn staff_only(person: &Person) -> Result<()> {
    if person.0.kind == Kind::Staff { Ok(()) } else { Err(Error::Forbidden) }
}

pub(crate) fn signed_in(
    app: &App,
    user: UserId,
    session: SessionId,
    refresh_token: String,
    company: CompanyId,
    memberships: Vec<Membership>,
) -> Result<SignedIn> {
    let here = memberships.iter().find(|membership| membership.company_id == company).cloned();
    let here = here.ok_or(Error::Unauthenticated)?;
    let holder = Holder::Staff { company, role: here.role.clone() };
    let access_token = app.tokens().issue(user, session, holder, app.now())?;
    Ok(SignedIn {
        access_token,
        token_type: "Bearer".into(),
        expires_in: token::ACCESS_TTL.num_seconds(),
        refresh_token: Some(refresh_token),
        user_id: user,
        company: here,
        companies: memberships,
    })
}
