//! What is sent holds for whoever verifies it: by the standard's own library, and as docs/webhooks.md says in each language.

use std::{path::Path, process::Stdio};

use frontdesk::clock::Clock;
use serde_json::{Value, json};
use tokio::{io::AsyncWriteExt, process::Command};

use super::{Call, Mood, Receiver, hook, settle, snippet::verify};
use crate::{TestApp, monday};

const DOCUMENT: &str = include_str!("../../../docs/webhooks.md");

/// What the standard's library for JavaScript is installed in.
fn modules() -> std::path::PathBuf {
    let modules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.tools/webhooks/node_modules");
    assert!(modules.join("standardwebhooks").exists(), "run `scripts/setup test` first: it installs standardwebhooks");
    modules.canonicalize().expect("a folder")
}

/// The one block of the document in a language.
fn block(language: &str) -> &'static str {
    let mut blocks = DOCUMENT.split("```").skip(1).step_by(2).filter_map(|block| block.strip_prefix(language));
    let block = blocks.next().and_then(|block| block.strip_prefix('\n')).expect("the document has such a block");
    assert_eq!(blocks.next(), None, "and one of it");
    block
}

/// A delivery that was truly sent, now, with the secrets that were valid: two of them.
async fn sent() -> (Call, [String; 2]) {
    let app = TestApp::start_with(|config| config.webhook_private = true).await;
    app.clock.advance(Clock::system().now() - monday());
    let ada = app.company("vesna").await;
    let receiver = Receiver::start(Mood::Answers(200, "")).await;
    let (hook, old) = hook(&ada, &receiver.url(), &[]).await;
    let rotated = ada.post(&format!("{hook}/rotate-secret"), json!({})).await.expect(200);
    ada.post(&format!("{hook}/test"), json!({})).await.expect(201);
    settle(&app).await;
    let new = rotated["secret"].as_str().expect("a secret").to_owned();
    (receiver.calls().pop().expect("a call"), [old, new])
}

/// A request, and whether it is to be believed.
fn requests(call: &Call, secrets: &[String; 2]) -> Vec<(Value, bool)> {
    let request = |secret: &str, change: &dyn Fn(&mut Call)| {
        let mut call = call.clone();
        change(&mut call);
        json!({ "secret": secret, "headers": call.headers, "body": call.body })
    };
    let set = |name: &'static str, value: String| {
        move |call: &mut Call| {
            call.headers.insert(name.into(), value.clone());
        }
    };
    let long_ago = call.headers["webhook-timestamp"].parse::<i64>().expect("a number") - 301;
    vec![
        (request(&secrets[0], &|_| {}), true),
        (request(&secrets[1], &|_| {}), true),
        (request("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", &|_| {}), false),
        (request(&secrets[0], &|call| call.body.push(' ')), false),
        (request(&secrets[0], &set("webhook-id", "another".into())), false),
        (request(&secrets[0], &set("webhook-timestamp", long_ago.to_string())), false),
        (request(&secrets[0], &set("webhook-signature", "v1,AAAA".into())), false),
        (request(&secrets[0], &set("webhook-signature", "".into())), false),
    ]
}

/// Runs a program that reads a request as JSON and says whether it believes it.
async fn believes(command: &mut Command, request: &Value) -> bool {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it is installed");
    child.stdin.take().expect("a pipe").write_all(request.to_string().as_bytes()).await.expect("it listens");
    let output = child.wait_with_output().await.expect("it ends");
    let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    match said.trim() {
        "believed" => true,
        "refused" => false,
        _ => panic!("{said}\n{errors}"),
    }
}

#[tokio::test]
async fn the_standards_own_library_believes_what_was_sent_and_nothing_else_as_the_document_shows() {
    let (call, secrets) = sent().await;
    let folder = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink(modules(), folder.path().join("node_modules")).expect("a link");
    let main = r#"
        let text = "";
        for await (const chunk of process.stdin) text += chunk;
        const input = JSON.parse(text);
        try {
            const event = verify(input.secret, input.headers, input.body);
            console.log(event.type === "webhook.test" ? "believed" : "what is this?");
        } catch (error) {
            console.log(error.constructor.name === "WebhookVerificationError" ? "refused" : error);
        }
    "#;
    let program = folder.path().join("verify.mjs");
    std::fs::write(&program, format!("{}{main}", block("javascript"))).expect("a file");

    for (request, right) in requests(&call, &secrets) {
        assert_eq!(believes(Command::new("node").arg(&program), &request).await, right, "{request}");
    }
}

#[tokio::test]
async fn the_documents_python_believes_what_was_sent_and_nothing_else() {
    let (call, secrets) = sent().await;
    let main = "
import json, sys
asked = json.load(sys.stdin)
print('believed' if verify(asked['secret'], asked['headers'], asked['body'].encode()) else 'refused')
";
    let program = format!("{}{main}", block("python"));

    for (request, right) in requests(&call, &secrets) {
        assert_eq!(believes(Command::new("python3").args(["-c", &program]), &request).await, right, "{request}");
    }
}

#[tokio::test]
async fn the_documents_rust_believes_what_was_sent_and_nothing_else() {
    let (call, secrets) = sent().await;
    let now = Clock::system().now().timestamp();

    assert_eq!(block("rust"), include_str!("snippet.rs"), "the document shows what is tested");
    for (request, right) in requests(&call, &secrets) {
        let header = |name: &str| request["headers"][name].as_str().expect("a header");
        let (secret, body) = (request["secret"].as_str().expect("a secret"), request["body"].as_str().expect("a body"));
        let (id, timestamp, signatures) =
            (header("webhook-id"), header("webhook-timestamp"), header("webhook-signature"));
        assert_eq!(verify(secret, id, timestamp, signatures, body.as_bytes(), now), right, "{request}");
    }
}
