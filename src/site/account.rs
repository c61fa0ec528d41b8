//! Where links in mails lead: a page with one button, so that a mail scanner that opens it uses nothing up.
//!
//! No cookie is read here, and nothing is done that the secret in the form does not allow by itself, so a form that another
//! site sends can do no more than whoever made it: there is no token against that.

use askama::Template;
use poem::{Response, Route, get, handler, http::StatusCode, web::Data};

use super::{
    form::{Field, Sent},
    invitation,
    page::{self, Asked, Page, Params},
    unsubscribe,
};
use crate::{
    app::App,
    error::{Error, FieldError, Result},
    http::{ClientAddress, Device, Fields, Parse},
    i18n::{self, Language},
    identity::{
        emails,
        links::Purpose,
        model::{EmailVerification, ForgottenPassword, PasswordReset},
        passwords::{self, good_link},
    },
};

/// Everything below `/account`.
pub fn routes() -> Route {
    Route::new()
        .at("/verify", get(verify).post(verify_now))
        .at("/email", get(email).post(email_now))
        .at("/reset", get(reset).post(reset_now))
        .at("/forgot", get(forgot).post(forgot_now))
        .at("/invitation", get(invitation::ask).post(invitation::accept))
        .at("/unsubscribe", get(unsubscribe::ask).post(unsubscribe::unsubscribe))
}

#[derive(Template)]
#[template(path = "site/account.html")]
struct Step {
    page: Page,
    title: String,
    text: String,
    state: State,
}

/// What a page that a link leads to has come to.
pub enum State {
    Form(Form),
    Done,
    /// The link is used, too old, or none at all; words and address of where to go from here.
    Dead(Option<(String, String)>),
}

pub struct Form {
    pub action: String,
    /// The link's secret; empty where there is none.
    pub token: String,
    pub fields: Vec<Field>,
    pub button: String,
}

/// A page that a link leads to, as an answer.
pub fn answer(page: Page, title: String, text: String, state: State) -> Result<Response> {
    let status = match &state {
        State::Form(form) if form.fields.iter().any(|field| field.error.is_some()) => StatusCode::UNPROCESSABLE_ENTITY,
        State::Form(_) | State::Done => StatusCode::OK,
        State::Dead(_) => StatusCode::GONE,
    };
    let languages = if matches!(state, State::Form(_)) { page.languages } else { vec![] }; // a GET shows nothing of it
    let page = Page { languages, ..page };
    Ok(page::unnamed(page::answer(status, &Step { page, title, text, state })?))
}

/// The page of a link that does not work any more.
pub fn dead(page: Page, next: Option<(String, String)>) -> Result<Response> {
    let (title, text) = (page.t("account.dead_title"), page.t("account.dead_text"));
    answer(Page { title: title.clone(), ..page }, title, text, State::Dead(next))
}

/// What a page can say about a failure; every other one goes on.
pub enum Wrong {
    Link,
    Fields(Vec<FieldError>),
}

impl Wrong {
    pub fn of(error: Error) -> Result<Self> {
        match error {
            Error::NotFound("link") | Error::Conflict("already_member", _) => Ok(Self::Link),
            Error::Invalid(errors) if errors.iter().any(|error| error.field == "token") => Ok(Self::Link),
            Error::Invalid(errors) => Ok(Self::Fields(errors)),
            Error::WrongCredentials => {
                let (field, code) = ("password".into(), "wrong_password".into());
                Ok(Self::Fields(vec![FieldError { field, code, message: "is not right".into() }]))
            }
            other => Err(other),
        }
    }
}

/// What was asked for, and how to say it.
pub struct Here {
    asked: Asked,
    pub language: Language,
    /// The last part of the address, and the first of the names of the texts.
    name: &'static str,
    pub token: String,
}

impl Here {
    /// `params`: of the query, or of the form.
    pub fn new(asked: Asked, name: &'static str, params: &Params) -> Self {
        let language = asked.language(Language::En);
        Self { language, name, token: params.get("token").unwrap_or_default().to_owned(), asked }
    }

    pub fn opened(asked: Asked, name: &'static str) -> Self {
        let params = asked.query.clone();
        Self::new(asked, name, &params)
    }

    pub fn t(&self, key: &str) -> String {
        i18n::text(self.language, key, &[])
    }

    fn text(&self, part: &str, vars: &[(&str, &str)]) -> String {
        i18n::text(self.language, &format!("account.{}_{part}", self.name), vars)
    }

    fn page(&self, title: String) -> Page {
        Page { title, ..Page::new(self.language, &[("token", &self.token)]) }
    }

    /// What will happen, and the button. `more` is said after it.
    pub fn form(&self, fields: Vec<Field>, vars: &[(&str, &str)], more: &str) -> Result<Response> {
        let form = Form {
            action: self.asked.link(&format!("/account/{}", self.name), &[]),
            token: self.token.clone(),
            fields,
            button: self.text("button", &[]),
        };
        let title = self.text("title", vars);
        let text = format!("{} {more}", self.text("text", vars));
        answer(self.page(title.clone()), title, text.trim().to_owned(), State::Form(form))
    }

    pub fn done(&self, vars: &[(&str, &str)]) -> Result<Response> {
        let title = self.text("done_title", vars);
        answer(self.page(title.clone()), title, self.text("done_text", vars), State::Done)
    }

    pub fn dead(&self) -> Result<Response> {
        let again = (self.name == "reset").then(|| (self.text("title", &[]), self.asked.link("/account/forgot", &[])));
        dead(self.page(String::new()), again)
    }

    pub fn password(&self, label: &str, autocomplete: &'static str, errors: &[FieldError]) -> Field {
        Field { kind: "password", autocomplete, ..Field::new(self.language, "password", label, errors) }
    }

    fn new_password(&self, errors: &[FieldError]) -> Result<Response> {
        self.form(vec![self.password("account.new_password", "new-password", errors)], &[], "")
    }

    fn shown_password(&self, errors: &[FieldError]) -> Result<Response> {
        self.form(vec![self.password("account.password", "current-password", errors)], &[], "")
    }

    fn forgotten(&self, typed: &str, errors: &[FieldError]) -> Result<Response> {
        let field = Field::new(self.language, "email", "site.email", errors);
        self.form(vec![Field { kind: "email", value: typed.to_owned(), ..field }], &[], "")
    }

    /// Looks at the link without using it up, and shows the form if it is good.
    async fn open(&self, app: &App, from: ClientAddress, purpose: Purpose) -> Result<Response> {
        self.finish(good_link(app, from, &self.token, purpose).await, |_| match purpose {
            Purpose::ResetPassword => self.new_password(&[]),
            Purpose::VerifyEmail => self.shown_password(&[]),
            _ => self.form(vec![], &[], ""),
        })
    }

    fn finish<T>(&self, done: Result<T>, good: impl FnOnce(T) -> Result<Response>) -> Result<Response> {
        match done.map_err(Wrong::of) {
            Ok(value) => good(value),
            Err(Ok(Wrong::Link | Wrong::Fields(_))) => self.dead(),
            Err(Err(error)) => Err(error),
        }
    }
}

/// By the API's own rules.
pub fn parse<T: Parse>(input: T::Input) -> Result<T> {
    let mut fields = Fields::default();
    let parsed = T::parse(input, &mut fields);
    fields.finish(parsed)
}

#[handler]
async fn verify(Data(app): Data<&App>, from: ClientAddress, asked: Asked) -> Result<Response> {
    Here::opened(asked, "verify").open(app, from, Purpose::VerifyEmail).await
}

#[handler]
async fn verify_now(Data(app): Data<&App>, device: Device, asked: Asked, sent: Sent) -> Result<Response> {
    let here = Here::new(asked, "verify", &sent.params);
    let password = sent.params.get("password").unwrap_or_default().to_owned();
    let new = EmailVerification { token: here.token.clone(), password };
    match emails::verify(app, &device, &new).await.map_err(Wrong::of) {
        Ok(()) => here.done(&[]),
        Err(Ok(Wrong::Link)) => here.dead(),
        Err(Ok(Wrong::Fields(errors))) => here.shown_password(&errors),
        Err(Err(error)) => Err(error),
    }
}

#[handler]
async fn email(Data(app): Data<&App>, from: ClientAddress, asked: Asked) -> Result<Response> {
    Here::opened(asked, "email").open(app, from, Purpose::ChangeEmail).await
}

#[handler]
async fn email_now(Data(app): Data<&App>, from: ClientAddress, asked: Asked, sent: Sent) -> Result<Response> {
    let here = Here::new(asked, "email", &sent.params);
    here.finish(emails::confirm(app, from, &here.token).await, |()| here.done(&[]))
}

#[handler]
async fn reset(Data(app): Data<&App>, from: ClientAddress, asked: Asked) -> Result<Response> {
    Here::opened(asked, "reset").open(app, from, Purpose::ResetPassword).await
}

#[handler]
async fn reset_now(Data(app): Data<&App>, from: ClientAddress, asked: Asked, sent: Sent) -> Result<Response> {
    let here = Here::new(asked, "reset", &sent.params);
    let password = sent.params.get("password").unwrap_or_default().to_owned();
    let done = async {
        let new = parse::<PasswordReset>(PasswordReset { token: here.token.clone(), password })?;
        passwords::reset(app, from, &new).await
    };
    match done.await.map_err(Wrong::of) {
        Ok(()) => here.done(&[]),
        Err(Ok(Wrong::Link)) => here.dead(),
        Err(Ok(Wrong::Fields(errors))) => here.new_password(&errors),
        Err(Err(error)) => Err(error),
    }
}

#[handler]
async fn forgot(asked: Asked) -> Result<Response> {
    Here::opened(asked, "forgot").forgotten("", &[])
}

/// Says the same whether somebody has the address or not.
#[handler]
async fn forgot_now(Data(app): Data<&App>, from: ClientAddress, asked: Asked, sent: Sent) -> Result<Response> {
    let here = Here::new(asked, "forgot", &sent.params);
    let typed = sent.params.get("email").unwrap_or_default();
    let done = async {
        let whose = parse::<ForgottenPassword>(ForgottenPassword { email: typed.to_owned() })?;
        passwords::forgot(app, from, &whose.email).await
    };
    match done.await.map_err(Wrong::of) {
        Ok(()) => here.done(&[]),
        Err(Ok(Wrong::Link)) => here.dead(),
        Err(Ok(Wrong::Fields(errors))) => here.forgotten(typed, &errors),
        Err(Err(error)) => Err(error),
    }
}
