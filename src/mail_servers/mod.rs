//! A company's own mail server: what it tells its clients goes out there, from its own address. Mails about people and their
//! accounts never do, and where it does not work, no other server takes its place: whoever set it up is told.

pub mod api;
pub mod dial;
pub mod jobs;
pub mod lines;
pub mod model;
pub mod store;

use anyhow::Context;
use chrono::TimeDelta;
use uuid::Uuid;

pub use model::{MailServer, MailServerId};

use crate::{
    app::App,
    auth::{Caller, Credential, Permission, Person, caller::SignedInPerson, token::Kind},
    companies,
    db::TenantTx,
    error::{Error, Result},
    http::{Fields, limits::Limit},
    i18n::Language,
    identity::me,
    messages::{
        letter::{Letterhead, Outgoing},
        notice::{self, Notice, NoticeKind},
    },
};
use dial::{Dialer, Server, Trouble};
use model::{MailServerTest, NewMailServer};
use store::Own;

/// How long a server that does not let us in is left alone: one that is asked too often locks the account.
pub const REST: TimeDelta = TimeDelta::minutes(10);

/// Has mails go out by this server. A password that is there already goes to the server that it was given for, and no other.
pub async fn put(app: &App, tx: &mut TenantTx, new: &NewMailServer, version: i32) -> Result<MailServer> {
    if !app.config().webhook_private {
        let mut fields = Fields::default();
        new.refusals(&mut fields);
        fields.finish(Some(()))?;
    }
    let before = store::own(tx).await?;
    let id = before.as_ref().map_or_else(MailServerId::new, |before| before.id);
    let secret = match (&new.username, &new.password, before) {
        (None, ..) => None,
        (Some(_), Some(password), _) => Some(app.vault().seal(id.0, password.as_bytes())?),
        (Some(_), None, Some(before)) if before.is_as_in(new) => before.secret,
        _ => {
            return Err(Error::invalid(
                "password",
                "required",
                "must be given again where anything but the sender changes",
            ));
        }
    };
    store::put(tx, id, new, secret.as_deref(), version).await
}

/// Sends a mail to whoever asks, and writes down what came of it. No transaction is open meanwhile.
pub async fn test(app: &App, caller: &Caller) -> Result<MailServerTest> {
    let mut tx = app.begin(caller, Permission::MailServerUpdate).await?;
    let company = companies::store::current(&mut tx).await?;
    let none = || Error::Conflict("no_mail_server", "There is none yet: set one up first.".into());
    let own = store::own(&mut tx).await?.ok_or_else(none)?;
    store::mark_tested(&mut tx).await?;
    tx.commit().await?;
    app.limits().hit(Limit::MailServerTest, &company.id.to_string()).await?;
    let reader = reader(app, caller).await?;

    let mail = notice::render(&Notice {
        kind: NoticeKind::MailServerTest,
        language: Language::parse(&reader.language).unwrap_or(Language::En),
        name: Some(&reader.name),
        company: Some(&company.name),
        vars: &[("host", &own.host)],
        link: None,
    })?;
    let to = reader.email;
    let (id, to_name) = (Uuid::now_v7(), Some(reader.name));
    let outgoing = Outgoing { id, from_name: own.sender(&company.name), to_name, to: to.clone(), mail };
    let head = Letterhead::of(app);
    let message = head.write_from(&own.from_email, &outgoing)?;
    let sent = Dialer::new(app.config().webhook_private, head.host()).send(&own.server(app)?, &message).await;

    let mut tx = app.begin(caller, Permission::MailServerUpdate).await?;
    note(&mut tx, &own, sent.as_ref().map(drop)).await?;
    tx.commit().await?;
    let accepted = sent.is_ok();
    let answer = match sent {
        Ok(answer) | Err(Trouble::Away(answer) | Trouble::Shut(answer) | Trouble::Mail(_, answer)) => answer,
    };
    Ok(MailServerTest { accepted, to, answer })
}

/// Whoever asks, if mail is known to reach them: nobody has mail sent to somebody else.
async fn reader(app: &App, Caller(member): &Caller) -> Result<me::model::Me> {
    let Credential::Session(session) = member.credential else { return Err(Error::Forbidden) };
    let person = Person(SignedInPerson { user: member.user, session, kind: Kind::Staff });
    let mut tx = app.read_person(&person).await?;
    let me = me::store::show(&mut tx, &person).await?;
    let unverified =
        || Error::Conflict("email_not_verified", "Verify your e-mail address first: the test goes there.".into());
    if me.email_verified { Ok(me) } else { Err(unverified()) }
}

/// Writes down what came of a mail, and has the admins told, once, where they have to do something.
pub async fn note(tx: &mut TenantTx, own: &Own, sent: Result<(), &Trouble>) -> Result<()> {
    match sent {
        Ok(()) | Err(Trouble::Mail(..)) => store::note_success(tx, own.id, own.version).await,
        Err(Trouble::Away(why)) => store::note_failure(tx, own.id, own.version, why, false).await,
        Err(Trouble::Shut(why)) => {
            store::note_failure(tx, own.id, own.version, why, true).await?;
            if store::mark_told(tx, own.id, own.version).await? {
                tx.enqueue(&jobs::NoteRefused { mail_server: own.id }).await?;
            }
            Ok(())
        }
    }
}

impl Own {
    fn is_as_in(&self, new: &NewMailServer) -> bool {
        (&self.host, self.port, self.security, &self.username) == (&new.host, new.port, new.security, &new.username)
    }

    /// The name that its mails are from.
    pub fn sender(&self, company: &str) -> String {
        self.from_name.clone().unwrap_or_else(|| company.to_owned())
    }

    /// What is dialled, with the password opened.
    pub fn server(&self, app: &App) -> Result<Server> {
        let open = |secret: &String| -> anyhow::Result<String> {
            String::from_utf8(app.vault().open(self.id.0, secret)?).context("a mail server's password")
        };
        let password = self.secret.as_ref().map(open).transpose()?;
        Ok(Server {
            host: self.host.clone(),
            port: self.port.try_into().context("a port")?,
            security: self.security,
            credentials: self.username.clone().zip(password),
        })
    }
}
