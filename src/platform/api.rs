//! The API of operators.

use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    Session,
    model::{
        NewPlatformSettings, OperatorAction, OperatorSignedIn, PlatformCompany, PlatformCompanyDetail,
        PlatformSettings, Suspension,
    },
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Operator, Permission, token},
    companies::{CompanyId, CompanyStatus},
    error::Result,
    http::{
        Body, Csv, Device, Found, IfMatch, Limit, NoContent, Page, RefreshCookie, WithCookie, Written, cookies, cursor,
        page,
    },
    identity::{
        self,
        model::PasswordSignIn,
        remember::{Kept, Refresh, Remember},
    },
};

pub struct PlatformApi {
    pub app: App,
}

/// The most lines that one export has.
const MOST: i64 = 10_000;

const HEADINGS: [&str; 9] =
    ["at", "operator", "operator_id", "action", "company_id", "changes", "request_id", "address", "id"];

type SignedIn = WithCookie<Found<OperatorSignedIn>>;

#[OpenApi(prefix_path = "/platform", tag = "Tag::Platform")]
impl PlatformApi {
    /// Sign in as an operator
    ///
    /// Whoever is none is told that the password is wrong.
    #[oai(path = "/sign-in", method = "post", operation_id = "operator_sign_in")]
    async fn sign_in(&self, device: Device, who: Body<PasswordSignIn>) -> Result<SignedIn> {
        let session = super::sign_in(&self.app, &device, &who).await?;
        Ok(self.signed_in(session, who.remember))
    }

    /// Exchange a refresh token for new tokens
    #[oai(path = "/refresh", method = "post", operation_id = "refresh_operator_token")]
    async fn refresh(
        &self,
        device: Device,
        cookie: RefreshCookie<cookies::Operator>,
        token: Body<Refresh>,
    ) -> Result<SignedIn> {
        let (secret, remember) = token.or(cookie)?;
        let session = super::refresh(&self.app, &device, &secret).await?;
        Ok(self.signed_in(session, remember))
    }

    /// Sign out
    ///
    /// Ends the session that the access token is of, and takes the cookie away.
    #[oai(path = "/sign-out", method = "post", operation_id = "sign_out_operator")]
    async fn sign_out(&self, operator: Operator) -> Result<WithCookie<NoContent>> {
        identity::end_session(&self.app, &operator.into()).await?;
        Ok(WithCookie(NoContent, Some(cookies::clear::<cookies::Operator>(self.app.config()))))
    }

    /// List companies, newest first
    #[oai(path = "/companies", method = "get", operation_id = "list_companies")]
    async fn companies(
        &self,
        operator: Operator,
        /// Those that stand there.
        Query(status): Query<Option<CompanyStatus>>,
        /// `false`: those that wait to be verified; `true`: those that are.
        Query(verified): Query<Option<bool>>,
        /// Those whose name, or whose address on the web, begins with this; upper and lower case are the same.
        Query(search): Query<Option<String>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<PlatformCompany>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let prefix = search.map(|search| search.trim().replace('\0', "\u{fffd}"));
        let mut tx = self.app.platform(&operator, Permission::PlatformCompaniesRead).await?;
        let companies = store::companies(&mut tx, status, verified, prefix.as_deref(), after, limit).await?;
        Ok(Found(page(companies, limit, |company| (company.created_at, company.id))))
    }

    /// Show a company
    #[oai(path = "/companies/:id", method = "get", operation_id = "show_any_company")]
    async fn company(&self, operator: Operator, Path(id): Path<CompanyId>) -> Result<Written<PlatformCompanyDetail>> {
        let mut tx = self.app.platform(&operator, Permission::PlatformCompaniesRead).await?;
        Ok(Written(store::company(&mut tx, id).await?))
    }

    /// Suspend a company
    ///
    /// From this moment its people are refused with 403 `company_suspended`, its customers are signed out, and its public
    /// pages are gone. What is in it stays, also where it is closing: it is not erased while it is suspended.
    #[oai(path = "/companies/:id/suspend", method = "post", operation_id = "suspend_company")]
    async fn suspend(
        &self,
        operator: Operator,
        Path(id): Path<CompanyId>,
        why: Body<Suspension>,
    ) -> Result<Written<PlatformCompanyDetail>> {
        let mut tx = self.app.platform(&operator, Permission::PlatformCompaniesUpdate).await?;
        let company = store::suspend(&mut tx, id, &why.reason).await?;
        tx.commit().await?;
        Ok(Written(company))
    }

    /// Restore a company that is suspended
    ///
    /// One that was closing is closing again, with the date it had: past that, it is erased within seconds. Doing it twice is
    /// harmless.
    #[oai(path = "/companies/:id/restore", method = "post", operation_id = "restore_company")]
    async fn restore(&self, operator: Operator, Path(id): Path<CompanyId>) -> Result<Written<PlatformCompanyDetail>> {
        let mut tx = self.app.platform(&operator, Permission::PlatformCompaniesUpdate).await?;
        let company = store::restore(&mut tx, id).await?;
        tx.commit().await?;
        Ok(Written(company))
    }

    /// Verify a company
    ///
    /// Publishes it: from this moment visitors find its booking page, and customers can book. Its admins are told by mail.
    /// Doing it twice is harmless.
    #[oai(path = "/companies/:id/verify", method = "post", operation_id = "verify_company")]
    async fn verify(&self, operator: Operator, Path(id): Path<CompanyId>) -> Result<Written<PlatformCompanyDetail>> {
        let mut tx = self.app.platform(&operator, Permission::PlatformCompaniesUpdate).await?;
        let company = store::verify(&mut tx, id).await?;
        tx.commit().await?;
        Ok(Written(company))
    }

    /// Take back that a company is verified
    ///
    /// Its public pages are gone, and its customers can book nothing more, until it is verified again; bookings stay, staff
    /// work as ever, and links in mails lead where they lead. Doing it twice is harmless.
    #[oai(path = "/companies/:id/unverify", method = "post", operation_id = "unverify_company")]
    async fn unverify(&self, operator: Operator, Path(id): Path<CompanyId>) -> Result<Written<PlatformCompanyDetail>> {
        let mut tx = self.app.platform(&operator, Permission::PlatformCompaniesUpdate).await?;
        let company = store::unverify(&mut tx, id).await?;
        tx.commit().await?;
        Ok(Written(company))
    }

    /// Show the settings of the installation
    #[oai(path = "/settings", method = "get", operation_id = "show_platform_settings")]
    async fn settings(&self, operator: Operator) -> Result<Written<PlatformSettings>> {
        let mut tx = self.app.platform(&operator, Permission::PlatformSettingsRead).await?;
        Ok(Written(store::settings(&mut tx).await?))
    }

    /// Change the settings of the installation
    #[oai(path = "/settings", method = "put", operation_id = "update_platform_settings")]
    async fn update_settings(
        &self,
        operator: Operator,
        #[oai(name = "If-Match")] version: IfMatch,
        new: Body<NewPlatformSettings>,
    ) -> Result<Written<PlatformSettings>> {
        let mut tx = self.app.platform(&operator, Permission::PlatformSettingsUpdate).await?;
        let settings = store::update_settings(&mut tx, &new, version.0).await?;
        tx.commit().await?;
        Ok(Written(settings))
    }

    /// List what operators did, newest first
    #[oai(path = "/actions", method = "get", operation_id = "list_operator_actions")]
    async fn actions(
        &self,
        operator: Operator,
        /// What was done to this company.
        Query(company_id): Query<Option<CompanyId>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<OperatorAction>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.platform(&operator, Permission::PlatformActionsRead).await?;
        let actions = store::actions(&mut tx, company_id, after, limit.fetch()).await?;
        Ok(Found(page(actions, limit, |action| (action.created_at, action.id))))
    }

    /// Export what operators did, newest first
    ///
    /// As CSV, the last 10 000 lines.
    #[oai(path = "/actions/export", method = "get", operation_id = "export_operator_actions")]
    async fn export(
        &self,
        operator: Operator,
        /// What was done to this company.
        Query(company_id): Query<Option<CompanyId>>,
    ) -> Result<Csv> {
        let mut tx = self.app.platform(&operator, Permission::PlatformActionsRead).await?;
        let actions = store::actions(&mut tx, company_id, None, MOST).await?;
        Ok(Csv::new("operator-actions.csv", HEADINGS, actions.into_iter().map(line)))
    }
}

impl PlatformApi {
    fn signed_in(&self, session: Session, remember: Remember) -> SignedIn {
        let kept = Kept::new::<cookies::Operator>(self.app.config(), remember, session.refresh_token);
        let signed_in = OperatorSignedIn {
            access_token: session.access_token,
            token_type: "Bearer".into(),
            expires_in: token::ACCESS_TTL.num_seconds(),
            refresh_token: kept.refresh_token,
        };
        WithCookie(Found(signed_in), kept.cookie)
    }
}

fn line(action: OperatorAction) -> [String; 9] {
    [
        action.created_at.to_rfc3339(),
        action.operator_name,
        action.operator_id.to_string(),
        action.action,
        action.company_id.map(|company| company.to_string()).unwrap_or_default(),
        action.changes.to_string(),
        action.request_id.unwrap_or_default(),
        action.address.unwrap_or_default(),
        action.id.to_string(),
    ]
}
