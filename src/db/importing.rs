//! Brings an exported company back, in one transaction: whole, or not at all.
//!
//! As a login that may bypass row-level security and switch triggers off (`session_replication_role`): rows come as they
//! were, and none of it is a change that somebody made. What triggers would have checked is checked at the end instead:
//! every foreign key.

use std::{collections::HashSet, path::Path};

use anyhow::{Context, bail, ensure};
use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, PgConnection, Row};
use tokio::sync::mpsc;
use uuid::Uuid;

use super::{
    exporting::{self, Exported},
    migrate, queue,
};
use crate::{
    companies::{CompanyId, model::is_slug},
    exports::{
        reading::{Archive, Row as FileRow},
        remap,
        returning::{AFTERWARDS, COMES_BACK, NOT_WITH_OTHER_IDS, WITH_OTHER_IDS},
    },
    invitations::jobs::InviteBack,
    members::MemberId,
};

/// How it is to come back.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish<'a> {
    /// With another address on the web.
    pub slug: Option<&'a str>,
    /// In the place of the company that is here under the same id: all that this one has goes.
    pub replace: bool,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    pub company: CompanyId,
    pub name: String,
    pub slug: String,
    pub rows: u64,
    /// The company is here already: this is another one, and every id in it is too.
    pub other_ids: bool,
    /// How many members are invited to come back.
    pub invited: usize,
}

/// Rows of one table, as far as they are sent at once.
const BATCH_ROWS: usize = 500;
const BATCH_BYTES: usize = 4 << 20;

/// What the reader of the file hands to whoever writes to the database.
enum Piece {
    /// Ids of rows, before any row.
    Ids(Vec<Uuid>),
    /// Rows of the table at this place of the manifest; the members among them who could sign in.
    Rows { table: usize, lines: Vec<String>, members: Vec<Uuid> },
}

/// Brings back what is in a file.
pub async fn import(owner_url: &str, path: &Path, wish: Wish<'_>, now: DateTime<Utc>) -> anyhow::Result<Imported> {
    let path = path.to_owned();
    let archive = tokio::task::spawn_blocking(move || Archive::open(&path)).await??;
    let pool = migrate::connect(owner_url).await?;
    let mut conn = pool.acquire().await?;
    sqlx::raw_sql("begin").execute(&mut *conn).await?;
    let imported = run(&mut conn, archive, wish, now).await;
    let end = if imported.is_ok() { "commit" } else { "rollback" };
    sqlx::raw_sql(end).execute(&mut *conn).await?;
    drop(conn);
    pool.close().await;
    imported
}

async fn run(
    conn: &mut PgConnection,
    archive: Archive,
    wish: Wish<'_>,
    now: DateTime<Utc>,
) -> anyhow::Result<Imported> {
    prepare(conn, &archive).await?;
    let known = exporting::tables(conn).await?;
    let tables = compare(&archive, &known)?;
    let whose = archive.manifest.company.clone();
    let there: bool = sqlx::query_scalar("select exists (select from companies where id = $1)")
        .bind(whose.id)
        .fetch_one(&mut *conn)
        .await?;
    if there && wish.replace {
        clear(conn, whose.id).await?;
    }
    let slug = free_slug(conn, wish.slug.unwrap_or(&whose.slug)).await?;
    let turn = if there && !wish.replace { rand::random_range(1..=u32::MAX) } else { 0 };
    let company = if turn == 0 { whose.id } else { remap::other(whose.id, turn) };
    let rows = archive.manifest.files.iter().map(|part| part.rows).sum();

    let mut writing = Writing { tables, turn, company, now, slug: slug.clone(), members: vec![] };
    if turn != 0 {
        sqlx::raw_sql("create temporary table known (id uuid primary key) on commit drop").execute(&mut *conn).await?;
    }
    let (sender, mut pieces) = mpsc::channel(2);
    let reading = tokio::task::spawn_blocking(move || read(archive, turn != 0, &sender));
    while let Some(piece) = pieces.recv().await {
        writing.piece(conn, piece).await?;
    }
    reading.await.context("reading the file")??;

    for statement in AFTERWARDS {
        sqlx::query(*statement).bind(company).bind(now).execute(&mut *conn).await.context("after all rows")?;
    }
    check_foreign_keys(conn, company).await?;
    sqlx::raw_sql("set local session_replication_role = origin").execute(&mut *conn).await?;
    let members: Vec<MemberId> = writing.members.into_iter().map(MemberId).collect();
    let invited = members.len();
    queue::push(conn, Some(CompanyId(company)), &InviteBack { members }).await?;
    note(conn, company, rows, now).await?;
    Ok(Imported { company: CompanyId(company), name: whose.name, slug, rows, other_ids: turn != 0, invited })
}

/// Settings, and whether file and database are of versions that go together.
async fn prepare(conn: &mut PgConnection, archive: &Archive) -> anyhow::Result<()> {
    sqlx::raw_sql(exporting::SETTINGS).execute(&mut *conn).await?;
    sqlx::raw_sql("set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local row_security = off")
        .execute(&mut *conn)
        .await?;
    let here: i64 = sqlx::query_scalar("select coalesce(max(version), 0) from public._sqlx_migrations where success")
        .fetch_one(&mut *conn)
        .await
        .context("the database is not migrated")?;
    let ours = migrate::newest();
    ensure!(here == ours, "the database is at migration {here}, and this program at {ours}: run `frontdesk migrate`");
    let theirs = archive.manifest.schema_version;
    ensure!(
        theirs <= ours,
        "it was exported by a newer version of frontdesk: at migration {theirs}, and this is {ours}"
    );
    sqlx::raw_sql("set local session_replication_role = replica").execute(&mut *conn).await.context(
        "this login may not import: it takes a superuser, or `grant set on parameter session_replication_role`",
    )?;
    Ok(())
}

/// The tables of the file, each as it is here, in the order of the file.
fn compare(archive: &Archive, known: &[Exported]) -> anyhow::Result<Vec<Exported>> {
    let table = |part: &crate::exports::archive::Part| {
        let table = known.iter().find(|table| table.name == part.table);
        let table = table.with_context(|| format!("there is no table {} here", part.table))?;
        let unknown = part.columns.iter().find(|column| !table.columns.contains(column));
        if let Some(column) = unknown {
            bail!("{} has no column {column} here", part.table);
        }
        let columns: HashSet<_> = part.columns.iter().collect();
        ensure!(columns.len() == part.columns.len(), "the manifest names a column of {} twice", part.table);
        Ok(Exported { columns: part.columns.clone(), ..table.clone() })
    };
    let tables = archive.manifest.files.iter().map(table).collect::<anyhow::Result<Vec<_>>>()?;
    let company = archive.manifest.files.iter().find(|part| part.table == "companies");
    ensure!(company.is_some_and(|part| part.rows == 1), "it has no company in it, or several");
    Ok(tables)
}

async fn free_slug(conn: &mut PgConnection, slug: &str) -> anyhow::Result<String> {
    ensure!(is_slug(slug), "{slug:?} is no slug: 3 to 63 lower-case letters, digits and single dashes");
    let taken: bool =
        sqlx::query_scalar("select exists (select from companies where slug = $1)").bind(slug).fetch_one(conn).await?;
    ensure!(!taken, "another company is called {slug} here: say --slug, or --replace if it is to be put in its place");
    Ok(slug.to_owned())
}

/// Deletes what the company has here: its rows, who is signed in to it, links into it, and what waits in the queue.
async fn clear(conn: &mut PgConnection, company: Uuid) -> anyhow::Result<()> {
    let tables: Vec<String> = sqlx::query_scalar(
        "select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'company_id'
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not a.attisdropped
           and not c.relispartition and c.relname <> 'operator_actions'",
    )
    .fetch_all(&mut *conn)
    .await?;
    for table in tables {
        let delete = format!("delete from {table} where company_id = $1");
        sqlx::query(AssertSqlSafe(delete)).bind(company).execute(&mut *conn).await?;
    }
    sqlx::query("delete from refresh_tokens t where not exists (select from sessions s where s.id = t.session_id)")
        .execute(&mut *conn)
        .await?;
    sqlx::query("delete from companies where id = $1").bind(company).execute(&mut *conn).await?;
    sqlx::query(
        "delete from apalis.jobs where metadata -> 'company_id' = $1::text and status not in ('Queued', 'Running')",
    )
    .bind(company)
    .execute(conn)
    .await?;
    Ok(())
}

/// Reads the file, twice: first whether it is whole, and then to hand it on.
fn read(mut archive: Archive, wants_ids: bool, sender: &mpsc::Sender<Piece>) -> anyhow::Result<()> {
    let send = |piece| sender.blocking_send(piece).ok().context("nobody takes the rows any more");
    let parts = archive.manifest.files.clone();
    for part in &parts {
        let mut ids = Vec::new();
        archive.rows(part, |row| {
            if wants_ids {
                ids.push(row.id);
            }
            if ids.len() >= 10_000 { send(Piece::Ids(std::mem::take(&mut ids))) } else { Ok(()) }
        })?;
        send(Piece::Ids(ids))?;
    }
    for (table, part) in parts.iter().enumerate() {
        let (mut lines, mut members, mut bytes) = (Vec::new(), Vec::new(), 0);
        archive.rows(part, |row| {
            if part.table == "memberships" && is_active(&row) {
                members.push(row.id);
            }
            bytes += row.line.len();
            lines.push(row.line);
            if lines.len() < BATCH_ROWS && bytes < BATCH_BYTES {
                return Ok(());
            }
            bytes = 0;
            let (lines, members) = (std::mem::take(&mut lines), std::mem::take(&mut members));
            send(Piece::Rows { table, lines, members })
        })?;
        send(Piece::Rows { table, lines, members })?;
    }
    Ok(())
}

fn is_active(row: &FileRow) -> bool {
    row.values.get("status").and_then(|status| status.as_str()) == Some("active")
}

/// What is known while rows are written.
struct Writing {
    tables: Vec<Exported>,
    /// 0: ids are kept.
    turn: u32,
    company: Uuid,
    now: DateTime<Utc>,
    slug: String,
    members: Vec<Uuid>,
}

impl Writing {
    async fn piece(&mut self, conn: &mut PgConnection, piece: Piece) -> anyhow::Result<()> {
        match piece {
            Piece::Ids(ids) if !ids.is_empty() => {
                sqlx::query("insert into known select unnest($1::uuid[]) on conflict do nothing")
                    .bind(ids)
                    .execute(conn)
                    .await?;
            }
            Piece::Rows { table, lines, members } if !lines.is_empty() => {
                self.rows(conn, table, lines, members).await?
            }
            Piece::Ids(_) | Piece::Rows { .. } => {}
        }
        Ok(())
    }

    async fn rows(
        &mut self,
        conn: &mut PgConnection,
        table: usize,
        mut lines: Vec<String>,
        members: Vec<Uuid>,
    ) -> anyhow::Result<()> {
        let table = &self.tables[table];
        let turn = self.turn;
        if turn != 0 && NOT_WITH_OTHER_IDS.contains(&&*table.name) {
            return Ok(());
        }
        if turn != 0 {
            let named: HashSet<Uuid> = lines.iter().flat_map(|line| remap::ids(line)).collect();
            let known: Vec<Uuid> = sqlx::query_scalar("select id from known where id = any ($1)")
                .bind(named.into_iter().collect::<Vec<_>>())
                .fetch_all(&mut *conn)
                .await?;
            let known = known.into_iter().collect();
            lines = lines.iter().map(|line| remap::rewrite(line, &known, turn)).collect();
        }
        let kept = |id: Uuid| if turn == 0 { id } else { remap::other(id, turn) };
        self.members.extend(members.into_iter().map(kept));
        let sql = insert(table, turn != 0);
        let rows = format!("[{}]", lines.join(","));
        sqlx::query(AssertSqlSafe(sql))
            .bind(rows)
            .bind(self.now)
            .bind(&self.slug)
            .bind(self.company)
            .execute(conn)
            .await
            .with_context(|| format!("rows of {}", table.name))?;
        Ok(())
    }
}

/// Puts rows into a table, as they come back.
fn insert(table: &Exported, other_ids: bool) -> String {
    let others: &[_] = if other_ids { WITH_OTHER_IDS } else { &[] };
    let instead = |column: &str| {
        let found = COMES_BACK.iter().chain(others).find(|(name, of, _)| *name == table.name && *of == column);
        found.map(|(_, _, sql)| (*sql).to_owned())
    };
    let value = |column: &String| match (&*table.name, &**column) {
        ("companies", "slug") => "$3::text".to_owned(),
        // Whatever the row says of it.
        ("companies", "id") | (_, "company_id") => "$4::uuid".to_owned(),
        // What kinds of service there are is the installation's.
        (_, "service_type_id") => "(select g.id from service_types g where g.id = r.service_type_id)".to_owned(),
        _ => instead(column).unwrap_or_else(|| format!("r.{column}")),
    };
    let missing =
        COMES_BACK.iter().filter(|(name, of, _)| *name == table.name && !table.columns.iter().any(|c| c == of));
    let columns: Vec<_> = table.columns.iter().cloned().chain(missing.map(|(_, of, _)| (*of).to_owned())).collect();
    let values: Vec<_> = columns.iter().map(value).collect();
    format!(
        "insert into {0} ({1}) select {2} from json_populate_recordset(null::{0}, $1::text::json) r
         where $2::timestamptz is not null and $3::text is not null",
        table.name,
        columns.join(", "),
        values.join(", ")
    )
}

/// Every foreign key of the company's rows leads somewhere.
async fn check_foreign_keys(conn: &mut PgConnection, company: Uuid) -> anyhow::Result<()> {
    let sql = "select f.conname::text, f.conrelid::regclass::text, f.confrelid::regclass::text,
            string_agg(format('t.%I is not null', h.attname), ' and '),
            string_agg(format('p.%I = t.%I', o.attname, h.attname), ' and ')
        from pg_constraint f
        cross join lateral unnest(f.conkey, f.confkey) as k (here, there)
        join pg_attribute h on h.attrelid = f.conrelid and h.attnum = k.here
        join pg_attribute o on o.attrelid = f.confrelid and o.attnum = k.there
        where f.contype = 'f' and f.connamespace = 'public'::regnamespace and exists (
            select from pg_attribute c where c.attrelid = f.conrelid and c.attname = 'company_id' and not c.attisdropped)
          and f.conrelid::regclass::text <> all ($1)
        group by f.oid, f.conname, f.conrelid, f.confrelid";
    let keys = sqlx::query(sql).bind(super::catalogue::global_tables()).fetch_all(&mut *conn).await?;
    for key in keys {
        let (name, here, there, set, same): (String, String, String, String, String) =
            (key.try_get(0)?, key.try_get(1)?, key.try_get(2)?, key.try_get(3)?, key.try_get(4)?);
        let sql = format!(
            "select exists (select from {here} t where t.company_id = $1 and {set}
                and not exists (select from {there} p where {same}))"
        );
        let dangles: bool = sqlx::query_scalar(AssertSqlSafe(sql)).bind(company).fetch_one(&mut *conn).await?;
        ensure!(!dangles, "a row of {here} points at one of {there} that is not there ({name})");
    }
    Ok(())
}

/// Operators see that it came.
async fn note(conn: &mut PgConnection, company: Uuid, rows: u64, now: DateTime<Utc>) -> anyhow::Result<()> {
    sqlx::query(
        "insert into operator_actions (operator_id, operator_name, action, company_id, changes, created_at)
         values ('00000000-0000-0000-0000-000000000000', 'Frontdesk', 'company.imported', $1,
                 jsonb_build_object('rows', jsonb_build_array(null, $2::bigint)), $3)",
    )
    .bind(company)
    .bind(i64::try_from(rows)?)
    .bind(now)
    .execute(conn)
    .await?;
    Ok(())
}
