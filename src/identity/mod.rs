//! Signing up and signing in: one person, one e-mail address, any number of companies.

pub mod api;
pub mod model;
pub mod store;

use crate::{
    app::App,
    auth::{Role, SessionId, UserId, password, token},
    companies::{self, CompanyId},
    error::{Error, Result},
    http::{ClientAddress, limits::Limit},
};
use model::{Membership, NewRegistration, SignIn, SignedIn};

/// Makes a company and signs its first admin in. An e-mail that is known needs its own password.
pub async fn register(app: &App, address: ClientAddress, new: &NewRegistration) -> Result<SignedIn> {
    app.limits().hit(Limit::SignUp, &address.0.to_string()).await?;
    let known = check_password(app, address, &new.email, &new.password).await?;
    let hash = match known {
        Known::Right(_) => None,
        Known::Nobody => Some(password::hash(new.password.clone()).await?),
    };

    let mut tx = app.identity().await?;
    let user = match known {
        Known::Right(user) => user,
        Known::Nobody => store::insert_user(&mut tx, new, &hash.unwrap_or_default()).await?,
    };
    tx.about(user).await?;
    let company = CompanyId::new();
    companies::store::insert(&mut tx, company, &new.company).await?;
    store::insert_membership(&mut tx, company, user, Role::Admin, new).await?;
    let (session, refresh) = store::open_session(&mut tx, user, company).await?;
    let memberships = store::memberships(&mut tx, user).await?;
    tx.commit().await?;
    if matches!(known, Known::Nobody) {
        forgive(app, address, &new.email).await;
    }
    signed_in(app, user, session, refresh, company, memberships)
}

/// Signs somebody in to the company they name, or to the first they joined.
pub async fn sign_in(app: &App, address: ClientAddress, who: &SignIn) -> Result<SignedIn> {
    let Known::Right(user) = check_password(app, address, &who.email, &who.password).await? else {
        return Err(Error::WrongCredentials);
    };
    let mut tx = app.identity().await?;
    tx.about(user).await?;
    let memberships = store::memberships(&mut tx, user).await?;
    let wanted = |membership: &&Membership| who.company.as_ref().is_none_or(|slug| *slug == membership.slug);
    let company = memberships.iter().find(wanted).ok_or(Error::WrongCredentials)?.company_id;
    let (session, refresh) = store::open_session(&mut tx, user, company).await?;
    tx.commit().await?;
    signed_in(app, user, session, refresh, company, memberships)
}

/// New tokens for a session. A refresh token that was used before ends it: one of the two who had it is a thief.
pub async fn refresh(app: &App, address: ClientAddress, refresh_token: &str) -> Result<SignedIn> {
    let mut tx = app.identity().await?;
    let Some(found) = store::use_refresh_token(&mut tx, refresh_token).await? else {
        drop(tx); // nothing was changed
        app.limits().hit(Limit::BadToken, &address.0.to_string()).await?;
        return Err(Error::Unauthenticated);
    };
    if found.used_before {
        store::revoke(&mut tx, found.session, "refresh token reused").await?;
        tx.commit().await?;
        return Err(Error::Unauthenticated);
    }
    tx.about(found.user).await?;
    let memberships = store::memberships(&mut tx, found.user).await?;
    let refresh = store::extend_session(&mut tx, found.session).await?;
    tx.commit().await?;
    signed_in(app, found.user, found.session, refresh, found.company, memberships)
}

enum Known {
    Right(UserId),
    Nobody,
}

/// Whose e-mail this is, if the password is theirs; `WrongCredentials` if it is not. Failures count, successes do not;
/// that nobody has the address is one or the other only once it is known what came of it.
async fn check_password(app: &App, address: ClientAddress, email: &str, password: &str) -> Result<Known> {
    app.limits().hit(Limit::SignInAddress, &address.0.to_string()).await?;
    app.limits().hit(Limit::SignInAccount, &account(address, email)).await?;

    let mut tx = app.read_identity().await?;
    let found = store::credentials(&mut tx, email).await?;
    drop(tx); // never hash inside a transaction
    let (user, hash) = found.unzip();
    let right = password::verify(password.to_owned(), hash).await?;

    let known = match user {
        Some(user) if right => Known::Right(user),
        Some(_) => return Err(Error::WrongCredentials),
        None => Known::Nobody,
    };
    if matches!(known, Known::Right(_)) {
        forgive(app, address, email).await;
    }
    Ok(known)
}

fn account(address: ClientAddress, email: &str) -> String {
    format!("{}:{}", hex::encode(token::secret_hash(email)), address.0)
}

async fn forgive(app: &App, address: ClientAddress, email: &str) {
    app.limits().forgive(Limit::SignInAddress, &address.0.to_string()).await;
    app.limits().forgive(Limit::SignInAccount, &account(address, email)).await;
}

fn signed_in(
    app: &App,
    user: UserId,
    session: SessionId,
    refresh_token: String,
    company: CompanyId,
    memberships: Vec<Membership>,
) -> Result<SignedIn> {
    let here = memberships.iter().find(|membership| membership.company_id == company).cloned();
    let here = here.ok_or(Error::Unauthenticated)?;
    let access_token = app.tokens().issue(user, company, here.role, session, app.now())?;
    Ok(SignedIn {
        access_token,
        token_type: "Bearer".into(),
        expires_in: token::ACCESS_TTL.num_seconds(),
        refresh_token,
        user_id: user,
        company: here,
        companies: memberships,
    })
}
