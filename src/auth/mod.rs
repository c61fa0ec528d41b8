//! Who is asking, and what they may do: callers, permissions, roles, tokens, passwords.

pub mod caller;
pub mod password;
pub mod permission;
pub mod policy;
pub mod role;
pub mod token;

pub use caller::{Caller, Credential, Customer, Member, Operator, Person};
pub use permission::Permission;
pub use policy::{Policy, Reach, Rights, narrow};
pub use role::Role;

crate::id!(
    /// A person who can sign in.
    UserId
);
crate::id!(
    /// One sign-in of one person, in one company or as an operator.
    SessionId
);
crate::id!(
    /// A key that a program calls with.
    ApiKeyId
);
