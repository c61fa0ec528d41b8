//! The way to phones: an SMS over Twilio, and what its answers mean.

use std::{sync::Arc, time::Duration};

use frontdesk::{
    messages::delivery::{Cause, Fault},
    twilio::{self, Twilio},
};
use serde_json::Value;

use crate::courier::{Answer, Courier};

/// Sends SMS, where the installation has an account to send them by.
#[derive(Clone)]
pub struct Texter {
    twilio: Option<Arc<Twilio>>,
    courier: Courier,
}

/// Why an SMS did not go out.
#[derive(Debug, PartialEq, Eq)]
pub enum Unsent {
    /// Twilio is away or busy, or its operator has to see to something: what logs say, which name nobody, and how long it
    /// wants to be left alone.
    NotNow { summary: String, after: Option<Duration> },
    /// This one never will.
    Never { summary: String, fault: Fault },
}

impl Texter {
    /// The account is the operator's own choice: it may be in the own network, as in tests.
    pub fn new(twilio: Option<Arc<Twilio>>) -> Self {
        Self { twilio, courier: Courier::new(true) }
    }

    /// The same, with less time.
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { courier: self.courier.with_patience(patience), ..self }
    }

    /// Whether SMS can be sent at all.
    pub fn is_set_up(&self) -> bool {
        self.twilio.is_some()
    }

    /// Hands a text over; what becomes of it is told where `token` leads. What Twilio calls it, if it says so.
    pub async fn send(&self, to: &str, text: &str, token: &str) -> Result<Option<String>, Unsent> {
        let Some(twilio) = &self.twilio else {
            return Err(Unsent::NotNow { summary: "SMS are not set up".into(), after: None });
        };
        let headers = [
            ("authorization", twilio.authorization.clone()),
            ("accept", "application/json".to_owned()),
            ("content-type", "application/x-www-form-urlencoded".to_owned()),
        ];
        let answer = self.courier.post(twilio.messages.as_str(), &headers, &twilio.form(to, text, token)).await;
        let outcome = read(&answer);
        let label = match &outcome {
            Ok(_) => "sent",
            Err(Unsent::NotNow { .. }) => "retried",
            Err(Unsent::Never { .. }) => "refused",
        };
        metrics::counter!("frontdesk_sms_total", "outcome" => label).increment(1);
        outcome
    }
}

/// Once Twilio says 201 there is a message, whatever else can be read of it: nothing is sent again.
fn read(answer: &Answer) -> Result<Option<String>, Unsent> {
    let not_now = |summary| Err(Unsent::NotNow { summary, after: answer.retry_after });
    let Some(status) = answer.status else {
        return not_now(format!("Twilio could not be reached: {}", answer.failure.unwrap_or("no answer")));
    };
    let said: Value = answer.body.as_deref().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
    if status == 201 {
        return Ok(said["sid"].as_str().map(str::to_owned));
    }
    let code = said["code"].as_u64().and_then(|code| u32::try_from(code).ok());
    let summary = match code {
        Some(code) => format!("Twilio answered {status}, error {code}"),
        None => format!("Twilio answered {status}"),
    };
    if !(400..500).contains(&status) || matches!(status, 408 | 429) || twilio::is_settings(status, code) {
        return not_now(summary);
    }
    let answer = match said["message"].as_str() {
        Some(message) => format!("{summary}: {message}"),
        None => summary.clone(),
    };
    let cause = code.map_or(Cause::Other, twilio::cause);
    Err(Unsent::Never { summary, fault: Fault { answer, cause } })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Answer {
        let failure = (!(200..300).contains(&status)).then_some("status");
        Answer { status: Some(status), body: Some(body.into()), retry_after: None, failure, took: Duration::ZERO }
    }

    fn cause(status: u16, body: &str) -> Option<Cause> {
        match read(&answer(status, body)) {
            Err(Unsent::Never { fault, .. }) => Some(fault.cause),
            Err(Unsent::NotNow { .. }) => None,
            Ok(sid) => panic!("it went out as {sid:?}"),
        }
    }

    #[test]
    fn what_twilio_has_taken_is_not_sent_again_though_its_answer_breaks_off() {
        let broken = Answer { body: None, failure: Some("timeout"), ..answer(201, "") };

        assert_eq!(read(&answer(201, r#"{"sid": "SM1", "status": "queued"}"#)), Ok(Some("SM1".into())));
        assert_eq!(read(&answer(201, r#"{"sid": "SM"#)), Ok(None));
        assert_eq!(read(&broken), Ok(None));
    }

    #[test]
    fn a_number_that_is_none_and_a_reader_who_is_not_willing_are_told_apart_from_all_else() {
        for (code, told) in [
            (21211, Cause::BadAddress),
            (21614, Cause::BadAddress),
            (21610, Cause::Refused),
            (21617, Cause::Other),
            (21408, Cause::Other),
        ] {
            assert_eq!(cause(400, &format!(r#"{{"code": {code}, "message": "no"}}"#)), Some(told), "{code}");
        }
        assert_eq!(cause(400, "not JSON"), Some(Cause::Other));
    }

    #[test]
    fn what_may_pass_and_what_the_operator_has_to_see_to_is_tried_again() {
        for (status, body) in [
            (429, r#"{"code": 20429}"#),
            (500, ""),
            (503, ""),
            (302, ""),
            (200, "{}"),
            (401, r#"{"code": 20003}"#),
            (404, r#"{"code": 20404}"#),
            (400, r#"{"code": 21606}"#),
        ] {
            assert_eq!(cause(status, body), None, "{status} {body}");
        }
        let away = Answer { status: None, body: None, failure: Some("timeout"), ..answer(500, "") };
        assert_eq!(
            read(&away),
            Err(Unsent::NotNow { summary: "Twilio could not be reached: timeout".into(), after: None })
        );
    }

    #[test]
    fn what_logs_say_names_nobody() {
        let told = read(&answer(400, r#"{"code": 21211, "message": "Invalid 'To' Phone Number: +38044123"}"#));

        let Err(Unsent::Never { summary, fault }) = told else { panic!("{told:?}") };
        assert_eq!(summary, "Twilio answered 400, error 21211");
        assert_eq!(fault.answer, "Twilio answered 400, error 21211: Invalid 'To' Phone Number: +38044123");
    }
}
