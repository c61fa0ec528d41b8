//! Jobs of people: the mails with links, and those that only tell something.

use anyhow::anyhow;
use frontdesk::{
    i18n::Language,
    identity::{
        links::{self, Link, Purpose, SendLink},
        notices::{self, Kind, SendNotice},
        store,
    },
    messages::{
        notice::{self, Notice, NoticeKind},
        render::Mail,
    },
    queue::Envelope,
};

use crate::{Failure, MAX_ATTEMPTS, Work, mailer::Outgoing};

/// Who writes where no company does.
const PRODUCT: &str = "Frontdesk";

/// Sends a link, unless it is used by now, or for nobody.
pub async fn send_link(work: &Work, envelope: Envelope, job: SendLink) -> Result<(), Failure> {
    let mut tx = work.app.read_identity().await?;
    let Some(link) = links::find(&mut tx, job.link).await? else { return Ok(()) };
    let holder = store::find_by_email(&mut tx, &link.email).await?;
    drop(tx);
    let wanted = match link.purpose {
        Purpose::VerifyEmail => holder.is_some_and(|holder| Some(holder.id) == link.user),
        Purpose::ResetPassword => link.user.is_some(),
        Purpose::ChangeEmail => link.user.is_some() && holder.is_none(),
        Purpose::SignInLink => true,
    };
    if !wanted {
        return Ok(());
    }

    let again = work.app.tokens().link_secret_again(link.id, &link.hash);
    let secret = again.ok_or_else(|| Failure::GiveUp(anyhow!("the key that made the link is gone")))?;
    let mail = render(&link, &address(work, &link, &secret)?)?;
    let to_name = name(&link).map(str::to_owned);
    let from_name = link.company_name.unwrap_or_else(|| PRODUCT.into());
    deliver(work, envelope, Outgoing { id: link.id, from_name, to_name, to: link.email, mail }).await
}

/// Who is greeted: nobody by a name that a stranger may have typed, to say something to the owner of the mailbox.
fn name(link: &Link) -> Option<&str> {
    link.user.and(link.name.as_deref())
}

/// Where a link leads.
fn address(work: &Work, link: &Link, secret: &str) -> Result<String, Failure> {
    let page = match (link.purpose, &link.company_slug) {
        (Purpose::VerifyEmail, _) => "account/verify".to_owned(),
        (Purpose::ResetPassword, _) => "account/reset".to_owned(),
        (Purpose::ChangeEmail, _) => "account/email".to_owned(),
        (Purpose::SignInLink, Some(slug)) => format!("b/{slug}/sign-in"),
        (Purpose::SignInLink, None) => return Err(Failure::GiveUp(anyhow!("the link is to no company"))),
    };
    Ok(page_address(work, &format!("{page}?token={secret}")))
}

fn page_address(work: &Work, page: &str) -> String {
    format!("{}/{page}", work.app.config().public_url.as_str().trim_end_matches('/'))
}

fn render(link: &Link, address: &str) -> Result<Mail, Failure> {
    let hours = link.purpose.hours().to_string();
    Ok(notice::render(&Notice {
        kind: match link.purpose {
            Purpose::VerifyEmail => NoticeKind::VerifyEmail,
            Purpose::ResetPassword => NoticeKind::ResetPassword,
            Purpose::ChangeEmail => NoticeKind::ChangeEmail,
            Purpose::SignInLink => NoticeKind::SignInLink,
        },
        language: language(&link.language),
        name: name(link),
        company: link.company_name.as_deref(),
        vars: &[("hours", &hours), ("email", &link.email)],
        link: Some(address),
    })?)
}

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap_or(Language::En)
}

/// Tells somebody what has become of their account.
pub async fn send_notice(work: &Work, envelope: Envelope, job: SendNotice) -> Result<(), Failure> {
    let mut tx = work.app.read_identity().await?;
    let found = notices::find(&mut tx, job.notice).await?;
    drop(tx);
    let Some(told) = found else { return Ok(()) };
    let (kind, link) = match told.kind {
        Kind::PasswordChanged => (NoticeKind::PasswordChanged, Some(page_address(work, "account/forgot"))),
        Kind::EmailChanged => (NoticeKind::EmailChanged, None),
    };
    let mail = notice::render(&Notice {
        kind,
        language: language(&told.language),
        name: Some(&told.name),
        company: None,
        vars: &[("email", told.new_email.as_deref().unwrap_or_default())],
        link: link.as_deref(),
    })?;
    let (from_name, to_name) = (PRODUCT.into(), Some(told.name));
    deliver(work, envelope, Outgoing { id: told.id, from_name, to_name, to: told.email, mail }).await
}

async fn deliver(work: &Work, envelope: Envelope, outgoing: Outgoing) -> Result<(), Failure> {
    match work.mailer.send(&outgoing).await {
        Ok(()) => Ok(()),
        Err(failure) if failure.permanent || envelope.attempt >= MAX_ATTEMPTS => {
            Err(Failure::GiveUp(anyhow!(failure.summary)))
        }
        Err(failure) => Err(Failure::Retry(anyhow!(failure.summary))),
    }
}
