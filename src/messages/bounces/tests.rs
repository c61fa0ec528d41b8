use super::*;

const ID: &str = "01939f5e-1111-7000-8000-000000000001";

/// What Postfix writes.
fn postfix(id: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example.net (Mail Delivery System)\r\n\
         Subject: Undelivered Mail Returned to Sender\r\n\
         To: frontdesk@example.com\r\n\
         MIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status;\r\n\
         \tboundary=\"B/mx\"\r\n\
         \r\n\
         This is a MIME-encapsulated message.\r\n\
         \r\n\
         --B/mx\r\n\
         Content-Description: Notification\r\n\
         Content-Type: text/plain; charset=us-ascii\r\n\
         \r\n\
         I'm sorry to have to inform you\r\n\
         \r\n\
         --B/mx\r\n\
         Content-Description: Delivery report\r\n\
         Content-Type: message/delivery-status\r\n\
         \r\n\
         Reporting-MTA: dns; mx.example.net\r\n\
         Arrival-Date: Mon, 23 Nov 2026 08:00:00 +0200 (EET)\r\n\
         \r\n\
         Final-Recipient: rfc822; g@example.com\r\n\
         Original-Recipient: rfc822;grace@example.com\r\n\
         Action: failed\r\n\
         Status: 5.1.1\r\n\
         Diagnostic-Code: smtp; 550 5.1.1 <g@example.com>: Recipient address\r\n\
         \x20   rejected: User unknown\r\n\
         \r\n\
         --B/mx\r\n\
         Content-Description: Undelivered Message\r\n\
         Content-Type: message/rfc822\r\n\
         \r\n\
         Message-ID: <{id}>\r\n\
         From: \"Studio\" <frontdesk@example.com>\r\n\
         To: g@example.com\r\n\
         Subject: Booking confirmed\r\n\
         \r\n\
         See you\r\n\
         \r\n\
         --B/mx--\r\n"
    )
}

fn ours() -> String {
    format!("{ID}@book.example")
}

fn read_now(raw: &str) -> Option<Report> {
    parse(raw.as_bytes(), "book.example").expect("a mail")
}

#[test]
fn a_report_names_the_mail_and_says_what_became_of_it_at_which_address() {
    let report = read_now(&postfix(&ours())).expect("a report");

    let recipient = Recipient {
        addresses: vec!["grace@example.com".into(), "g@example.com".into()],
        action: "failed".into(),
        status: "5.1.1".into(),
        answer: "550 5.1.1 <g@example.com>: Recipient address rejected: User unknown".into(),
    };
    assert_eq!(report, Report { message: ID.parse().expect("an id"), recipients: vec![recipient] });
}

#[test]
fn the_headers_alone_of_the_mail_will_do() {
    let whole = postfix(&ours());
    let headers = whole.replace("message/rfc822", "text/rfc822-headers");

    assert_eq!(read_now(&headers), read_now(&whole));
}

#[test]
fn a_report_of_somebody_elses_mail_is_none_of_ours() {
    for id in [format!("{ID}@elsewhere.example"), "not-an-id@book.example".into(), ID.to_owned(), String::new()] {
        assert_eq!(read_now(&postfix(&id)), None, "{id}");
    }
}

#[test]
fn a_mail_that_is_no_report_is_left_alone() {
    let away = "From: g@example.com\r\nSubject: Away\r\nIn-Reply-To: <x@book.example>\r\n\r\nBack on Monday";

    assert_eq!(read_now(away), None);
}

#[test]
fn which_status_says_that_there_is_nobody() {
    let bad = |status: &str| {
        let recipient =
            Recipient { addresses: vec![], action: "failed".into(), status: status.into(), answer: String::new() };
        recipient.cause() == Cause::BadAddress
    };

    for status in ["5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"] {
        assert!(bad(status), "{status}");
    }
    for status in ["5.1.7", "5.1.8", "5.2.2", "5.7.1", "4.1.1", "4.4.7", "5.10.1", ""] {
        assert!(!bad(status), "{status}");
    }
}

#[tokio::test]
async fn what_is_no_mail_is_refused_and_so_is_what_has_no_end() {
    let refusal = async |raw: Vec<u8>| match read(raw, "book.example".into()).await {
        Err(Error::Malformed(code, _)) => code,
        Err(Error::TooLarge) => "too_large",
        other => panic!("{other:?}"),
    };

    assert_eq!(refusal(b"\x00\xff\xfe garbage".repeat(1000)).await, "not_a_mail");
    assert_eq!(refusal(vec![]).await, "not_a_mail");
    assert_eq!(refusal(vec![b'a'; MAX_REPORT + 1]).await, "too_large");
    assert_eq!(refusal(b"Content-Type: message/rfc822\n\n".repeat(5000)).await, "too_many_parts");
}

#[tokio::test]
async fn mails_in_mails_that_are_hidden_in_an_encoding_bring_nothing_down() {
    use base64::{Engine, prelude::BASE64_STANDARD};
    let nested = BASE64_STANDARD.encode(b"Content-Type: message/rfc822\n\n".repeat(6000));
    let raw =
        format!("From: a@example.com\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{nested}\n");

    let read = read(raw.into_bytes(), "book.example".into()).await;

    assert!(matches!(read, Ok(None)), "{read:?}");
}
