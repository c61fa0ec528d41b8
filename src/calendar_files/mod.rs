//! Calendar files: a booking as calendar programs read it (RFC 5545), in mails and to be fetched.

pub mod api;
pub mod model;
pub mod store;

pub use model::{CalendarFile, Method};

use crate::{
    app::App,
    db::TenantTx,
    error::Result,
    i18n::Language,
    messages::model::{Channel, Due},
};

/// What goes along with a mail that calendars should hear of; `None` for all others. `from`: whom the mail is from, where that is
/// not the installation.
pub async fn for_message(
    app: &App,
    tx: &mut TenantTx,
    due: &Due,
    channel: Channel,
    from: Option<&str>,
) -> Result<Option<CalendarFile>> {
    if channel != Channel::Email || !model::is_told_of(due.kind) {
        return Ok(None);
    }
    let stand = store::of_message(tx, due.id).await?;
    let Some(method) = model::method(due.kind, due.facts.status, stand.was_confirmed) else { return Ok(None) };
    let language = Language::parse(&due.language).unwrap_or(Language::En);
    let mut organizer = model::Organizer::of(app);
    if let Some(from) = from {
        organizer.email = from.to_owned();
    }
    Ok(Some(model::file(method, &stand, &due.facts, language, &organizer, Some(&due.recipient), tx.now())))
}
