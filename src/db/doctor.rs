//! A look at a whole installation's database: whether it is what the executable expects, and whether anybody altered it.

use std::collections::HashMap;

use anyhow::Context;
use sqlx::{PgPool, Row};

use super::{catalogue, migrate};

/// The oldest server that will do, as Postgres numbers it.
const OLDEST: i32 = 150_000;
const EXTENSIONS: [&str; 4] = ["btree_gin", "btree_gist", "hstore", "pg_trgm"];

/// One thing that was looked at, and what is wrong with it.
#[derive(Debug)]
pub struct Check {
    pub what: String,
    pub problems: Vec<String>,
}

impl Check {
    pub fn holds(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Looks at everything there is, as a login that may see it. It stops at a server, a login or a schema
/// that would make nonsense of the rest.
pub async fn examine(owner_url: &str) -> anyhow::Result<Vec<Check>> {
    let pool = migrate::connect(owner_url).await?;
    let mut checks = vec![server(&pool).await?, login(&pool).await?];
    if checks.iter().all(Check::holds) {
        checks.push(migrations(&pool).await?);
    }
    if checks.iter().all(Check::holds) {
        checks.extend([extensions(&pool).await?, rules(&pool).await?, chains(&pool).await?]);
    }
    pool.close().await;
    Ok(checks)
}

/// Which version of Postgres it is.
pub async fn major(owner_url: &str) -> anyhow::Result<u32> {
    let pool = migrate::connect(owner_url).await?;
    let number: i32 =
        sqlx::query_scalar("select current_setting('server_version_num')::int / 10000").fetch_one(&pool).await?;
    pool.close().await;
    Ok(number.try_into()?)
}

async fn server(pool: &PgPool) -> anyhow::Result<Check> {
    let version = sqlx::query("select current_setting('server_version'), current_setting('server_version_num')::int");
    let row = version.fetch_one(pool).await?;
    let (name, number): (String, i32) = (row.try_get(0)?, row.try_get(1)?);
    let problems = if number < OLDEST { vec!["it has to be 15 or newer".into()] } else { vec![] };
    Ok(Check { what: format!("server: PostgreSQL {name}"), problems })
}

/// Under forced row-level security, any other login would see empty tables and call them sound.
async fn login(pool: &PgPool) -> anyhow::Result<Check> {
    let row = sqlx::query("select rolname::text, rolsuper or rolbypassrls from pg_roles where rolname = current_user");
    let row = row.fetch_one(pool).await?;
    let (name, sees_all): (String, bool) = (row.try_get(0)?, row.try_get(1)?);
    let problems = if sees_all { vec![] } else { vec!["it may not bypass row-level security".into()] };
    Ok(Check { what: format!("login: {name}"), problems })
}

async fn migrations(pool: &PgPool) -> anyhow::Result<Check> {
    let kept: bool =
        sqlx::query_scalar("select to_regclass('public._sqlx_migrations') is not null").fetch_one(pool).await?;
    let mut run: HashMap<i64, Vec<u8>> = HashMap::new();
    if kept {
        let rows = sqlx::query("select version, checksum from public._sqlx_migrations where success").fetch_all(pool);
        for row in rows.await? {
            run.insert(row.try_get(0)?, row.try_get(1)?);
        }
    }
    let known = sqlx::migrate!();
    let (mut problems, mut same) = (Vec::new(), 0);
    for migration in known.iter() {
        match run.remove(&migration.version) {
            Some(checksum) if checksum[..] == migration.checksum[..] => same += 1,
            Some(_) => problems.push(format!("{} {} was another one", migration.version, migration.description)),
            None => problems.push(format!("{} {} has not run", migration.version, migration.description)),
        }
    }
    problems.extend(run.keys().map(|version| format!("{version} is of another version of frontdesk")));
    Ok(Check { what: format!("migrations: {same} of {}", known.iter().count()), problems })
}

async fn extensions(pool: &PgPool) -> anyhow::Result<Check> {
    let there: Vec<String> = sqlx::query_scalar("select extname::text from pg_extension").fetch_all(pool).await?;
    let missing = EXTENSIONS.iter().filter(|wanted| !there.iter().any(|name| name == *wanted));
    let problems: Vec<_> = missing.map(|name| format!("{name} is missing")).collect();
    let what = format!("extensions: {} of {}", EXTENSIONS.len() - problems.len(), EXTENSIONS.len());
    Ok(Check { what, problems })
}

async fn rules(pool: &PgPool) -> anyhow::Result<Check> {
    let problems = catalogue::all(pool).await?;
    Ok(Check { what: format!("catalogue: {} rules", catalogue::rules().count()), problems })
}

/// How many rows of a chain are walked at a time.
const PIECE: i32 = 100_000;

/// The audit chain of every company, piece by piece.
async fn chains(pool: &PgPool) -> anyhow::Result<Check> {
    let companies = sqlx::query("select id, slug from companies order by slug").fetch_all(pool).await?;
    let (mut rows, mut waiting, mut problems) = (0, 0, Vec::new());
    for company in &companies {
        let (id, slug): (uuid::Uuid, String) = (company.try_get(0)?, company.try_get(1)?);
        let look = "select sealed_rows, unsealed_rows, broken_seal, broken_row::text, reason, next_seal
                    from app.verify_audit($1, $2, $3)";
        let mut next = Some(0_i64);
        while let Some(after) = next {
            let piece = sqlx::query(look).bind(id).bind(after).bind(PIECE).fetch_one(pool);
            let found = piece.await.with_context(|| format!("the chain of {slug}"))?;
            next = found.try_get(5)?;
            rows += found.try_get::<i64, _>(0)?;
            if next.is_none() {
                waiting += found.try_get::<i64, _>(1)?;
            }
            if let Some(reason) = found.try_get::<Option<String>, _>(4)? {
                let seal = found.try_get::<Option<i64>, _>(2)?.map_or("no seal".into(), |seal| format!("seal {seal}"));
                let row: Option<String> = found.try_get(3)?;
                problems.push(format!("{slug}: {reason} at row {} ({seal})", row.unwrap_or_default()));
            }
        }
    }
    let sound = companies.len() - problems.len();
    let what = format!(
        "audit chains: {sound} of {} companies; {rows} rows under seal, {waiting} waiting for one",
        companies.len()
    );
    Ok(Check { what, problems })
}
