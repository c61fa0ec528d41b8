//! The desk is built by Node, into a folder that a checkout without Node has not got.

use std::{env, fs, io};

fn main() -> io::Result<()> {
    fs::create_dir_all("web/dist")?;
    // A debug build reads the desk's files when it runs; only what stands in the binary makes it old.
    let embedded = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    println!("cargo:rerun-if-changed={}", if embedded { "web/dist" } else { "build.rs" });
    Ok(())
}
