//! pgbench, running what was captured: one client a company, as over HTTP, and each transaction about a time, a visitor and
//! ids of its own.
//!
//! It runs in prepared mode, as the application does, and sends `begin` and the door in one pipeline, as it does.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, bail, ensure};
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta};
use frontdesk_tests::Database;
use url::Url;

use crate::{
    capture::Transaction,
    world::{DAYS, ROOM, STEP, VISITOR, shift},
};

/// A script that pgbench can run.
pub struct Replay {
    pub statements: usize,
    pub clients: usize,
    script: PathBuf,
    url: Url,
}

/// What pgbench measured.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    pub per_second: f64,
    pub transactions: i64,
}

impl Replay {
    /// Of transactions that do the same thing, one of each client.
    pub async fn of(name: &str, db: &Database, dir: &Path, of_clients: &[Transaction]) -> anyhow::Result<Self> {
        Self::between(name, db, dir, of_clients, of_clients, 0).await
    }

    /// The same for what comes out different each time: `later` is what each client did the second time, and its number.
    /// Where the two differ, each transaction of pgbench differs too.
    pub async fn between(
        name: &str,
        db: &Database,
        dir: &Path,
        first: &[Transaction],
        later: &[Transaction],
        later_n: u64,
    ) -> anyhow::Result<Self> {
        let mut script = Script { apart: TimeDelta::minutes(shift(later_n)), ..Script::default() };
        let text = script.write(name, first, later)?;
        script.keep_values(name, db, first.len()).await;
        let path = dir.join(format!("{name}.sql"));
        fs::write(&path, text)?;
        let statements = first.first().map_or(0, Vec::len);
        Ok(Self { statements, clients: first.len(), script: path, url: db.app_url().parse()? })
    }

    /// Runs it, and leaves the first second out, in which plans are made that the server has long made; `from` is the
    /// number of each client's first transaction.
    pub fn run(&self, seconds: u64, from: u64) -> anyhow::Result<Measured> {
        let output = Command::new(binary())
            .args(["--no-vacuum", "--protocol=prepared", "--jobs=1", "-D", "ready=0"])
            .args(["-D", &format!("n={}", from as i64 - 1), &format!("--client={}", self.clients)])
            .args([&format!("--time={}", seconds + 1), "--progress=1"])
            .args(["--file".as_ref(), self.script.as_os_str()])
            .args(["--host", self.url.host_str().unwrap_or_default(), "--username", self.url.username()])
            .args(["--port", &self.url.port().unwrap_or(5432).to_string()])
            .arg(self.url.path().trim_start_matches('/'))
            .env("PGPASSWORD", self.url.password().unwrap_or_default())
            .output()
            .context("running pgbench")?;
        let (said, complained) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let complaint = complained.lines().take(4).collect::<Vec<_>>().join("\n");
        ensure!(output.status.success(), "pgbench failed:\n{complaint}");
        let progress = complained.lines().filter(|line| line.starts_with("progress: "));
        let tps = progress.filter_map(|line| line.split(' ').nth(3)?.parse::<f64>().ok());
        let later: Vec<f64> = tps.skip(1).take(seconds as usize).collect();
        ensure!(!later.is_empty(), "pgbench tells no progress:\n{complaint}");
        let transactions = said.split_once("actually processed: ").and_then(|(_, rest)| rest.split(['\n', '/']).next());
        Ok(Measured {
            per_second: later.iter().sum::<f64>() / later.len() as f64,
            transactions: transactions.and_then(|count| count.parse().ok()).context("pgbench tells no count")?,
        })
    }
}

/// In the path, or beside the server.
fn binary() -> PathBuf {
    let in_path = Command::new("pgbench").arg("--version").output().is_ok();
    let beside = || {
        let said = Command::new("scripts/postgres-bin").output().ok()?;
        Some(Path::new(String::from_utf8_lossy(&said.stdout).trim()).join("pgbench"))
    };
    if in_path { None } else { beside() }.unwrap_or_else(|| "pgbench".into())
}

#[derive(Default)]
struct Script {
    apart: TimeDelta,
    /// What stays the same for a client, from one transaction to the next: a value for each client.
    constants: Vec<Vec<String>>,
    /// Ids that are new each time, by what they were in the first transaction of the first client.
    ids: Vec<String>,
}

impl Script {
    fn write(&mut self, name: &str, first: &[Transaction], later: &[Transaction]) -> anyhow::Result<String> {
        let model = first.first().context("nothing was captured")?;
        let shapes = |one: &Transaction| one.iter().map(|statement| statement.sql.clone()).collect::<Vec<_>>();
        let same = first.iter().chain(later).all(|one| shapes(one) == shapes(model));
        ensure!(same, "the same request was not the same statements each time");
        let mut body = String::new();
        for (index, statement) in model.iter().enumerate() {
            let mut sql = statement.sql.clone();
            for param in (0..statement.params.len()).rev() {
                let of = |one: &Transaction| one[index].params[param].clone();
                let before: Vec<_> = first.iter().map(of).collect();
                let after: Vec<_> = if statement.literal { first } else { later }.iter().map(of).collect();
                let token = self.token(&before, &after).with_context(|| statement.sql.clone())?;
                sql = sql.replace(&format!("${}", param + 1), &token);
            }
            let follows = index > 0 && model[index - 1].joined;
            body += if statement.joined && !follows { "\\startpipeline\n" } else { "" };
            body += &format!("{sql};\n");
            body += if follows && !statement.joined { "\\endpipeline\n" } else { "" };
        }
        let columns: Vec<_> = (0..self.constants.len()).map(|column| format!("v{column}")).collect();
        Ok(format!(
            "\\if :ready = 0\nselect {} from bench_{name} where client = :client_id \\gset\n\\set ready 1\n\\endif\n\
             \\set n :n + 1\n\\set shift (:n % {DAYS}) * 1440 + :n % {ROOM} / {DAYS} * {STEP} + :n / {ROOM} * {DAYS} * 1440\n\
             \\set id :client_id * 10000000 + :n\n{body}",
            columns.join(", ")
        ))
    }

    /// What stands for a parameter in the script; `before` and `after` hold its value for each client.
    fn token(&mut self, before: &[Option<String>], after: &[Option<String>]) -> anyhow::Result<String> {
        let Some(first) = before.iter().cloned().collect::<Option<Vec<_>>>() else {
            ensure!(before.iter().all(Option::is_none), "null for some clients only");
            return Ok("null".into());
        };
        let (value, later) = (&first[0], after[0].as_deref().context("null the second time")?);
        if value == later {
            return Ok(self.constant(&first));
        }
        let inner = value.trim_start_matches('{').trim_end_matches('}');
        if inner.split(',').all(|part| part.parse::<uuid::Uuid>().is_ok()) {
            let ids: Vec<_> = inner.split(',').map(|id| self.id(id)).collect();
            return Ok(if inner == value { ids.concat() } else { format!("array[{}]", ids.join(", ")) });
        }
        if let Some(moment) = self.moment(&first, later) {
            return Ok(moment);
        }
        if let Some(moments) = self.moments(&first, later) {
            return Ok(moments);
        }
        let visitor = VISITOR.to_string();
        if value.contains(&visitor) {
            return Ok(format!("replace({}, '{visitor}', ({visitor} + :n::int)::text)", self.constant(&first)));
        }
        match value.as_bytes() {
            [b'{', b'0', ..] => Ok("array[lpad(:id::text, 26, '0')]".into()), // a task's id
            [b'{', ..] => Ok(self.constant(&first)),                          // a payload that nothing reads
            [_, _, _, _, b'-', _, _, _, _] => Ok("lpad(to_hex(:n::bigint), 9, '0')".into()), // a reference
            _ => bail!("{value} is different each time, and nothing says how"),
        }
    }

    /// A moment or a day, if it is one: moved along with the booking, if that is what makes it another one.
    fn moment(&mut self, of_clients: &[String], later: &str) -> Option<String> {
        let (kind, apart) = distance(&of_clients[0], later)?;
        let constant = self.constant(of_clients);
        let shift = if kind == "date" { ":shift / 1440" } else { ":shift * interval '1 minute'" };
        Some(if apart == self.apart { format!("({constant}::{kind} + {shift})") } else { constant })
    }

    /// An array of moments: `{"2026-11-24 00:00:00+00","2026-11-24 01:00:00+00"}`.
    fn moments(&mut self, of_clients: &[String], later: &str) -> Option<String> {
        let of_clients: Vec<Vec<String>> = of_clients.iter().map(|value| elements(value)).collect::<Option<_>>()?;
        let later = elements(later)?;
        let mut moments = Vec::new();
        for (index, later) in later.iter().enumerate() {
            let element: Option<Vec<String>> = of_clients.iter().map(|array| array.get(index).cloned()).collect();
            moments.push(self.moment(&element?, later)?);
        }
        Some(format!("array[{}]", moments.join(", ")))
    }

    fn constant(&mut self, values: &[String]) -> String {
        let known = self.constants.iter().position(|one| one == values);
        let column = known.unwrap_or_else(|| {
            self.constants.push(values.to_vec());
            self.constants.len() - 1
        });
        format!(":v{column}")
    }

    fn id(&mut self, value: &str) -> String {
        let known = self.ids.iter().position(|one| one == value);
        let number = known.unwrap_or_else(|| {
            self.ids.push(value.into());
            self.ids.len() - 1
        });
        format!("lpad(to_hex(:id::bigint * 64 + {number}), 32, '0')::uuid")
    }

    /// pgbench's variables of a client come from a row: it has no other way to text.
    async fn keep_values(&self, name: &str, db: &Database, clients: usize) {
        let columns: String = (0..self.constants.len()).map(|column| format!(", v{column} text")).collect();
        let row = |client: usize| {
            let value = |values: &Vec<String>| format!(", '{}'", values[client].replace('\'', "''"));
            format!("({client}{})", self.constants.iter().map(value).collect::<String>())
        };
        let rows: Vec<_> = (0..clients).map(row).collect();
        db.execute(&format!(
            "create table bench_{name} (client int primary key{columns});
             insert into bench_{name} values {};
             grant select on bench_{name} to frontdesk_app",
            rows.join(", ")
        ))
        .await;
    }
}

/// The quoted elements of an array.
fn elements(array: &str) -> Option<Vec<String>> {
    let inner = array.strip_prefix("{\"")?.strip_suffix("\"}")?;
    Some(inner.split("\",\"").map(str::to_owned).collect())
}

/// How far two moments or days are apart, if they are such, and of which type.
fn distance(one: &str, other: &str) -> Option<(&'static str, TimeDelta)> {
    let instant = |text| DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f%#z").ok();
    let wall = |text| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").ok();
    let day = |text: &str| text.parse::<NaiveDate>().ok();
    if let (Some(one), Some(other)) = (instant(one), instant(other)) {
        return Some(("timestamptz", other - one));
    }
    if let (Some(one), Some(other)) = (day(one), day(other)) {
        return Some(("date", other - one));
    }
    Some(("timestamp", wall(other)? - wall(one)?))
}
