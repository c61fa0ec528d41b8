//! What people call the device that a session is on: "Firefox on Linux".

use std::sync::LazyLock;

use woothee::parser::Parser;

const UNKNOWN: &str = "Unknown device";

/// How much of a `User-Agent` is read, in characters. The longest of a browser has about 250.
const MOST: usize = 300;

/// The browser and what it runs on, or the program's own name; `Unknown device` where nothing tells.
pub fn describe(user_agent: Option<&str>) -> String {
    static PARSER: LazyLock<Parser> = LazyLock::new(Parser::new);
    let agent: String = user_agent.unwrap_or_default().chars().take(MOST).collect();
    let found = PARSER.parse(&agent);
    let known = |name: &str| name != "UNKNOWN" && !name.is_empty();
    let browser = found.as_ref().map(|found| found.name).filter(|name| known(name) && *name != "HTTP Library");
    let system = found.as_ref().map(|found| found.os).filter(|name| known(name));
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{} on {}", browser_name(browser), system_name(system)),
        (Some(browser), None) => browser_name(browser).to_owned(),
        (None, _) => program(&agent).map_or_else(|| UNKNOWN.to_owned(), str::to_owned),
    }
}

/// `curl` of `curl/8.5.0`. `Mozilla` is what every browser calls itself, and says nothing.
fn program(agent: &str) -> Option<&str> {
    let (name, _) = agent.split_once(['/', ' ']).unwrap_or((agent, ""));
    let is_name = (2..=40).contains(&name.len()) && name.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    (is_name && is_plain && name != "Mozilla").then_some(name)
}

fn browser_name(name: &str) -> &str {
    match name {
        "SamsungBrowser" => "Samsung Internet",
        "Webview" => "App",
        name => name,
    }
}

/// A version says little: Windows 11 says that it is 10.
fn system_name(name: &str) -> &str {
    match name {
        "Mac OSX" => "macOS",
        name if name.starts_with("Windows Phone") => "Windows Phone",
        name if name.starts_with("Windows") => "Windows",
        name => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_named_with_what_it_runs_on() {
        let webkit = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
        let blink = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0";
        let iphone = "(iPhone; CPU iPhone OS 18_0 like Mac OS X)";
        let read = |agent: String| describe(Some(&format!("Mozilla/5.0 {agent}")));

        assert_eq!(read("(X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0".into()), "Firefox on Linux");
        assert_eq!(read("(Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0".into()), "Firefox on Android");
        assert_eq!(read(format!("(Windows NT 10.0; Win64; x64) {blink} Safari/537.36")), "Chrome on Windows");
        assert_eq!(read(format!("(Windows NT 10.0; Win64; x64) {blink} Safari/537.36 Edg/142.0")), "Edge on Windows");
        assert_eq!(read(format!("(X11; CrOS x86_64 14541.0.0) {blink} Safari/537.36")), "Chrome on ChromeOS");
        assert_eq!(read(format!("(Linux; Android 10; K) {blink} Mobile Safari/537.36")), "Chrome on Android");
        assert_eq!(read(format!("{iphone} {webkit} Version/18.0 Mobile/15E148 Safari/604.1")), "Safari on iPhone");
        assert_eq!(read(format!("{iphone} {webkit} CriOS/142.0 Mobile/15E148 Safari/604.1")), "Chrome on iPhone");
        let mac = "(Macintosh; Intel Mac OS X 10_15_7)";
        assert_eq!(read(format!("{mac} {webkit} Version/18.0 Safari/605.1.15")), "Safari on macOS");
        let samsung = "(Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 \
                       Chrome/130.0.0.0 Mobile Safari/537.36";
        assert_eq!(read(samsung.into()), "Samsung Internet on Android");
    }

    #[test]
    fn a_program_is_what_it_calls_itself() {
        assert_eq!(describe(Some("curl/8.5.0")), "curl");
        assert_eq!(describe(Some("python-requests/2.31.0")), "python-requests");
        assert_eq!(describe(Some("Go-http-client/1.1")), "Go-http-client");
        assert_eq!(describe(Some("Insomnia")), "Insomnia");
    }

    #[test]
    fn what_says_nothing_is_unknown() {
        for agent in ["", "-", " ", "Mozilla/5.0", "<script>alert(1)</script>", "/etc/passwd", "Привіт/1", "1/1"]
        {
            assert_eq!(describe(Some(agent)), "Unknown device", "{agent}");
        }
        assert_eq!(describe(None), "Unknown device");
    }

    #[test]
    fn only_the_beginning_is_read() {
        let padding = "ї".repeat(250);
        let firefox = "(X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";

        assert_eq!(describe(Some(&format!("Mozilla/5.0 {firefox} {padding}"))), "Firefox on Linux");
        assert_eq!(describe(Some(&format!("Mozilla/5.0 {padding} {firefox}"))), "Unknown device");
        assert_eq!(describe(Some(&"x".repeat(10_000))), "Unknown device");
    }
}
