//! Makes a new cluster, completely or not at all.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt, chown};

use anyhow::{Context, bail};

use super::{Home, Kind};
use crate::supervise::{self, DIR, Identity};

/// The data is moved to its place when it is complete, so that a start that was cut short leaves none.
const UNFINISHED: &str = "data.new";

pub(super) fn create(home: &Home, kind: Kind) -> anyhow::Result<()> {
    let data = home.dir.join("data");
    if data.exists() {
        bail!("{} exists, but is no Postgres data directory", data.display());
    }
    prepare(home).with_context(|| format!("preparing {}", home.dir.display()))?;

    let mut made = initdb(home, kind, "C.UTF-8")?;
    if made.as_ref().is_err_and(|said| said.contains("locale")) {
        made = initdb(home, kind, "C")?;
    }
    if let Err(said) = made {
        bail!("making a Postgres cluster failed:\n{said}");
    }
    fs::rename(home.dir.join(UNFINISHED), data)?;
    Ok(())
}

/// Gives the directory, and a password in it, to the server's user, closed to everybody else.
fn prepare(home: &Home) -> anyhow::Result<()> {
    let unfinished = home.dir.join(UNFINISHED);
    if unfinished.exists() {
        fs::remove_dir_all(unfinished)?;
    }
    let password = home.dir.join("password");
    let _ = fs::remove_file(&password);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&password)?;
    file.write_all(supervise::random_password()?.as_bytes())?;

    if let Some(Identity { uid, gid }) = home.identity {
        chown(&password, Some(uid), Some(gid))?;
        chown(&home.dir, Some(uid), Some(gid))?;
    }
    fs::set_permissions(&home.dir, fs::Permissions::from_mode(0o700))?;
    Ok(())
}

/// What initdb said, if it failed.
fn initdb(home: &Home, kind: Kind, locale: &str) -> anyhow::Result<Result<(), String>> {
    let mut command = home.command(&home.binaries.initdb());
    command
        .args(["-D", &format!("{DIR}/{UNFINISHED}"), "--username=postgres", kind.authentication()])
        .arg(format!("--pwfile={DIR}/password"))
        .args(["--encoding=UTF8", &format!("--locale={locale}"), "--no-instructions"]);
    if kind == Kind::Throwaway {
        command.arg("--no-sync");
    }

    let output = command.output().context("running initdb")?;
    Ok(match output.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&output.stderr).trim_end().to_owned()),
    })
}
