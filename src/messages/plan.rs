//! Who is told of what became of a booking, by which way, and when: written down once, also where a job runs twice.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use sqlx::types::Json;

use super::{
    jobs::{PlanMessages, SendMessage},
    model::{Audience, Channel, KINDS, Kind, Manner, NewMessage, Reader},
    route::{Contact, Wish},
    store,
    timing::{self, QuietHours},
};
use crate::{
    app::App,
    auth::{Permission, Reach, Role, UserId},
    bookings::{BookingId, Status},
    clients::ClientId,
    companies::{self, Company},
    db::TenantTx,
    error::Result,
    members::MemberId,
    roles,
};

/// What a company can use.
#[derive(Clone, Copy, Debug)]
pub struct Offer {
    /// Whether this installation can send SMS.
    pub sms: bool,
}

impl Offer {
    /// The company's order, without what there is not.
    pub fn order(self, company: &Company) -> Vec<Channel> {
        let channels = company.channels.iter().filter_map(|channel| Channel::parse(channel));
        channels.filter(|channel| *channel != Channel::Sms || self.sms).collect()
    }
}

/// A booking as messages need it, and its client.
pub struct Subject {
    pub booking: BookingId,
    pub status: Status,
    pub starts_at: DateTime<Utc>,
    pub zone: Tz,
    pub client: ClientId,
    pub language: String,
    pub contact: Contact,
    /// Whose calendar it is on, if they are a member.
    pub performer: Option<MemberId>,
}

/// Writes down everything that is to be said of what became of a booking, and has it sent.
pub async fn plan(app: &App, tx: &mut TenantTx, job: &PlanMessages, offer: Offer) -> Result<()> {
    let Some(subject) = hold(tx, job.booking).await? else { return Ok(()) };
    let company = companies::store::current(tx).await?;
    let mut messages = vec![];
    for manner in KINDS.iter().filter(|manner| manner.on.contains(&job.happening)) {
        match manner.audience {
            Audience::Client => messages.extend(to_client(&subject, &company, manner, offer, job)),
            Audience::Performer | Audience::Deciders => {
                messages.extend(to_members(app, tx, &subject, &company, manner, job).await?);
            }
        }
    }
    store::cancel_outdated(tx, job.booking).await?;
    messages.extend(reminders(&subject, &company, offer, tx.now()));
    for message in store::insert(tx, &messages).await? {
        tx.enqueue(&SendMessage { message }).await?;
    }
    Ok(())
}

fn to_client(
    subject: &Subject,
    company: &Company,
    manner: &Manner,
    offer: Offer,
    job: &PlanMessages,
) -> Option<NewMessage> {
    let (channel, recipient) = subject.contact.route(&offer.order(company), manner.purpose)?;
    Some(NewMessage {
        kind: manner.kind,
        channel,
        reader: Reader::Client(subject.client),
        recipient,
        language: subject.language.clone(),
        booking: subject.booking,
        send_at: None,
        reminds_of: None,
        once: format!("{}:{}", job.cause, manner.name),
    })
}

async fn to_members(
    app: &App,
    tx: &mut TenantTx,
    subject: &Subject,
    company: &Company,
    manner: &Manner,
    job: &PlanMessages,
) -> Result<Vec<NewMessage>> {
    let readers = match manner.audience {
        Audience::Deciders => deciders(app, tx, subject).await?,
        _ => match subject.performer {
            Some(performer) => members(tx, Some(performer)).await?,
            None => vec![],
        },
    };
    let others = readers.into_iter().filter(|reader| job.by.is_none() || job.by != reader.user);
    Ok(others
        .flat_map(|reader| {
            Channel::OF_MEMBERS.map(|channel| NewMessage {
                kind: manner.kind,
                channel,
                reader: Reader::Member(reader.id),
                recipient: reader.email.clone(),
                language: company.language.clone(),
                booking: subject.booking,
                send_at: None,
                reminds_of: None,
                once: format!("{}:{}:{}:{}", job.cause, manner.name, channel.as_str(), reader.id),
            })
        })
        .collect())
}

/// Members who may confirm it: anybody's, or their own where it is that.
async fn deciders(app: &App, tx: &mut TenantTx, subject: &Subject) -> Result<Vec<Recipient>> {
    let mut known: Vec<(Role, Option<Reach>)> = vec![];
    let mut may = vec![];
    for member in members(tx, None).await? {
        let reach = match known.iter().find(|(role, _)| *role == member.role) {
            Some((_, reach)) => *reach,
            None => {
                let rights = roles::rights_of(app, tx, &member.role).await?.unwrap_or_default();
                known.push((member.role.clone(), rights.reach(Permission::BookingsUpdate)));
                rights.reach(Permission::BookingsUpdate)
            }
        };
        let own = subject.performer == Some(member.id);
        if reach == Some(Reach::All) || (reach == Some(Reach::Own) && own) {
            may.push(member);
        }
    }
    Ok(may)
}

/// Reminders of a booking that is agreed, one a lead; two that quiet hours bring together are one.
fn reminders(subject: &Subject, company: &Company, offer: Offer, now: DateTime<Utc>) -> Vec<NewMessage> {
    let manner = Kind::BookingReminder.manner();
    if subject.status != Status::Confirmed {
        return vec![];
    }
    let Some((channel, recipient)) = subject.contact.route(&offer.order(company), manner.purpose) else {
        return vec![];
    };
    let quiet = QuietHours::parse(company.quiet_from.as_deref(), company.quiet_to.as_deref());
    let times = company.reminder_leads.iter().filter_map(|lead| {
        let due = subject.starts_at - TimeDelta::minutes((*lead).into());
        timing::send_at(due, subject.starts_at, quiet, subject.zone, now)
    });
    let mut times: Vec<_> = times.collect();
    times.sort_unstable();
    times.dedup();
    let reminder = |at: DateTime<Utc>| NewMessage {
        kind: manner.kind,
        channel,
        reader: Reader::Client(subject.client),
        recipient: recipient.clone(),
        language: subject.language.clone(),
        booking: subject.booking,
        send_at: Some(at),
        reminds_of: Some(subject.starts_at),
        once: format!("{}:{}:{}:{}", manner.name, subject.booking, subject.starts_at.timestamp(), at.timestamp()),
    };
    times.into_iter().map(reminder).collect()
}

/// The booking, which nobody changes before this transaction is over.
pub async fn hold(tx: &mut TenantTx, booking: BookingId) -> Result<Option<Subject>> {
    let company = tx.company();
    let row = sqlx::query!(
        r#"select b.status, b.starts_at, b.language, b.client_id, c.email, c.phone, coalesce(c.time_zone, b.time_zone) as "zone!",
                  c.email_failed_at, c.phone_failed_at, s.membership_id as "performer?: MemberId",
                  (select json_agg(json_build_object('channel', p.channel, 'allowed', p.allowed, 'reminders', p.reminders,
                                                     'marketing', p.marketing))
                   from client_preferences p where p.company_id = $1 and p.client_id = c.id) as "wishes: Json<Vec<Wish>>"
           from bookings b
           join clients c on c.company_id = $1 and c.id = b.client_id
           left join staff s on s.company_id = $1 and s.id = b.staff_id
           where b.company_id = $1 and b.id = $2 for share of b"#,
        company.0,
        booking.0
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.map(|row| Subject {
        booking,
        status: row.status,
        starts_at: row.starts_at,
        zone: row.zone.parse().unwrap_or(Tz::UTC),
        client: row.client_id,
        language: row.language,
        contact: Contact {
            email: row.email.filter(|_| row.email_failed_at.is_none()),
            phone: row.phone.filter(|_| row.phone_failed_at.is_none()),
            wishes: row.wishes.map(|wishes| wishes.0).unwrap_or_default(),
        },
        performer: row.performer,
    }))
}

struct Recipient {
    id: MemberId,
    user: Option<UserId>,
    email: String,
    role: Role,
}

/// This member, if they can sign in; or all who can.
async fn members(tx: &mut TenantTx, only: Option<MemberId>) -> Result<Vec<Recipient>> {
    let company = tx.company();
    Ok(sqlx::query_as!(
        Recipient,
        "select m.id, m.user_id as user, m.email, m.role from memberships m
         where m.company_id = $1 and m.status = 'active' and ($2::uuid is null or m.id = $2) order by m.id",
        company.0,
        only.map(|id| id.0)
    )
    .fetch_all(tx.db())
    .await?)
}
