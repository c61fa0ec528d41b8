//! `/docs`: the API's document to read and to try, in a page that runs its own scripts and no others.

use std::sync::OnceLock;

use base64::{Engine, engine::general_purpose::STANDARD};
use poem::{Endpoint, Response, endpoint::make_sync, http::header};
use sha2::{Digest, Sha256};

/// Serves the page. Its policy is made when it is first asked for: the scripts are large.
pub fn endpoint(page: String) -> impl Endpoint<Output = Response> {
    let policy = OnceLock::new();
    make_sync(move |_| {
        Response::builder()
            .content_type("text/html; charset=utf-8")
            .header(header::CONTENT_SECURITY_POLICY, policy.get_or_init(|| self::policy(&page)).as_str())
            .body(page.clone())
    })
}

/// Scripts by their hashes; styles stand in the page and on its elements.
fn policy(page: &str) -> String {
    let hashes: String =
        scripts(page).map(|script| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(script)))).collect();
    format!(
        "default-src 'none'; script-src{hashes}; style-src 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; \
         form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// The scripts in a page, each up to the first `</script>`, as a browser reads them.
fn scripts(page: &str) -> impl Iterator<Item = &str> {
    let mut rest = page;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once("<script")?;
        let (_, after) = after.split_once('>')?;
        let (script, after) = after.split_once("</script>")?;
        rest = after;
        Some(script)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_of_a_page_may_run_and_no_other() {
        let policy = policy("<script charset=\"UTF-8\">alert(1)</script><p>text</p><script>if (a < b) {}\n</script>");

        // openssl dgst -sha256 -binary | base64
        let allowed = "script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=' \
                       'sha256-fsE7DzP28OuNDPXckVL0l2zGDpWCT4LvrRNTP9tJ6hY=';";
        assert!(policy.contains(allowed), "{policy}");
    }
}
