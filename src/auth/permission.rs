//! The vocabulary of permissions: an object and an action, the same words in Rust and in `policies/policy.csv`.

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $object:literal, $action:literal;)*) => {
        /// What a request needs to be allowed to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Permission { $($(#[$doc])* $name,)* }

        impl Permission {
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            pub const fn object(self) -> &'static str {
                match self { $(Self::$name => $object,)* }
            }

            pub const fn action(self) -> &'static str {
                match self { $(Self::$name => $action,)* }
            }
        }
    };
}

permissions! {
    CompanyRead = "company", "read";
    CompanyUpdate = "company", "update";
    ServicesRead = "services", "read";
    ServicesCreate = "services", "create";
    ServicesUpdate = "services", "update";
    StaffRead = "staff", "read";
    StaffCreate = "staff", "create";
    StaffUpdate = "staff", "update";
    ClientsRead = "clients", "read";
    ClientsCreate = "clients", "create";
    ClientsUpdate = "clients", "update";
    BookingsRead = "bookings", "read";
}

impl Permission {
    /// Reading changes nothing, so its transaction is read-only and is dropped instead of committed.
    pub fn reads(self) -> bool {
        self.action() == "read"
    }
}
