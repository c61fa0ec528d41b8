//! SQL on time entries. That nobody is at work twice at once, the table's constraints see to.

use chrono::{DateTime, TimeDelta, Utc};

use super::model::{Clocking, LONGEST, NewTimeEntry, Source, TimeEntry, TimeEntryId, TimeEntryPatch, check};
use crate::{
    db::TenantTx,
    error::{Error, OnConstraint, Result},
    http::Limit,
    staff::StaffId,
};

/// Entries with whose they are; `$1` is the company, and the rest says which of them.
macro_rules! select {
    ($which:tt, $($arguments:expr),+) => {
        sqlx::query_as!(
            TimeEntry,
            "select t.id, t.staff_id, s.name as staff_name, t.clocked_in_at, t.clocked_out_at, t.source, t.note, t.version,
                    t.created_at
             from time_entries t join staff s on s.company_id = $1 and s.id = t.staff_id
             where t.company_id = $1 " + $which,
            $($arguments),+
        )
    };
}

fn overlap() -> Error {
    Error::Conflict("time_entry_overlap", "They were at work at that time already.".into())
}

/// Who is meant, and whether it is the caller: somebody else only for whoever reaches everybody's.
async fn who(tx: &mut TenantTx, staff: Option<StaffId>) -> Result<(StaffId, Source)> {
    let company = tx.company();
    let found = sqlx::query!(
        r#"select id, archived_at, id is not distinct from app.staff_id() as "is_caller!", app.own() as "own!"
           from staff where company_id = $1 and id = coalesce($2, app.staff_id())"#,
        company.0,
        staff.map(|staff| staff.0)
    )
    .fetch_optional(tx.db())
    .await?;
    match (found, staff) {
        (Some(found), _) if found.own && !found.is_caller => Err(Error::Forbidden),
        (Some(found), _) if found.archived_at.is_some() => Err(Error::invalid("staff_id", "archived", "is archived")),
        (Some(found), _) => Ok((found.id, if found.is_caller { Source::Own } else { Source::Manager })),
        (None, Some(_)) => Err(Error::invalid("staff_id", "not_found", "is nobody of the staff")),
        (None, None) => Err(Error::Conflict("not_staff", "You are not one of the staff: say who it is.".into())),
    }
}

/// Somebody comes.
pub async fn clock_in(tx: &mut TenantTx, clocking: &Clocking) -> Result<TimeEntry> {
    let (company, id, now) = (tx.company(), TimeEntryId::new(), tx.now());
    let (staff, source) = who(tx, clocking.staff_id).await?;
    let made = sqlx::query!(
        "insert into time_entries (company_id, id, staff_id, clocked_in_at, source, note, created_at)
         values ($1, $2, $3, $4, $5, $6, $4) on conflict do nothing",
        company.0,
        id.0,
        staff.0,
        now,
        source.as_str(),
        clocking.note.as_deref().unwrap_or_default()
    )
    .execute(tx.db())
    .await?;
    if made.rows_affected() == 0 {
        return Err(Error::Conflict("clocked_in", "They have clocked in already, and not out.".into()));
    }
    find(tx, id).await
}

/// Somebody goes.
pub async fn clock_out(tx: &mut TenantTx, clocking: &Clocking) -> Result<TimeEntry> {
    let (company, now) = (tx.company(), tx.now());
    let (staff, _) = who(tx, clocking.staff_id).await?;
    let open = select!("and t.staff_id = $2 and t.clocked_out_at is null for update of t", company.0, staff.0)
        .fetch_optional(tx.db())
        .await?
        .ok_or_else(|| Error::Conflict("not_clocked_in", "They have not clocked in.".into()))?;
    if now - open.clocked_in_at > LONGEST {
        let detail =
            "They clocked in more than 48 hours ago: somebody who may put entries right has to say when it ended.";
        return Err(Error::Conflict("forgotten", detail.into()));
    }
    let out = now.max(open.clocked_in_at);
    sqlx::query!(
        "update time_entries set clocked_out_at = $3, note = coalesce($4, note), version = version + 1
         where company_id = $1 and id = $2",
        company.0,
        open.id.0,
        out,
        clocking.note
    )
    .execute(tx.db())
    .await?;
    find(tx, open.id).await
}

pub async fn insert(tx: &mut TenantTx, new: &NewTimeEntry) -> Result<TimeEntry> {
    let (company, id, now) = (tx.company(), TimeEntryId::new(), tx.now());
    check(new.clocked_in_at, Some(new.clocked_out_at), now)?;
    let (staff, _) = who(tx, Some(new.staff_id)).await?;
    let made = sqlx::query!(
        "insert into time_entries (company_id, id, staff_id, clocked_in_at, clocked_out_at, source, note, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
        company.0,
        id.0,
        staff.0,
        new.clocked_in_at,
        new.clocked_out_at,
        Source::Manager.as_str(),
        new.note,
        now
    )
    .execute(tx.db())
    .await?;
    if made.rows_affected() == 0 { Err(overlap()) } else { find(tx, id).await }
}

pub async fn find(tx: &mut TenantTx, id: TimeEntryId) -> Result<TimeEntry> {
    let company = tx.company();
    let found = select!("and t.id = $2", company.0, id.0).fetch_optional(tx.db()).await?;
    found.ok_or(Error::NotFound("time entry"))
}

/// Which entries a list has: those that lie at least partly between two moments.
#[derive(Clone, Debug)]
pub struct Filter {
    pub from: Option<DateTime<Utc>>,
    pub to: Option<DateTime<Utc>>,
    pub staff: Option<StaffId>,
    pub open: bool,
}

/// The latest first. None is longer than two days, but one that is open may be from any time.
pub async fn list(
    tx: &mut TenantTx,
    filter: &Filter,
    after: Option<(DateTime<Utc>, TimeEntryId)>,
    limit: Limit,
) -> Result<Vec<TimeEntry>> {
    let company = tx.company();
    let (after_time, after_id) = after.unzip();
    Ok(select!(
        "and ($2::timestamptz is null or t.clocked_out_at is null or t.clocked_in_at > $3 and t.clocked_out_at > $2)
           and ($4::timestamptz is null or t.clocked_in_at < $4) and ($5::uuid is null or t.staff_id = $5)
           and (not $6 or t.clocked_out_at is null)
           and ($7::timestamptz is null or (t.clocked_in_at, t.id) < ($7, $8::uuid))
         order by t.clocked_in_at desc, t.id desc limit $9",
        company.0,
        filter.from,
        filter.from.map(|from| from - TimeDelta::days(2)),
        filter.to,
        filter.staff.map(|staff| staff.0),
        filter.open,
        after_time,
        after_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?)
}

/// Puts an entry right, if `version` is still the current one.
pub async fn update(tx: &mut TenantTx, id: TimeEntryId, patch: &TimeEntryPatch, version: i32) -> Result<TimeEntry> {
    let (company, now) = (tx.company(), tx.now());
    let before = find(tx, id).await?;
    let from = patch.clocked_in_at.unwrap_or(before.clocked_in_at);
    let to = patch.clocked_out_at.or(before.clocked_out_at);
    if patch.clocked_in_at.is_some() || patch.clocked_out_at.is_some() {
        check(from, to, now)?;
    }
    let changed = sqlx::query!(
        "update time_entries set clocked_in_at = $4, clocked_out_at = $5, note = coalesce($6, note), source = $7,
             version = version + 1
         where company_id = $1 and id = $2 and version = $3",
        company.0,
        id.0,
        version,
        from,
        to,
        patch.note,
        Source::Manager.as_str()
    )
    .execute(tx.db())
    .await
    .on_constraint("time_entries_no_overlap", overlap)?;
    match changed.rows_affected() {
        0 => find(tx, id).await.and(Err(Error::Stale)),
        _ => find(tx, id).await,
    }
}

pub async fn delete(tx: &mut TenantTx, id: TimeEntryId) -> Result<()> {
    let company = tx.company();
    let gone = sqlx::query!("delete from time_entries where company_id = $1 and id = $2", company.0, id.0)
        .execute(tx.db())
        .await?;
    if gone.rows_affected() == 0 { Err(Error::NotFound("time entry")) } else { Ok(()) }
}
