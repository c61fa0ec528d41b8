//! Demo data: two companies that look alive. All of it goes in through the doors that everybody's data goes through, on a
//! clock that starts two weeks ago.

mod fortnight;
mod jhokjhoke;
mod kalyna;
mod opening;
mod script;

use std::fs;

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use frontdesk::{
    app::App,
    auth::{password, token},
    clock::Clock,
    config::Config,
    error::Error,
    http::{Fields, Parse},
    identity,
};
use script::Script;

use crate::secrets;

const SCRIPTS: [&Script; 2] = [&kalyna::KALYNA, &jhokjhoke::JHOKJHOKE];

/// How long ago the companies were registered.
const AGE: TimeDelta = TimeDelta::days(14);

/// Somebody to sign in as.
pub struct Person {
    pub company: &'static str,
    pub slug: &'static str,
    pub email: &'static str,
    /// Absent where it is not the one in the data directory.
    pub password: Option<String>,
}

/// Fills what is not there yet: a company whose slug is known is left as it is.
pub async fn fill(config: &Config, now: DateTime<Utc>) -> anyhow::Result<Vec<Person>> {
    fs::create_dir_all(&config.data_dir).with_context(|| format!("{}", config.data_dir.display()))?;
    let password = secrets::kept(&config.data_dir.join("demo_password"))?;
    let [first, second] = SCRIPTS.map(|script| company(config, script, now, &password));
    let (first, second) = tokio::try_join!(first, second)?;
    Ok(vec![first, second])
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

async fn company(
    config: &Config,
    script: &'static Script,
    now: DateTime<Utc>,
    password: &str,
) -> anyhow::Result<Person> {
    let clock = Clock::fixed(now - AGE);
    let config = Config {
        jwt_keys: vec![format!("demo:{}", token::random_secret(""))], // its tokens do not leave this function
        redis_url: None,
        rate_limit_factor: 0,
        pool_size: 2,
        ..config.clone()
    };
    let app = App::new(config, clock.clone()).await?;
    match app.read_as_guest(script.slug).await {
        Ok(_) => {}
        Err(Error::NotFound(_)) => {
            let open = opening::open(&app, script, password).await?;
            fortnight::book(&app, &clock, script, &open, now).await?;
        }
        Err(error) => return Err(error.into()),
    }
    let opens = opens(&app, script.admin.email, password).await?;
    app.db().close().await;
    let password = opens.then(|| password.to_owned());
    Ok(Person { company: script.name, slug: script.slug, email: script.admin.email, password })
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
