//! Add-ons.

crate::id!(
    /// Something a service can be booked with.
    AddonId
);
