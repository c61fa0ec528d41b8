//! Mails about people and their companies rather than a booking: a few sentences and a link, in the reader's language.

use anyhow::Context;
use askama::Template;

use super::render::{Frame, Mail, PLAIN, wrap};
use crate::{
    error::Result,
    i18n::{self, Language},
};

/// Who is meant where no company is.
const PRODUCT: &str = "Frontdesk";

/// What a notice is about. Each has its texts in `locales/` under `mail.notice.{kind}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// Needs `hours`.
    VerifyEmail,
    /// Needs `hours`.
    ResetPassword,
    /// To the new address; needs `email` and `hours`.
    ChangeEmail,
    /// To the old address; needs `email`, the new one.
    EmailChanged,
    PasswordChanged,
    /// Needs `hours`.
    SignInLink,
    /// Needs `inviter`, `role` and `hours`.
    Invitation,
    /// Needs `date`.
    CompanyClosing,
    CompanyClosingCancelled,
    CompanyVerified,
    /// Needs `url` and `date`.
    WebhookDisabled,
    /// Needs `host` and `answer`.
    MailServerRefused,
    /// Needs `host`.
    MailServerTest,
    /// Needs `report`, `from` and `to`.
    Report,
}

impl NoticeKind {
    pub const ALL: [Self; 14] = [
        Self::VerifyEmail,
        Self::ResetPassword,
        Self::ChangeEmail,
        Self::EmailChanged,
        Self::PasswordChanged,
        Self::SignInLink,
        Self::Invitation,
        Self::CompanyClosing,
        Self::CompanyClosingCancelled,
        Self::CompanyVerified,
        Self::WebhookDisabled,
        Self::MailServerRefused,
        Self::MailServerTest,
        Self::Report,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verify_email",
            Self::ResetPassword => "reset_password",
            Self::ChangeEmail => "change_email",
            Self::EmailChanged => "email_changed",
            Self::PasswordChanged => "password_changed",
            Self::SignInLink => "sign_in_link",
            Self::Invitation => "invitation",
            Self::CompanyClosing => "company_closing",
            Self::CompanyClosingCancelled => "company_closing_cancelled",
            Self::CompanyVerified => "company_verified",
            Self::WebhookDisabled => "webhook_disabled",
            Self::MailServerRefused => "mail_server_refused",
            Self::MailServerTest => "mail_server_test",
            Self::Report => "report",
        }
    }

    /// The variables without which its texts have gaps.
    pub fn needs(self) -> &'static [&'static str] {
        match self {
            Self::VerifyEmail | Self::ResetPassword | Self::SignInLink => &["hours"],
            Self::ChangeEmail => &["email", "hours"],
            Self::EmailChanged => &["email"],
            Self::Invitation => &["inviter", "role", "hours"],
            Self::CompanyClosing => &["date"],
            Self::WebhookDisabled => &["url", "date"],
            Self::MailServerRefused => &["host", "answer"],
            Self::MailServerTest => &["host"],
            Self::Report => &["report", "from", "to"],
            Self::PasswordChanged | Self::CompanyClosingCancelled | Self::CompanyVerified => &[],
        }
    }
}

/// What is to be said, and to whom.
#[derive(Clone, Debug)]
pub struct Notice<'a> {
    pub kind: NoticeKind,
    pub language: Language,
    /// The reader's.
    pub name: Option<&'a str>,
    pub company: Option<&'a str>,
    /// `inviter`; `role` (`admin`, or a company's own name for one); `hours` for which the link is good, as a number;
    /// `date` as the reader writes it; `email`, the new address; `url`, an endpoint of theirs; `host`, their mail server,
    /// and `answer`, what it said;
    /// `report`, what it is about, with `from` and `to`, its first and last day.
    pub vars: &'a [(&'a str, &'a str)],
    pub link: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "messages/notice.html")]
struct Html<'a> {
    frame: Frame<'a>,
    words: &'a Words<'a>,
}

#[derive(Template)]
#[template(path = "messages/notice.txt", escape = "none")]
struct Text<'a> {
    words: &'a Words<'a>,
}

struct Words<'a> {
    subject: String,
    greeting: String,
    intro: String,
    button: String,
    link: Option<&'a str>,
    link_hint: String,
    closing: String,
    footer: String,
}

/// Fails where a variable is missing that the texts need: nobody gets a mail with a gap.
pub fn render(notice: &Notice) -> Result<Mail> {
    for name in notice.kind.needs() {
        notice.var(name).with_context(|| format!("{} without {name}", notice.kind.as_str()))?;
    }
    let words = words(notice);
    let name = notice.company.unwrap_or(PRODUCT);
    let frame = Frame { language: notice.language, title: &words.subject, name, color: PLAIN, footer: &words.footer };
    let html = Html { frame, words: &words }.render().context("the HTML part")?;
    let text = wrap(&Text { words: &words }.render().context("the text part")?);
    Ok(Mail { subject: words.subject, text, html, calendar: None, unsubscribe: None, attached: None })
}

impl Notice<'_> {
    fn var(&self, name: &str) -> Option<&str> {
        self.vars.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

fn words<'a>(notice: &Notice<'a>) -> Words<'a> {
    let language = notice.language;
    let hours = notice.var("hours").map(|hours| period(language, hours));
    let role = notice.var("role").map(|role| role_name(language, role));
    let mut vars = vec![("company", notice.company.unwrap_or(PRODUCT))];
    vars.extend(notice.name.map(|name| ("name", name)));
    vars.extend(hours.as_deref().map(|hours| ("hours", hours)));
    vars.extend(role.as_deref().map(|role| ("role", role)));
    vars.extend(notice.vars); // of two with one name, the first counts
    let shared = |part: &str| i18n::text(language, &format!("mail.notice.{part}"), &vars);
    let of_kind = |part: &str| shared(&format!("{}.{part}", notice.kind.as_str()));
    Words {
        subject: of_kind("subject"),
        greeting: shared(if notice.name.is_some() { "greeting" } else { "greeting_without_name" }),
        intro: of_kind("intro"),
        button: of_kind("button"),
        link: notice.link,
        link_hint: shared("link_hint"),
        closing: of_kind("closing"),
        footer: if notice.company.is_some() { i18n::text(language, "mail.footer", &vars) } else { shared("footer") },
    }
}

/// "24 hours"; from two days on, whole days are called days.
fn period(language: Language, hours: &str) -> String {
    match hours.parse::<i64>() {
        Ok(hours) if hours >= 48 && hours % 24 == 0 => i18n::plural(language, "mail.notice.days", hours / 24, &[]),
        Ok(hours) => i18n::plural(language, "mail.notice.hours", hours, &[]),
        Err(_) => hours.to_owned(),
    }
}

/// Ours have a name in every language; a company's own is what the company calls it.
pub fn role_name(language: Language, role: &str) -> String {
    match role {
        "admin" | "manager" | "employee" => i18n::text(language, &format!("mail.notice.roles.{role}"), &[]),
        own => own.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VARS: &[(&str, &str)] = &[
        ("inviter", "Iryna"),
        ("role", "manager"),
        ("hours", "24"),
        ("date", "24 November 2026"),
        ("email", "new@example.com"),
        ("url", "https://example.com/hooks"),
        ("host", "smtp.example.com"),
        ("answer", "535 5.7.8 no"),
        ("report", "Bookings"),
        ("from", "16 November 2026"),
        ("to", "22 November 2026"),
    ];
    const LINK: &str = "https://desk.example/verify?token=abc&next=%2F";

    fn notice(kind: NoticeKind, language: Language) -> Notice<'static> {
        Notice { kind, language, name: Some("Ada"), company: Some("Studio Vesna"), vars: VARS, link: Some(LINK) }
    }

    #[test]
    fn every_kind_has_all_its_texts_in_every_language() {
        for kind in NoticeKind::ALL {
            let needed: Vec<_> = VARS.iter().copied().filter(|(name, _)| kind.needs().contains(name)).collect();
            for language in Language::ALL {
                let mail = render(&Notice { vars: &needed, ..notice(kind, language) }).expect("rendered");

                for part in [&mail.subject, &mail.text, &mail.html] {
                    assert!(!part.contains("{{") && !part.contains("mail.notice"), "{language:?} {kind:?}: {part}");
                }
                assert!(mail.text.contains("Ada"), "{}", mail.text);
                assert!(mail.html.contains(&format!(r#"lang="{}""#, language.code())), "{}", mail.html);
            }
        }
    }

    #[test]
    fn a_text_reads_as_a_letter() {
        let mail = render(&notice(NoticeKind::Invitation, Language::En)).expect("rendered");

        assert_eq!(mail.subject, "Iryna invites you to Studio Vesna");
        let text = "Hello Ada,\n\nIryna invites you to work with Studio Vesna on Frontdesk. Your role:\n\
                    manager. The invitation is good for 24 hours.\n\nAccept invitation:\n\
                    https://desk.example/verify?token=abc&next=%2F\n\nIf you do not know what this is about, you can \
                    ignore this email.\n\n-- \nSent by Studio Vesna with Frontdesk";
        assert_eq!(mail.text, text);
    }

    #[test]
    fn a_variable_that_is_missing_stops_the_mail() {
        for kind in NoticeKind::ALL {
            for missing in kind.needs() {
                let rest: Vec<_> = VARS.iter().copied().filter(|(name, _)| name != missing).collect();

                let rendered = render(&Notice { vars: &rest, ..notice(kind, Language::En) });

                assert!(rendered.is_err(), "{kind:?} without {missing}");
            }
        }
    }

    #[test]
    fn the_link_stands_on_the_button_and_below_it() {
        let mail = render(&notice(NoticeKind::VerifyEmail, Language::En)).expect("rendered");
        let without = Notice { link: None, ..notice(NoticeKind::VerifyEmail, Language::En) };
        let without = render(&without).expect("rendered");

        // as HTML writes an ampersand
        assert_eq!(mail.html.matches(&LINK.replace('&', "&#38;")).count(), 3, "{}", mail.html);
        assert!(mail.text.contains(&format!("\n{LINK}\n")), "{}", mail.text);
        assert!(!without.html.contains("<a ") && !without.text.contains("Confirm email address"), "{}", without.text);
    }

    #[test]
    fn nobody_and_no_company_need_no_name() {
        let notice = Notice { name: None, company: None, ..notice(NoticeKind::SignInLink, Language::En) };

        let mail = render(&notice).expect("rendered");

        assert!(mail.text.starts_with("Hello,\n"), "{}", mail.text);
        assert!(mail.subject.ends_with("Frontdesk") && mail.text.ends_with("Sent by Frontdesk"), "{}", mail.text);
    }

    #[test]
    fn a_link_is_good_for_hours_or_days_as_the_language_counts_them() {
        assert_eq!(period(Language::En, "1"), "1 hour");
        assert_eq!(period(Language::En, "24"), "24 hours");
        assert_eq!(period(Language::En, "168"), "7 days");
        assert_eq!(period(Language::Uk, "21"), "21 годину");
        assert_eq!(period(Language::Uk, "72"), "3 дні");
        assert_eq!(period(Language::Bn, "24"), "২৪ ঘণ্টা");
    }

    #[test]
    fn a_role_of_ours_is_translated_and_a_companys_own_is_not() {
        let intro = |role| {
            let vars = [("inviter", "Iryna"), ("hours", "24"), ("role", role)];
            let notice = Notice { vars: &vars, ..notice(NoticeKind::Invitation, Language::Uk) };
            render(&notice).expect("rendered").text.replace('\n', " ")
        };

        assert!(intro("employee").contains("Ваша роль: працівник."));
        assert!(intro("Booking Manager").contains("Ваша роль: Booking Manager."));
    }

    #[test]
    fn what_people_type_is_text_in_html() {
        let evil = "<script>alert(1)</script>";
        let vars = [("inviter", evil), ("role", evil), ("hours", "24")];
        let notice = Notice {
            name: Some(evil),
            company: Some(evil),
            vars: &vars,
            link: Some("https://desk.example/\"><script>"),
            ..notice(NoticeKind::Invitation, Language::En)
        };

        let mail = render(&notice).expect("rendered");

        assert!(!mail.html.contains("<script>") && !mail.html.contains("example/\">"), "{}", mail.html);
        assert!(mail.text.contains(evil), "{}", mail.text);
    }
}
