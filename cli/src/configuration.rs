//! The configuration reference: written from the settings' own comments, kept in git.

use std::fmt::Write;

use anyhow::Context;
use clap::{Arg, Args, Command};
use frontdesk::config::Config;

const PATH: &str = "docs/configuration.md";

const OPENING: &str = "# Configuration

Every setting is an environment variable, and an option of the commands `up`, `serve`, `work`, `migrate`, `demo`, `backup`,
`restore` and `doctor`. This page is written by `make docs`.
";

/// The reference, as it goes into git.
pub fn reference() -> String {
    let command = Config::augment_args(Command::new("frontdesk"));
    let settings = command.get_arguments().filter(|setting| setting.get_env().is_some());
    settings.fold(OPENING.to_owned(), |mut page, setting| {
        let _ = write!(page, "\n{}", section(setting)); // a String takes everything
        page
    })
}

fn section(setting: &Arg) -> String {
    let name = setting.get_env().unwrap_or_default().to_string_lossy();
    let option = setting.get_long().unwrap_or_default();
    let help = setting.get_long_help().or(setting.get_help()).map(ToString::to_string).unwrap_or_default();
    let default: Vec<_> = setting.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    let default = if default.is_empty() { "none".into() } else { format!("`{}`", default.join(",")) };
    let stop = if help.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("## {name}\n\n{help}{stop}\n\nOption: `--{option}`. Default: {default}.\n")
}

/// `frontdesk configuration [--check]`
pub fn run(check: bool) -> anyhow::Result<()> {
    if check {
        let kept = std::fs::read_to_string(PATH).unwrap_or_default();
        anyhow::ensure!(kept == reference(), "{PATH} is not up to date: make docs");
        return Ok(());
    }
    std::fs::write(PATH, reference()).context(PATH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_in_git_says_what_the_settings_say() {
        assert_eq!(include_str!("../../docs/configuration.md"), reference(), "run `make docs`");
    }

    #[test]
    fn every_setting_has_a_sentence_and_is_there_once() {
        let page = reference();

        for setting in Config::augment_args(Command::new("frontdesk")).get_arguments() {
            let name = setting.get_env().expect("it can be set in the environment").to_string_lossy();
            assert_eq!(page.matches(&format!("## {name}\n")).count(), 1, "{name}");
            assert!(setting.get_help().is_some(), "{name}");
        }
    }
}
