//! What can go wrong, once: features return it, and `http::problem` gives it its face on the wire.

use poem_openapi::Object;
use serde::{Deserialize, Serialize};

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure that a caller is told about, and the one that they are not.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("not signed in")]
    Unauthenticated,
    #[error("wrong e-mail or password")]
    WrongCredentials,
    #[error("not allowed")]
    Forbidden,
    /// It is them, but they have to stay outside for now, such as a member or company that is suspended: a code.
    #[error("suspended: {0}")]
    Suspended(&'static str),
    /// Whoever has no password to prove who they are must have signed in within the hour.
    #[error("signed in too long ago")]
    SignedInLongAgo,
    /// Of a company's own role there is another version: whoever decides by it has to read it again.
    #[error("the role has changed")]
    RoleChanged,
    /// A cookie that another site's page has sent along.
    #[error("from another site")]
    CrossOrigin,
    /// Also what another company's id is.
    #[error("no such {0}")]
    NotFound(&'static str),
    /// The request is right, the state of things is not: a code and a sentence.
    #[error("{0}: {1}")]
    Conflict(&'static str, String),
    /// It was there, and is not any more: a code and a sentence.
    #[error("{0}: {1}")]
    Gone(&'static str, String),
    /// A time that somebody else has, with the nearest free ones.
    #[error("the time is taken")]
    SlotTaken(Vec<Alternative>),
    #[error("the version is not the current one")]
    Stale,
    #[error("If-Match is missing")]
    NoVersion,
    /// Not even the right shape to be looked at: a code and a sentence.
    #[error("{0}: {1}")]
    Malformed(&'static str, String),
    #[error("the body is too large")]
    TooLarge,
    #[error("the body did not arrive in time")]
    TooSlow,
    #[error("the body is not JSON")]
    NotJson,
    #[error("invalid input")]
    Invalid(Vec<FieldError>),
    /// Seconds until it is worth trying again.
    #[error("too many requests")]
    TooMany(u64),
    #[error("busy")]
    Unavailable(#[source] anyhow::Error),
    #[error("internal error")]
    Internal(#[from] anyhow::Error),
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Object)]
pub struct FieldError {
    /// The field's path in the body (`price.amount`), or the parameter's name.
    pub field: String,
    /// A stable word to program against, such as `required`, `too_long`, `unknown_field`.
    pub code: String,
    /// A sentence for people.
    pub message: String,
}

/// A time that is free instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Object)]
pub struct Alternative {
    /// RFC 3339, in UTC.
    pub starts_at: chrono::DateTime<chrono::Utc>,
    /// RFC 3339, in UTC.
    pub ends_at: chrono::DateTime<chrono::Utc>,
}

impl Error {
    /// A link that was sent by mail is used, too old, or none at all; nobody is told which.
    pub fn invalid_link() -> Self {
        Self::invalid("token", "invalid_link", "is not a link that still works: ask for a new one")
    }

    /// One field is wrong.
    pub fn invalid(field: &str, code: &str, message: &str) -> Self {
        Self::Invalid(vec![FieldError { field: field.into(), code: code.into(), message: message.into() }])
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let busy = match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => true,
            // canceled, lock not available, serialization, deadlock, and a server that comes or goes
            sqlx::Error::Database(db) => db.code().is_some_and(|code| {
                matches!(&*code, "57014" | "55P03" | "40001" | "40P01" | "57P01" | "57P02" | "57P03" | "53300")
            }),
            _ => false,
        };
        if let sqlx::Error::Database(db) = &error {
            match db.code().as_deref() {
                Some("FD401") => return Self::Unauthenticated,
                Some("FD403") if db.constraint() == Some("company_suspended") => {
                    return Self::Suspended("company_suspended");
                }
                Some("FD403") if db.constraint() == Some("archived") => return Self::Suspended("archived"),
                Some("FD403") => return Self::Suspended("suspended"),
                Some("FD404") if db.constraint() == Some("company") => return Self::NotFound("company"),
                Some("FD412") => return Self::RoleChanged,
                _ => {}
            }
        }
        if busy { Self::Unavailable(error.into()) } else { Self::Internal(error.into()) }
    }
}

/// Turns a database constraint into a domain error.
pub trait OnConstraint<T> {
    /// If `name` refused the row, `error` is what that means.
    fn on_constraint(self, name: &str, error: impl FnOnce() -> Error) -> Result<T>;

    /// The same, where one of several may refuse it.
    fn on_constraints<const N: usize>(self, meanings: [(&str, Error); N]) -> Result<T>;
}

impl<T> OnConstraint<T> for Result<T, sqlx::Error> {
    fn on_constraint(self, name: &str, error: impl FnOnce() -> Error) -> Result<T> {
        self.map_err(|failure| match &failure {
            sqlx::Error::Database(db) if db.constraint().is_some_and(|c| same_constraint(c, name)) => error(),
            _ => failure.into(),
        })
    }

    fn on_constraints<const N: usize>(self, meanings: [(&str, Error); N]) -> Result<T> {
        self.map_err(|failure| {
            let refused = failure.as_database_error().and_then(|error| error.constraint());
            let meant = |name: &str| refused.is_some_and(|found| same_constraint(found, name));
            let meaning = meanings.into_iter().find(|(name, _)| meant(name)).map(|(_, error)| error);
            meaning.unwrap_or_else(|| failure.into())
        })
    }
}

/// Turns what still points at a row into the reason why it is not deleted.
pub trait OnDelete<T> {
    /// If another row names the one that is to go, whichever table it is in: 409 `in_use`, for this reason.
    fn unless_used(self, why: &str) -> Result<T>;
}

impl<T> OnDelete<T> for Result<T, sqlx::Error> {
    fn unless_used(self, why: &str) -> Result<T> {
        self.map_err(|failure| match failure.as_database_error().and_then(|error| error.code()).as_deref() {
            // foreign key violation, restrict violation
            Some("23503" | "23001") => Error::Conflict("in_use", why.into()),
            _ => failure.into(),
        })
    }
}

/// A shard's copy of a constraint is called `name_102008`.
fn same_constraint(found: &str, name: &str) -> bool {
    found == name
        || found
            .strip_prefix(name)
            .and_then(|rest| rest.strip_prefix('_'))
            .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::same_constraint;

    #[test]
    fn a_shards_constraint_is_the_same_constraint() {
        assert!(same_constraint("users_email_key", "users_email_key"));
        assert!(same_constraint("users_email_key_102008", "users_email_key"));
        assert!(!same_constraint("users_email_key_check", "users_email_key"));
    }
}
