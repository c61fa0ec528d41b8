//! What must hold whatever is built: proofs that take their subjects from the OpenAPI document, the database's catalogue
//! and `.sqlx`, so that they grow with each new operation, table and query.

mod audited;
mod cancelled;
mod cast;
mod catalogue;
mod customers;
mod document;
mod examples;
mod faults;
mod guards;
mod isolation;
mod operators;
mod own;
mod plans;
mod predicates;
mod race;
mod reaching;
mod roles;
mod storm;
pub mod walls;
pub mod world;

/// The lines of a checked-in list, without its comments.
fn checked_in(list: &str) -> Vec<&str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}
