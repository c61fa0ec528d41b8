//! Who calls: a member of a company or their program, a customer, an operator. None of their tokens opens another's doors.

use chrono::{DateTime, Utc};
use poem::Request;
use poem_openapi::{SecurityScheme, auth::Bearer};

use super::{
    ApiKeyId, Role, SessionId, UserId,
    token::{self, Claims, Holder, Kind},
};
use crate::{
    app::App,
    companies::CompanyId,
    error::{Error, Result},
    http::{ClientAddress, limits::Limit},
};

/// A member of a company, signed in, or a program of theirs.
///
/// As `Authorization: Bearer …`: the access token of `sign_in`, `register_company` or `refresh_token`, good for 15 minutes;
/// or an API key, `fd_live_…`.
#[derive(Clone, Debug, SecurityScheme)]
#[oai(ty = "bearer", bearer_format = "JWT", rename = "access_token", checker = "check_member")]
pub struct Caller(pub Member);

/// Who acts in a company.
#[derive(Clone, Debug)]
pub struct Member {
    pub company: CompanyId,
    pub user: UserId,
    pub role: Role,
    pub credential: Credential,
    /// When the access token runs out; a key's own end stands with the key.
    pub until: Option<DateTime<Utc>>,
}

/// What they showed.
#[derive(Clone, Debug)]
pub enum Credential {
    Session(SessionId),
    /// A key, and what it is for (`bookings:read`).
    Key(ApiKeyId, Vec<String>),
}

/// A customer of a company, signed in.
///
/// The access token of `customer_sign_in` or `follow_sign_in_link`, as `Authorization: Bearer …`; good for 15 minutes.
#[derive(Clone, Debug, SecurityScheme)]
#[oai(ty = "bearer", bearer_format = "JWT", rename = "customer_token", checker = "check_customer")]
pub struct Customer(pub SignedInTo);

/// Whose customer somebody is.
#[derive(Clone, Copy, Debug)]
pub struct SignedInTo {
    pub company: CompanyId,
    pub user: UserId,
    pub session: SessionId,
}

/// An operator of the installation, signed in.
///
/// The access token of `operator_sign_in`, as `Authorization: Bearer …`; good for 15 minutes.
#[derive(Clone, Debug, SecurityScheme)]
#[oai(ty = "bearer", bearer_format = "JWT", rename = "operator_token", checker = "check_operator")]
pub struct Operator(pub SignedInPerson);

/// Somebody who is signed in, as staff, customer or operator: for what is about themselves alone.
///
/// Any access token, as `Authorization: Bearer …`; no API key.
#[derive(Clone, Debug, SecurityScheme)]
#[oai(ty = "bearer", bearer_format = "JWT", rename = "personal_token", checker = "check_person")]
pub struct Person(pub SignedInPerson);

/// A person, and the session they are in.
#[derive(Clone, Copy, Debug)]
pub struct SignedInPerson {
    pub user: UserId,
    pub session: SessionId,
    pub kind: Kind,
}

impl From<&Claims> for SignedInPerson {
    fn from(claims: &Claims) -> Self {
        Self { user: claims.sub, session: claims.session, kind: claims.holder.kind() }
    }
}

impl From<Customer> for Person {
    fn from(Customer(who): Customer) -> Self {
        Self(SignedInPerson { user: who.user, session: who.session, kind: Kind::Customer })
    }
}

impl From<Operator> for Person {
    fn from(Operator(who): Operator) -> Self {
        Self(who)
    }
}

impl Member {
    /// Whom an access token of a member names.
    pub fn of(claims: Claims) -> Option<Self> {
        let (credential, until) = (Credential::Session(claims.session), claims.until());
        let Holder::Staff { company, role } = claims.holder else { return None };
        Some(Self { company, user: claims.sub, role, credential, until })
    }
}

fn app(request: &Request) -> &App {
    request.data::<App>().expect("the server puts the app into every request")
}

async fn bad(request: &Request) -> Error {
    let address = ClientAddress::of(request, app(request));
    let counted = app(request).limits().hit(Limit::BadToken, &address.network()).await;
    counted.err().unwrap_or(Error::Unauthenticated)
}

async fn claims(request: &Request, bearer: &Bearer) -> Result<Claims> {
    if bearer.token.starts_with(token::KEY_PREFIX) {
        // A key is good for its company's rows alone; one that is not ours is nothing at all.
        return Err(match key(request, &bearer.token).await {
            Ok(_) => Error::Forbidden,
            Err(error) => error,
        });
    }
    match app(request).tokens().verify(&bearer.token, app(request).now()) {
        Some(claims) => Ok(claims),
        None => Err(bad(request).await),
    }
}

async fn key(request: &Request, key: &str) -> Result<Member> {
    let app = app(request);
    let Some(member) = app.db().key_by_hash(&token::secret_hash(key), app.now()).await? else {
        return Err(bad(request).await);
    };
    if let Credential::Key(id, _) = &member.credential {
        app.limits().hit(Limit::ApiKey, &id.to_string()).await?;
    }
    Ok(member)
}

async fn check_member(request: &Request, bearer: Bearer) -> poem::Result<Member> {
    if bearer.token.starts_with(token::KEY_PREFIX) {
        return Ok(key(request, &bearer.token).await?);
    }
    let claims = claims(request, &bearer).await?;
    Ok(Member::of(claims).ok_or(Error::Forbidden)?)
}

async fn check_customer(request: &Request, bearer: Bearer) -> poem::Result<SignedInTo> {
    let claims = claims(request, &bearer).await?;
    match claims.holder {
        Holder::Customer { company } => Ok(SignedInTo { company, user: claims.sub, session: claims.session }),
        _ => Err(Error::Forbidden.into()),
    }
}

async fn check_operator(request: &Request, bearer: Bearer) -> poem::Result<SignedInPerson> {
    let claims = claims(request, &bearer).await?;
    match claims.holder {
        Holder::Operator {} => Ok((&claims).into()),
        _ => Err(Error::Forbidden.into()),
    }
}

async fn check_person(request: &Request, bearer: Bearer) -> poem::Result<SignedInPerson> {
    Ok((&claims(request, &bearer).await?).into())
}
