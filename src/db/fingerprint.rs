//! What a database holds, in a form that two databases can be compared by: the rows of every table, everything that is
//! defined, and the roles.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use serde::{Deserialize, Serialize};
use sqlx::{AssertSqlSafe, PgConnection, Row};

/// A database at one moment. Names are as Postgres writes them: `public.clients`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// The server's version, such as `15.18`.
    pub server: String,
    /// Its first number.
    pub major: u32,
    /// The newest migration that has run; none in a database that is not migrated.
    pub schema_version: Option<i64>,
    pub tables: BTreeMap<String, Rows>,
    /// By its kind and name, a digest of its definition: columns, constraints, policies, triggers, functions, grants, ….
    pub objects: BTreeMap<String, String>,
    pub roles: BTreeMap<String, Role>,
    /// Roles that own something and are not Frontdesk's.
    pub owners: BTreeSet<String>,
}

/// What is in a table: two with the same rows, in whatever order, say the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    pub count: i64,
    /// The sum of the hashes of all rows.
    pub checksum: String,
}

/// A role of Frontdesk's. Roles belong to the server, so no dump of a database has them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    pub login: bool,
    pub inherit: bool,
    /// `name=value`.
    pub settings: BTreeSet<String>,
    pub member_of: BTreeSet<String>,
}

/// Text is the same everywhere under these, and every name is qualified.
pub(super) const SETTINGS: &str = "set local search_path = ''; set local timezone = 'UTC';
    set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local extra_float_digits = 1;
    set local bytea_output = 'hex'; set local quote_all_identifiers = off; set local row_security = off;
    set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0";

/// Everything but what comes with Postgres and with extensions, as `name` and `definition`.
const OBJECTS: &str = include_str!("fingerprint.sql");

impl Fingerprint {
    /// Of what this transaction sees, which has taken the [`SETTINGS`].
    pub(super) async fn of(conn: &mut PgConnection) -> anyhow::Result<Self> {
        let version = "select current_setting('server_version'), current_setting('server_version_num')::int / 10000";
        let row = sqlx::query(version).fetch_one(&mut *conn).await?;
        let (server, major): (String, i32) = (row.try_get(0)?, row.try_get(1)?);
        Ok(Self {
            server: server.split(' ').next().unwrap_or_default().to_owned(),
            major: u32::try_from(major)?,
            schema_version: schema_version(conn).await?,
            tables: tables(conn).await?,
            objects: objects(conn).await?,
            roles: roles(conn).await?,
            owners: owners(conn).await?,
        })
    }

    /// In how many rows.
    pub fn rows(&self) -> i64 {
        self.tables.values().map(|rows| rows.count).sum()
    }

    /// What is otherwise in `there`, in sentences. Servers of different versions write the same definition differently, so
    /// between these it is names that have to agree.
    pub fn differences(&self, there: &Self) -> Vec<String> {
        let mut found = Vec::new();
        if self.schema_version != there.schema_version {
            let said = |version: Option<i64>| version.map_or("none".to_owned(), |version| version.to_string());
            found.push(format!(
                "the schema is of version {}, not {}",
                said(there.schema_version),
                said(self.schema_version)
            ));
        }
        compare(&self.tables, &there.tables, &mut found, |name, here, there| match here.count == there.count {
            true => format!("{name} has {} rows as it should, and not the same ones", here.count),
            false => format!("{name} has {} rows, not {}", there.count, here.count),
        });
        let differ = |name: &str| format!("{name} is defined otherwise");
        match self.major == there.major {
            true => compare(&self.objects, &there.objects, &mut found, |name, _, _| differ(name)),
            false => {
                let names = |all: &BTreeMap<String, String>| all.keys().map(|name| (name.clone(), ())).collect();
                compare(&names(&self.objects), &names(&there.objects), &mut found, |name, (), ()| differ(name));
            }
        }
        let roles = |all: &BTreeMap<String, Role>| -> BTreeMap<String, Role> {
            all.iter().map(|(name, role)| (format!("role {name}"), role.clone())).collect()
        };
        compare(&roles(&self.roles), &roles(&there.roles), &mut found, |name, _, _| differ(name));
        found
    }
}

/// Tells of each that is missing, too many, or not the same.
fn compare<T: PartialEq>(
    here: &BTreeMap<String, T>,
    there: &BTreeMap<String, T>,
    found: &mut Vec<String>,
    differ: impl Fn(&str, &T, &T) -> String,
) {
    for (name, wanted) in here {
        match there.get(name) {
            None => found.push(format!("{name} is missing")),
            Some(other) if other != wanted => found.push(differ(name, wanted, other)),
            Some(_) => {}
        }
    }
    found.extend(
        there.keys().filter(|name| !here.contains_key(*name)).map(|name| format!("{name} should not be there")),
    );
}

async fn schema_version(conn: &mut PgConnection) -> anyhow::Result<Option<i64>> {
    let migrated: bool =
        sqlx::query_scalar("select to_regclass('public._sqlx_migrations') is not null").fetch_one(&mut *conn).await?;
    if !migrated {
        return Ok(None);
    }
    Ok(sqlx::query_scalar("select max(version) from public._sqlx_migrations where success").fetch_one(conn).await?)
}

/// Each is read once, from one end to the other, and nothing of it is kept but a sum.
async fn tables(conn: &mut PgConnection) -> anyhow::Result<BTreeMap<String, Rows>> {
    let names: Vec<String> = sqlx::query_scalar(
        "select format('%I.%I', n.nspname, c.relname) from pg_catalog.pg_class c
         join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           and not exists (select from pg_catalog.pg_depend d where d.deptype = 'e' and d.objid = c.oid
                             and d.classid = 'pg_catalog.pg_class'::regclass)
         order by 1",
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut tables = BTreeMap::new();
    for name in names {
        // (t.*) is the row, also where a column is called t.
        let sql = format!(
            "select count(*), coalesce(sum(hashtextextended((t.*)::text collate pg_catalog.\"C\", 0)::numeric), 0)::text
             from only {name} t"
        );
        let row =
            sqlx::query(AssertSqlSafe(sql)).fetch_one(&mut *conn).await.with_context(|| format!("reading {name}"))?;
        tables.insert(name, Rows { count: row.try_get(0)?, checksum: row.try_get(1)? });
    }
    Ok(tables)
}

async fn objects(conn: &mut PgConnection) -> anyhow::Result<BTreeMap<String, String>> {
    let rows = sqlx::query(AssertSqlSafe(OBJECTS)).fetch_all(conn).await.context("reading what is defined")?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

async fn roles(conn: &mut PgConnection) -> anyhow::Result<BTreeMap<String, Role>> {
    let rows = sqlx::query(
        "select r.rolname::text, r.rolcanlogin, r.rolinherit, coalesce(s.setconfig, '{}'),
                array(select o.rolname::text from pg_auth_members m join pg_roles o on o.oid = m.roleid where m.member = r.oid)
         from pg_roles r left join pg_db_role_setting s on s.setrole = r.oid and s.setdatabase = 0
         where r.rolname like 'frontdesk\\_%'",
    )
    .fetch_all(conn)
    .await?;
    let role = |row: &sqlx::postgres::PgRow| -> anyhow::Result<(String, Role)> {
        let (settings, member_of): (Vec<String>, Vec<String>) = (row.try_get(3)?, row.try_get(4)?);
        let (settings, member_of) = (settings.into_iter().collect(), member_of.into_iter().collect());
        Ok((row.try_get(0)?, Role { login: row.try_get(1)?, inherit: row.try_get(2)?, settings, member_of }))
    };
    rows.iter().map(role).collect()
}

async fn owners(conn: &mut PgConnection) -> anyhow::Result<BTreeSet<String>> {
    let names: Vec<String> = sqlx::query_scalar(
        "select distinct r.rolname::text from pg_roles r
         join (select oid, relowner as owner, 'pg_class'::regclass as class from pg_class
               union all select oid, proowner, 'pg_proc'::regclass from pg_proc
               union all select oid, nspowner, 'pg_namespace'::regclass from pg_namespace) o on o.owner = r.oid
         where o.oid >= 16384 and r.rolname !~ '^(pg|frontdesk)_' and not exists (
             select from pg_depend d where d.deptype = 'e' and d.objid = o.oid and d.classid = o.class)",
    )
    .fetch_all(conn)
    .await?;
    Ok(names.into_iter().collect())
}
