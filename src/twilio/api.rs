//! Where Twilio tells what became of an SMS.

use poem_openapi::{
    OpenApi,
    param::{Header, Path},
};

use super::callback::TwilioStatus;
use crate::{
    api::Tag,
    app::App,
    error::{Error, Result},
    http::{Form, NoContent},
    messages::jobs::NoteReport,
};

pub struct TwilioApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/hooks/twilio", tag = "Tag::Hooks")]
impl TwilioApi {
    /// Tell what became of an SMS
    ///
    /// For Twilio's status callbacks: each message that it is given names this address, with a token of its own. Twilio signs
    /// what it tells, over the address as it is under the installation's public URL: 403 where `X-Twilio-Signature` is not
    /// right. 404 where there is no such message, or it was sent again since. What is told late or twice changes nothing.
    #[oai(path = "/:token", method = "post", operation_id = "twilio_status")]
    async fn status(
        &self,
        Path(token): Path<String>,
        #[oai(name = "X-Twilio-Signature")] Header(signature): Header<Option<String>>,
        form: Form<TwilioStatus>,
    ) -> Result<NoContent> {
        let twilio = self.app.twilio().ok_or(Error::NotFound("message"))?;
        let told = twilio.hear(&token, &form, signature.as_deref())?;
        let (mut tx, message) = self.app.begin_callback(&token).await?;
        if let Some(report) = told.report() {
            tx.enqueue(&NoteReport { message, provider_id: Some(told.message_sid), report }).await?;
            tx.commit().await?;
        }
        Ok(NoContent)
    }
}
