//! Demo data: companies that look alive, each made of a blueprint. All of it goes in through the doors that everybody's
//! data goes through, on a clock that starts two weeks ago.

mod fortnight;
mod opening;

use std::fs;

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use frontdesk::{
    app::App,
    auth::{password, token},
    clock::Clock,
    companies::{self, blueprints::Blueprint},
    config::Config,
    error::Error,
    http::{Fields, Parse},
    i18n::Language,
    identity,
};
use futures_util::future::try_join_all;

use crate::secrets;

/// How long ago the companies were registered.
const AGE: TimeDelta = TimeDelta::days(14);

/// A company to be filled.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub blueprint: Blueprint,
    /// Absent: the blueprint's own.
    pub language: Option<Language>,
}

impl Wanted {
    /// What a newcomer sees first.
    pub const USUAL: [Self; 2] = [Self::of(Blueprint::Salon), Self::of(Blueprint::Workshop)];

    pub const fn of(blueprint: Blueprint) -> Self {
        Self { blueprint, language: None }
    }
}

/// Somebody to sign in as.
pub struct Person {
    pub company: String,
    pub slug: String,
    pub email: String,
    /// Absent where it is not the one in the data directory.
    pub password: Option<String>,
    /// Whether the company was there before, and was left as it is.
    pub was_there: bool,
}

/// Fills what is not there yet: a company whose slug is known is left as it is.
pub async fn fill(config: &Config, wanted: &[Wanted], now: DateTime<Utc>) -> anyhow::Result<Vec<Person>> {
    fs::create_dir_all(&config.data_dir).with_context(|| format!("{}", config.data_dir.display()))?;
    let password = secrets::kept(&config.data_dir.join("demo_password"))?;
    try_join_all(wanted.iter().map(|&wanted| company(config, wanted, now, &password))).await
}

/// What has become of each company.
pub fn report(people: &[Person]) -> String {
    let line = |person: &Person| {
        let done = if person.was_there { "was there already, and nothing has changed" } else { "has been filled" };
        format!("{} (/b/{}) {done}.\n", person.company, person.slug)
    };
    people.iter().map(line).collect()
}

/// Where to look and how to sign in.
pub fn describe(people: &[Person], public_url: &url::Url) -> String {
    let url = public_url.as_str().trim_end_matches('/');
    let paragraph = |person: &Person| {
        let password = person.password.as_deref().unwrap_or("(not the one in the data directory)");
        format!(
            "  {}\n    booking page  {url}/b/{}\n    sign in as    {}  password  {password}\n",
            person.company, person.slug, person.email
        )
    };
    people.iter().map(paragraph).collect::<Vec<_>>().join("\n")
}

async fn company(config: &Config, wanted: Wanted, now: DateTime<Utc>, password: &str) -> anyhow::Result<Person> {
    let plan = wanted.blueprint.plan()?;
    let own = Language::parse(&plan.company.language).context("a blueprint speaks a language of ours")?;
    let (slug, email) = (plan.company.slug.clone(), plan.company.admin.email.clone());
    let clock = Clock::fixed(now - AGE);
    let config = Config {
        jwt_keys: vec![format!("demo:{}", token::random_secret(""))], // its tokens do not leave this function
        redis_url: None,
        rate_limit_factor: 0,
        pool_size: 2,
        ..config.clone()
    };
    let app = App::new(config, clock.clone()).await?;
    let was_there = match app.read_as_guest(&slug).await {
        Ok(_) => true,
        Err(Error::NotFound(_)) => {
            let open = opening::open(&app, plan, wanted.language.unwrap_or(own), password).await?;
            fortnight::book(&app, &clock, &open, now).await?;
            false
        }
        Err(error) => return Err(error.into()),
    };
    let company = companies::store::current(&mut app.read_as_guest(&slug).await?).await?.name;
    let opens = opens(&app, &email, password).await?;
    app.db().close().await;
    let password = opens.then(|| password.to_owned());
    Ok(Person { company, slug, email, password, was_there })
}

/// Whether this is the password of this person.
async fn opens(app: &App, email: &str, password: &str) -> anyhow::Result<bool> {
    let mut tx = app.read_identity().await?;
    let found = identity::store::credentials(&mut tx, email).await?;
    drop(tx);
    Ok(password::verify(password.to_owned(), found.map(|(_, hash)| hash)).await?)
}

/// An input, looked at as if it had come in over the API.
fn checked<T: Parse>(input: T::Input) -> anyhow::Result<T> {
    let mut fields = Fields::default();
    let parsed = T::parse(input, &mut fields);
    fields.finish(parsed).map_err(|error| anyhow::anyhow!("the demo data: {error:?}"))
}
