//! The vocabulary of permissions: an object and an action, the same words in Rust and in `policies/policy.csv`.

use super::Reach;

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
    ServicesDelete = "services", "delete";
    StaffRead = "staff", "read";
    StaffCreate = "staff", "create";
    StaffUpdate = "staff", "update";
    ShiftsRead = "shifts", "read";
    ShiftsUpdate = "shifts", "update";
    ClientsRead = "clients", "read";
    ClientsCreate = "clients", "create";
    ClientsUpdate = "clients", "update";
    ClientsErase = "clients", "erase";
    BookingsRead = "bookings", "read";
    BookingsCreate = "bookings", "create";
    BookingsUpdate = "bookings", "update";
    /// Who does it.
    BookingsAssign = "bookings", "assign";
    /// Outside working hours, notice and horizon; never what is taken.
    BookingsOverride = "bookings", "override";
    LocationsRead = "locations", "read";
    LocationsCreate = "locations", "create";
    LocationsUpdate = "locations", "update";
    ResourcesRead = "resources", "read";
    ResourcesCreate = "resources", "create";
    ResourcesUpdate = "resources", "update";
    /// What was said to clients and members.
    MessagesRead = "messages", "read";
    /// Once more, what failed.
    MessagesSend = "messages", "send";
    /// One's own, whatever the role reaches.
    NotificationsRead = "notifications", "read";
    NotificationsUpdate = "notifications", "update";
    TimeOffRead = "time_off", "read";
    TimeOffCreate = "time_off", "create";
    TimeOffDecide = "time_off", "decide";
    TimeEntriesRead = "time_entries", "read";
    /// Clocking in and out.
    TimeEntriesCreate = "time_entries", "create";
    /// Putting right what was clocked.
    TimeEntriesUpdate = "time_entries", "update";
    ReportsRead = "reports", "read";
    /// Making, planning and deleting those that one may read.
    ReportsCreate = "reports", "create";
    /// What was sold, in reports.
    FinancesRead = "finances", "read";
    MembersRead = "members", "read";
    MembersInvite = "members", "invite";
    MembersUpdate = "members", "update";
    MembersErase = "members", "erase";
    RolesRead = "roles", "read";
    RolesUpdate = "roles", "update";
    ApiKeysRead = "api_keys", "read";
    ApiKeysUpdate = "api_keys", "update";
    TemplatesRead = "templates", "read";
    TemplatesUpdate = "templates", "update";
    /// The company's own.
    MailServerRead = "mail_server", "read";
    MailServerUpdate = "mail_server", "update";
    WebhooksRead = "webhooks", "read";
    WebhooksCreate = "webhooks", "create";
    WebhooksUpdate = "webhooks", "update";
    WebhooksDelete = "webhooks", "delete";
    AuditRead = "audit", "read";
    CompanyClose = "company", "close";
    ExportsRead = "exports", "read";
    /// Everything that the company has, and to fetch it.
    ExportsCreate = "exports", "create";
    PlatformCompaniesRead = "platform_companies", "read";
    PlatformCompaniesUpdate = "platform_companies", "update";
    PlatformSettingsRead = "platform_settings", "read";
    PlatformSettingsUpdate = "platform_settings", "update";
    PlatformServiceTypesRead = "platform_service_types", "read";
    PlatformServiceTypesUpdate = "platform_service_types", "update";
    PlatformActionsRead = "platform_actions", "read";
    PlatformBackupsRead = "platform_backups", "read";
    PlatformBackupsCreate = "platform_backups", "create";
    PlatformJobsRead = "platform_jobs", "read";
    PlatformJobsUpdate = "platform_jobs", "update";
}

impl Permission {
    /// Reading changes nothing, so its transaction is read-only and is dropped instead of committed.
    pub fn reads(self) -> bool {
        self.action() == "read"
    }

    /// Whether what it allows to change has nothing to do with when something can be booked: answers to that stay right.
    pub fn leaves_schedule(self) -> bool {
        matches!(
            self.object(),
            "clients"
                | "roles"
                | "api_keys"
                | "audit"
                | "templates"
                | "webhooks"
                | "mail_server"
                | "time_entries"
                | "reports"
                | "finances"
                | "exports"
        )
    }

    /// The operator's: no role of a company has it.
    pub fn is_platform(self) -> bool {
        self.object().starts_with("platform_")
    }

    /// Whether it can be narrowed to the caller's own rows.
    pub fn can_be_own(self) -> bool {
        matches!(
            self.object(),
            "clients"
                | "bookings"
                | "time_off"
                | "messages"
                | "notifications"
                | "time_entries"
                | "reports"
                | "finances"
        )
    }

    /// Whether a program may: none makes itself a way to more than it was given, ends the company, or forgets
    /// anybody.
    pub fn is_for_keys(self) -> bool {
        !matches!(
            self,
            Self::ApiKeysUpdate
                | Self::RolesUpdate
                | Self::MembersInvite
                | Self::MembersUpdate
                | Self::MembersErase
                | Self::ClientsErase
                | Self::MailServerUpdate
                | Self::CompanyClose
                | Self::ExportsCreate
        )
    }

    /// How a role says it: `bookings:read`, or `bookings:read:own`.
    pub fn word(self, reach: Reach) -> String {
        let own = if reach == Reach::Own { ":own" } else { "" };
        format!("{}:{}{own}", self.object(), self.action())
    }

    /// What a role says: a permission of a company's, and how far it goes.
    pub fn parse(word: &str) -> Option<(Self, Reach)> {
        let (name, reach) = match word.strip_suffix(":own") {
            Some(name) => (name, Reach::Own),
            None => (word, Reach::All),
        };
        let (object, action) = name.split_once(':')?;
        let mut all = Self::ALL.iter().copied().filter(|permission| !permission.is_platform());
        let found = all.find(|permission| permission.object() == object && permission.action() == action)?;
        (reach == Reach::All || found.can_be_own()).then_some((found, reach))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_a_permission_of_a_companys_own_if_there_is_a_scope() {
        assert_eq!(Permission::parse("bookings:read:own"), Some((Permission::BookingsRead, Reach::Own)));
        for &permission in Permission::ALL.iter().filter(|permission| !permission.is_platform()) {
            assert_eq!(Permission::parse(&permission.word(Reach::All)), Some((permission, Reach::All)));
        }
        for bad in ["", "bookings", "bookings:fly", "services:read:own", "platform_companies:read", "bookings:read:all"]
        {
            assert_eq!(Permission::parse(bad), None, "{bad}");
        }
    }
}
