//! Locations.

crate::id!(
    /// Where work is done.
    LocationId
);
