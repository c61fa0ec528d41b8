//! The HTTP API: every feature's operations under one document.

use poem_openapi::{OpenApiService, Tags};

use crate::{
    addons::api::AddonsApi,
    api_keys::api::ApiKeysApi,
    app::App,
    assets::{api::AssetsApi, portal::CustomerAssetsApi},
    audit::api::AuditApi,
    backups::api::BackupsApi,
    bookings::api::BookingsApi,
    calendar_files::api::{CalendarFilesApi, OwnCalendarFilesApi},
    categories::api::CategoriesApi,
    clients::api::ClientsApi,
    companies::api::CompaniesApi,
    events::api::EventsApi,
    exports::api::ExportsApi,
    holidays::HolidaysApi,
    identity::{api::IdentityApi, me::api::MeApi},
    invitations::api::InvitationsApi,
    locations::api::LocationsApi,
    mail_servers::api::MailServersApi,
    maintenance::api::MaintenanceApi,
    members::api::MembersApi,
    messages::api::MessagesApi,
    notifications::api::NotificationsApi,
    platform::api::PlatformApi,
    portal::api::PortalApi,
    preferences::{api::PreferencesApi, portal::OwnPreferencesApi},
    public::api::PublicApi,
    queues::api::QueuesApi,
    reports::{api::ReportsApi, schedules::api::ReportSchedulesApi},
    resources::api::ResourcesApi,
    roles::api::RolesApi,
    scheduling::api::AvailabilityApi,
    service_types::{api::ServiceTypesApi, platform::PlatformServiceTypesApi},
    services::api::ServicesApi,
    shifts::api::ShiftsApi,
    staff::{api::StaffApi, hours::api::HoursApi},
    templates::api::TemplatesApi,
    time_entries::api::TimeEntriesApi,
    time_off::api::TimeOffApi,
    twilio::api::TwilioApi,
    webhooks::api::WebhooksApi,
};

/// The chapters of the document.
#[derive(Tags)]
pub enum Tag {
    /// Signing up and signing in. Needs no token.
    Auth,
    /// What is about the one who asks, as staff, customer or operator.
    Me,
    /// The company and its settings.
    Company,
    /// Who works in the company.
    Members,
    /// What members may do.
    Roles,
    /// What programs call with.
    #[oai(rename = "API keys")]
    ApiKeys,
    /// What can be booked.
    Services,
    /// Whose time can be booked.
    Staff,
    /// The plan of who works when.
    Shifts,
    /// Where work is done, and how many places there are.
    Locations,
    /// What work is done with: rooms, bays, machines.
    Resources,
    /// When resources and locations cannot be booked.
    Maintenance,
    /// When staff are away.
    #[oai(rename = "Time off")]
    TimeOff,
    /// When staff came and went.
    #[oai(rename = "Time entries")]
    TimeEntries,
    /// Numbers, now and as files.
    Reports,
    /// The people who are served.
    Clients,
    /// Time that is taken.
    Bookings,
    /// What is said to clients and members, and what they want to hear.
    Messages,
    /// What messages say, in the company's own words.
    Templates,
    /// What happens in the company, as it happens.
    Events,
    /// What happens in the company, told to its programs.
    Webhooks,
    /// For services that Frontdesk works with: where they tell what became of something. Needs no token: they sign.
    Hooks,
    /// Who changed what, when and from where.
    Audit,
    /// For websites and widgets: what a company shows to everyone. Needs no token, and answers any origin.
    Public,
    /// For customers who sign in: their own profile and bookings in one company.
    Portal,
    /// For whoever runs the installation: its companies as such, its settings, and a log.
    Platform,
}

// A tuple of APIs holds at most sixteen: nest them.
type Apis = (
    (IdentityApi, MeApi, CompaniesApi, AuditApi),
    (MembersApi, InvitationsApi, RolesApi, ApiKeysApi, WebhooksApi),
    (ServicesApi, ClientsApi, AssetsApi, BookingsApi),
    (StaffApi, HoursApi, ShiftsApi, HolidaysApi),
    (LocationsApi, ResourcesApi, MaintenanceApi, TimeOffApi),
    (AddonsApi, CategoriesApi, ServiceTypesApi, AvailabilityApi),
    (MessagesApi, NotificationsApi, PreferencesApi, OwnPreferencesApi),
    (PublicApi, PortalApi, CustomerAssetsApi, PlatformApi, PlatformServiceTypesApi, QueuesApi),
    (EventsApi, TemplatesApi, CalendarFilesApi, OwnCalendarFilesApi, MailServersApi, TwilioApi, BackupsApi),
    (ReportsApi, ReportSchedulesApi, TimeEntriesApi, ExportsApi),
);

const DESCRIPTION: &str = "Frontdesk: clients, calendar, bookings and orders of service businesses.

Money is in minor units with its ISO 4217 currency; instants are RFC 3339; days are in the company's time zone. Lists come \
                           in pages: send `next_cursor` back as `cursor`. Failures are `application/problem+json` \
                           (RFC 9457), with a stable `code`. A row that can be changed has a `version`, which a PATCH \
                           sends back as `If-Match`. A company sees only itself: another's ids do not exist.";

/// The API's document, with what goes out.
pub fn document(app: &App) -> serde_json::Value {
    let mut document = serde_json::from_str(&service(app).spec()).expect("the document is JSON");
    crate::webhooks::document::add_to(&mut document);
    document
}

/// The API.
pub fn service(app: &App) -> OpenApiService<Apis, ()> {
    let app = || app.clone();
    let apis = (
        (IdentityApi { app: app() }, MeApi { app: app() }, CompaniesApi { app: app() }, AuditApi { app: app() }),
        (
            MembersApi { app: app() },
            InvitationsApi { app: app() },
            RolesApi { app: app() },
            ApiKeysApi { app: app() },
            WebhooksApi { app: app() },
        ),
        (ServicesApi { app: app() }, ClientsApi { app: app() }, AssetsApi { app: app() }, BookingsApi { app: app() }),
        (StaffApi { app: app() }, HoursApi { app: app() }, ShiftsApi { app: app() }, HolidaysApi { app: app() }),
        (
            LocationsApi { app: app() },
            ResourcesApi { app: app() },
            MaintenanceApi { app: app() },
            TimeOffApi { app: app() },
        ),
        (
            AddonsApi { app: app() },
            CategoriesApi { app: app() },
            ServiceTypesApi { app: app() },
            AvailabilityApi { app: app() },
        ),
        (
            MessagesApi { app: app() },
            NotificationsApi { app: app() },
            PreferencesApi { app: app() },
            OwnPreferencesApi { app: app() },
        ),
        (
            PublicApi { app: app() },
            PortalApi { app: app() },
            CustomerAssetsApi { app: app() },
            PlatformApi { app: app() },
            PlatformServiceTypesApi { app: app() },
            QueuesApi { app: app() },
        ),
        (
            EventsApi { app: app() },
            TemplatesApi { app: app() },
            CalendarFilesApi { app: app() },
            OwnCalendarFilesApi { app: app() },
            MailServersApi { app: app() },
            TwilioApi { app: app() },
            BackupsApi { app: app() },
        ),
        (
            ReportsApi { app: app() },
            ReportSchedulesApi { app: app() },
            TimeEntriesApi { app: app() },
            ExportsApi { app: app() },
        ),
    );
    OpenApiService::new(apis, "Frontdesk", env!("CARGO_PKG_VERSION")).description(DESCRIPTION).server("/api/v1")
}
