//! Backups, seen from the database: the snapshot that one is made of, the register of those that were made, and where one
//! is restored to. All of it goes by the owner's login, which row-level security hides nothing from.

use std::str::FromStr;

use anyhow::{Context, bail, ensure};
use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, postgres::PgConnectOptions};
use uuid::Uuid;

use super::fingerprint::{self, Fingerprint, Role};

async fn connect(url: &str) -> anyhow::Result<PgConnection> {
    let options = PgConnectOptions::from_str(url).context("not a database URL")?.application_name("frontdesk backup");
    PgConnection::connect_with(&options).await.context("connecting as the database's owner")
}

/// A moment of the database that stands still, for `pg_dump` and for a fingerprint. There is one at a time: whoever has it
/// makes the backup.
pub struct Snapshot {
    conn: PgConnection,
    id: String,
    major: u32,
}

impl Snapshot {
    pub async fn take(owner_url: &str) -> anyhow::Result<Self> {
        let mut conn = connect(owner_url).await?;
        let login = "select rolsuper or rolbypassrls, current_setting('server_version_num')::int / 10000
                     from pg_roles where rolname = current_user";
        let row = sqlx::query(login).fetch_one(&mut conn).await?;
        let (sees_all, major): (bool, i32) = (row.try_get(0)?, row.try_get(1)?);
        ensure!(
            sees_all,
            "the login of DATABASE_OWNER_URL may not bypass row-level security, so it does not see every row"
        );
        let lock = "select pg_try_advisory_lock(hashtextextended('frontdesk backup', 0))";
        let alone: bool = sqlx::query_scalar(lock).fetch_one(&mut conn).await?;
        ensure!(alone, "another backup of this database is under way");
        // It writes nothing and so has no transaction id: nobody who waits for older transactions waits for this one.
        let begin = format!("begin isolation level repeatable read read only; {}", fingerprint::SETTINGS);
        sqlx::raw_sql(AssertSqlSafe(begin)).execute(&mut conn).await?;
        let id = sqlx::query_scalar("select pg_export_snapshot()").fetch_one(&mut conn).await?;
        Ok(Self { conn, id, major: u32::try_from(major)? })
    }

    /// What `pg_dump --snapshot` takes.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The server's version: a dump wants a `pg_dump` that is at least as new.
    pub fn major(&self) -> u32 {
        self.major
    }

    pub async fn fingerprint(&mut self) -> anyhow::Result<Fingerprint> {
        Fingerprint::of(&mut self.conn).await
    }

    /// Lets the next one be taken.
    pub async fn end(mut self) -> anyhow::Result<()> {
        sqlx::raw_sql("rollback; select pg_advisory_unlock_all()").execute(&mut self.conn).await?;
        self.conn.close().await.context("ending a snapshot")
    }
}

/// The fingerprint of a database as it is now.
pub async fn fingerprint(owner_url: &str) -> anyhow::Result<Fingerprint> {
    let mut conn = connect(owner_url).await?;
    let begin = format!("begin isolation level repeatable read read only; {}", fingerprint::SETTINGS);
    sqlx::raw_sql(AssertSqlSafe(begin)).execute(&mut conn).await?;
    let found = Fingerprint::of(&mut conn).await;
    conn.close().await?;
    found
}

/// Refuses a database that has anything in it, and makes the roles that a backup's objects belong to, where the server has
/// none of that name.
pub async fn prepare(owner_url: &str, backup: &Fingerprint) -> anyhow::Result<()> {
    let mut conn = connect(owner_url).await?;
    let inside: Vec<String> = sqlx::query_scalar(
        "select format('%s', c.oid::regclass) from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and not exists (
             select from pg_depend d where d.deptype = 'e' and d.objid = c.oid and d.classid = 'pg_class'::regclass)
         union all
         select format('%s', p.oid::regprocedure) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and not exists (
             select from pg_depend d where d.deptype = 'e' and d.objid = p.oid and d.classid = 'pg_proc'::regclass)
         union all
         select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('public', 'information_schema')
         limit 3",
    )
    .fetch_all(&mut conn)
    .await?;
    ensure!(inside.is_empty(), "the database is not empty (it has {}, …): restore into a new one", inside.join(", "));
    for owner in &backup.owners {
        let is_there: bool = sqlx::query_scalar("select exists (select from pg_roles where rolname = $1)")
            .bind(owner)
            .fetch_one(&mut conn)
            .await?;
        ensure!(
            is_there,
            "the backup has objects of the role `{owner}`, which this server does not have: make it first"
        );
    }
    make_roles(&mut conn, backup).await?;
    Ok(conn.close().await?)
}

async fn make_roles(conn: &mut PgConnection, backup: &Fingerprint) -> anyhow::Result<()> {
    let there: Vec<String> = sqlx::query_scalar("select rolname::text from pg_roles").fetch_all(&mut *conn).await?;
    let missing = || backup.roles.iter().filter(|(name, _)| !there.contains(name));
    for (name, role) in missing() {
        let (login, inherit) =
            (if role.login { "login" } else { "nologin" }, if role.inherit { "inherit" } else { "noinherit" });
        run(conn, format!("create role {} {login} {inherit}", identifier(name)?)).await?;
    }
    for (name, role) in missing() {
        for statement in statements(name, role)? {
            run(conn, statement).await?;
        }
    }
    Ok(())
}

fn statements(name: &str, role: &Role) -> anyhow::Result<Vec<String>> {
    let name = identifier(name)?;
    let setting = |setting: &String| {
        let (key, value) = setting.split_once('=').context("a role's setting has no value")?;
        Ok(format!("alter role {name} set {} = '{}'", identifier(key)?, value.replace('\'', "''")))
    };
    let membership = |other: &String| Ok(format!("grant {} to {name}", identifier(other)?));
    role.settings.iter().map(setting).chain(role.member_of.iter().map(membership)).collect()
}

/// A plain name, which needs no quotes.
fn identifier(name: &str) -> anyhow::Result<&str> {
    let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    ensure!(plain, "`{name}` is not a name that roles and settings have");
    Ok(name)
}

async fn run(conn: &mut PgConnection, sql: String) -> anyhow::Result<()> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(conn).await.map(drop).map_err(Into::into)
}

/// A database that a backup is tried in. It belongs to nobody, and goes afterwards.
pub struct Scratch {
    conn: PgConnection,
    name: String,
    url: String,
}

/// Says that a database is a scratch, and may be dropped.
const MARK: &str = "frontdesk: a backup is tried in here";

impl Scratch {
    /// A new one, on the server of this URL; one that was left behind goes first. `of` is whose backups are tried in it.
    pub async fn create(server_url: &str, of: &str) -> anyhow::Result<Self> {
        let mut conn = connect(server_url).await?;
        let name = format!(
            "{}_scratch",
            of.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(50).collect::<String>()
        );
        let lock = "select pg_try_advisory_lock(hashtextextended('frontdesk scratch ' || $1, 0))";
        let alone: bool = sqlx::query_scalar(lock).bind(&name).fetch_one(&mut conn).await?;
        ensure!(alone, "another backup is being tried in the database {name}");
        let remark: Option<Option<String>> =
            sqlx::query_scalar("select shobj_description(oid, 'pg_database') from pg_database where datname = $1")
                .bind(&name)
                .fetch_optional(&mut conn)
                .await?;
        match remark {
            Some(Some(mark)) if mark == MARK => {
                run(&mut conn, format!("drop database \"{name}\" with (force)")).await?
            }
            Some(_) => bail!("there is a database {name} that is no scratch of ours: rename it"),
            None => {}
        }
        run(&mut conn, format!("create database \"{name}\" template template0 encoding 'UTF8'")).await?;
        run(&mut conn, format!("comment on database \"{name}\" is '{MARK}'")).await?;
        let mut url: url::Url = server_url.parse().context("not a database URL")?;
        url.set_path(&name);
        Ok(Self { conn, name, url: url.into() })
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub async fn remove(mut self) -> anyhow::Result<()> {
        run(&mut self.conn, format!("drop database if exists \"{}\" with (force)", self.name)).await?;
        sqlx::raw_sql("select pg_advisory_unlock_all()").execute(&mut self.conn).await?;
        Ok(self.conn.close().await?)
    }
}

/// What becomes of a backup, for the register.
#[derive(Clone, Copy, Debug)]
pub enum Progress<'a> {
    Begun,
    Made {
        bytes: i64,
        rows: i64,
        schema_version: Option<i64>,
        encrypted: bool,
    },
    Failed(&'a str),
    /// It was tried; sound where nothing differs.
    Tried(&'a [String]),
}

/// Writes down what became of a backup. A database of before there was a register has none to write into.
pub async fn note(
    owner_url: &str,
    id: Uuid,
    name: &str,
    now: DateTime<Utc>,
    progress: Progress<'_>,
) -> anyhow::Result<()> {
    let mut conn = connect(owner_url).await?;
    if has_register(&mut conn).await? {
        write(&mut conn, id, name, now, progress).await.context("the register of backups")?;
    }
    Ok(conn.close().await?)
}

/// Strikes those out that are no more.
pub async fn forget(owner_url: &str, names: &[String]) -> anyhow::Result<()> {
    let mut conn = connect(owner_url).await?;
    if has_register(&mut conn).await? {
        sqlx::query!("delete from backups where name = any ($1)", names).execute(&mut conn).await?;
    }
    Ok(conn.close().await?)
}

async fn has_register(conn: &mut PgConnection) -> anyhow::Result<bool> {
    Ok(sqlx::query_scalar("select to_regclass('public.backups') is not null").fetch_one(conn).await?)
}

async fn write(
    conn: &mut PgConnection,
    id: Uuid,
    name: &str,
    now: DateTime<Utc>,
    progress: Progress<'_>,
) -> sqlx::Result<()> {
    match progress {
        // There is one at a time: another that is said to be under way was cut short.
        Progress::Begun => {
            sqlx::query!(
                "with ended as (
                     update backups set status = 'failed', finished_at = $3, failure = 'it was cut short'
                     where status = 'running' and id <> $1)
                 insert into backups (id, name, status, requested_at, started_at) values ($1, $2, 'running', $3, $3)
                 on conflict (id) do update
                 set name = $2, status = 'running', started_at = $3, finished_at = null, failure = null",
                id,
                name,
                now
            )
            .execute(conn)
            .await?;
        }
        Progress::Made { bytes, rows, schema_version, encrypted } => {
            sqlx::query!(
                "update backups set status = 'made', finished_at = $2, bytes = $3, row_count = $4, schema_version = $5,
                        encrypted = $6
                 where id = $1",
                id,
                now,
                bytes,
                rows,
                schema_version,
                encrypted
            )
            .execute(conn)
            .await?;
        }
        Progress::Failed(why) => {
            sqlx::query!(
                "update backups set status = 'failed', finished_at = $2, failure = $3 where id = $1",
                id,
                now,
                why
            )
            .execute(conn)
            .await?;
        }
        Progress::Tried(differences) => {
            sqlx::query!(
                "update backups set tried_at = $2, sound = $3, differences = $4 where name = $1",
                name,
                now,
                differences.is_empty(),
                differences
            )
            .execute(conn)
            .await?;
        }
    }
    Ok(())
}
