//! Where an invitation leads: who invites, as what, and the password or the name that it takes to accept.

use poem::{Response, handler, web::Data};

use super::{
    account::{Here, Wrong, parse},
    asked::Asked,
    form::{Field, Sent},
};
use crate::{
    app::App,
    error::{FieldError, Result},
    http::Device,
    invitations::{
        self,
        model::{Acceptance, Shown},
    },
    messages::notice::role_name,
};

#[handler]
pub async fn ask(Data(app): Data<&App>, asked: Asked) -> Result<Response> {
    let here = Here::opened(asked, "invitation");
    match invitations::show(app, &here.token).await.map_err(Wrong::of) {
        Ok(shown) => form(&here, &shown, "", &[]),
        Err(Ok(_)) => here.dead(),
        Err(Err(error)) => Err(error),
    }
}

#[handler]
pub async fn accept(Data(app): Data<&App>, device: Device, asked: Asked, sent: Sent) -> Result<Response> {
    let here = Here::new(asked, "invitation", &sent.params);
    let typed = |name| sent.params.get(name).unwrap_or_default().to_owned();
    let shown = match invitations::show(app, &here.token).await.map_err(Wrong::of) {
        Ok(shown) => shown,
        Err(Ok(_)) => return here.dead(),
        Err(Err(error)) => return Err(error),
    };
    let done = async {
        let acceptance = Acceptance {
            token: here.token.clone(),
            email: shown.email.clone(),
            name: Some(typed("name")),
            password: typed("password"),
        };
        invitations::accept(app, &device, &parse::<Acceptance>(acceptance)?).await
    };
    match done.await.map_err(Wrong::of) {
        // They go on to sign in where they work: the session that this opened has no reader.
        Ok(_) => here.done(&[("company", &shown.company)]),
        Err(Ok(Wrong::Link)) => here.dead(),
        Err(Ok(Wrong::Fields(errors))) => form(&here, &shown, &typed("name"), &errors),
        Err(Err(error)) => Err(error),
    }
}

fn form(here: &Here, shown: &Shown, name: &str, errors: &[FieldError]) -> Result<Response> {
    let role = role_name(here.language, shown.role.as_str());
    let vars = [("company", &*shown.company), ("role", &role), ("email", &shown.email)];
    if shown.known {
        let password = here.password("account.password", "current-password", errors);
        return here.form(vec![password], &vars, &here.t("account.invitation_known"));
    }
    let name = Field { value: name.to_owned(), ..Field::new(here.language, "name", "site.name", errors) };
    let password = here.password("account.new_password", "new-password", errors);
    here.form(vec![name, password], &vars, &here.t("account.invitation_new"))
}
