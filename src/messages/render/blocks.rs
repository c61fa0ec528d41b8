//! A filled body as paragraphs: wrapped for the text part, with links for the HTML part.

use std::ops::Range;

use url::Url;

use super::{
    variables::Values,
    wording::{Filled, Lines, fill, is_details},
};

/// Where lines of the text part end, in characters (RFC 5322 §2.1.1 wants at most 78).
const WIDTH: usize = 72;

/// What a body is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Paragraph(Vec<Vec<Span>>),
    /// The table of details: what it is called, and what it is.
    Details(Vec<(String, String)>),
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    Text(String),
    Link { href: String, text: String },
}

/// Fills a body. What is left empty leaves no gap: a paragraph without a line is none.
pub fn blocks(lines: &Lines, values: Values) -> Vec<Block> {
    let (mut blocks, mut paragraph) = (Vec::new(), Vec::new());
    let end = |paragraph: &mut Vec<Vec<Span>>, blocks: &mut Vec<Block>| {
        let paragraph = std::mem::take(paragraph);
        blocks.extend((!paragraph.is_empty()).then_some(Block::Paragraph(paragraph)));
    };
    for line in lines {
        if is_details(line) {
            end(&mut paragraph, &mut blocks);
            blocks.push(Block::Details(values.details()));
            continue;
        }
        match fill(line, |variable| values.of(variable)) {
            Some(filled) if filled.text.trim().is_empty() => end(&mut paragraph, &mut blocks),
            Some(filled) => paragraph.extend(spans(&filled)),
            None => {}
        }
    }
    end(&mut paragraph, &mut blocks);
    blocks
}

/// The text part: paragraphs with a blank line between them.
pub fn text(blocks: &[Block]) -> String {
    let paragraphs: Vec<_> = blocks.iter().map(paragraph).collect();
    paragraphs.join("\n\n")
}

fn paragraph(block: &Block) -> String {
    let lines: Vec<_> = match block {
        Block::Details(rows) => rows.iter().map(|(label, value)| wrap(&format!("{label}: {value}"))).collect(),
        Block::Paragraph(lines) => lines
            .iter()
            .map(|line| {
                let line: String = line.iter().map(|(Span::Text(text) | Span::Link { text, .. })| &**text).collect();
                wrap(&line)
            })
            .collect(),
    };
    lines.join("\n")
}

/// Breaks lines between words; a word that is longer, such as an address, stays whole.
pub fn wrap(text: &str) -> String {
    let wrapped: Vec<_> = text.lines().map(wrap_line).collect();
    wrapped.join("\n")
}

fn wrap_line(line: &str) -> String {
    if line.chars().count() <= WIDTH {
        return line.to_owned(); // "-- " keeps its space
    }
    let (mut wrapped, mut width) = (String::new(), 0);
    for word in line.split(' ').filter(|word| !word.is_empty()) {
        let length = word.chars().count();
        if width > 0 {
            let breaks = width + 1 + length > WIDTH;
            wrapped.push(if breaks { '\n' } else { ' ' });
            width = if breaks { 0 } else { width + 1 };
        }
        wrapped.push_str(word);
        width += length;
    }
    wrapped
}

/// One filled line as one or more (a value may have several), with links where the template has a web address.
fn spans(filled: &Filled) -> Vec<Vec<Span>> {
    let mut start = 0;
    let lines = filled.text.split('\n').map(|line| {
        let range = start..start + line.len();
        start = range.end + 1;
        spans_of_line(filled, range)
    });
    lines.collect()
}

fn spans_of_line(filled: &Filled, range: Range<usize>) -> Vec<Span> {
    let (mut spans, mut at) = (Vec::new(), range.start);
    for (link, href) in links(filled, range.clone()) {
        spans.extend((at < link.start).then(|| Span::Text(filled.text[at..link.start].to_owned())));
        spans.push(Span::Link { href, text: filled.text[link.clone()].to_owned() });
        at = link.end;
    }
    spans.extend((at < range.end).then(|| Span::Text(filled.text[at..range.end].trim_end_matches('\r').to_owned())));
    spans
}

/// Web addresses whose scheme and host the template itself says: what a client types as their name is no link, whatever it
/// looks like, since a mail with somebody's link in it could be sent to anybody.
fn links(filled: &Filled, range: Range<usize>) -> Vec<(Range<usize>, String)> {
    let text = &filled.text;
    let (mut found, mut at) = (Vec::new(), range.start);
    while let Some(start) = text[at..range.end].find("http").map(|found| at + found) {
        let word = text[start..range.end].find(char::is_whitespace).map_or(range.end, |length| start + length);
        let end = start + text[start..word].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '\'', '»']).len();
        at = end.max(start + 4);
        let begins = text[..start].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let address = &text[start..end];
        let Some((scheme, rest)) = address.split_once("://").filter(|_| begins) else { continue };
        let authority = start..start + scheme.len() + 3 + rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let typed = filled.values.iter().any(|value| value.start < authority.end && authority.start < value.end);
        let url = Url::parse(address).ok().filter(|url| ["http", "https"].contains(&url.scheme()) && url.has_host());
        if let Some(url) = url.filter(|_| !typed) {
            found.push((start..end, url.into()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hrefs(text: &str, values: &[Range<usize>]) -> Vec<String> {
        let filled = Filled { text: text.into(), values: values.to_vec() };
        let spans = spans(&filled).into_iter().flatten();
        spans.filter_map(|span| if let Span::Link { href, .. } = span { Some(href) } else { None }).collect()
    }

    #[test]
    fn web_addresses_of_the_template_are_links() {
        assert_eq!(hrefs("See (https://example.com/a?b=c).", &[]), ["https://example.com/a?b=c"]);
        assert_eq!(hrefs("http://a.example, https://b.example!", &[]), ["http://a.example/", "https://b.example/"]);
        for none in ["javascript:alert(1)", "ftp://example.com", "xhttps://example.com", "https://", "httphttp", "http"]
        {
            assert!(hrefs(none, &[]).is_empty(), "{none}");
        }
    }

    #[test]
    fn what_somebody_typed_is_no_link_but_may_end_one() {
        let name = "Hello https://evil.example/x!";
        assert!(hrefs(name, std::slice::from_ref(&(6..name.len() - 1))).is_empty());
        let host = "https://evil.example/";
        assert!(hrefs(host, std::slice::from_ref(&(8..12))).is_empty());
        let reference = "https://example.com/?r=K7QD\"<";
        assert_eq!(hrefs(reference, std::slice::from_ref(&(23..29))), ["https://example.com/?r=K7QD%22%3C"]);
    }

    #[test]
    fn lines_are_broken_between_words_and_addresses_are_not() {
        let long = format!("https://example.com/{}", "x".repeat(80));

        let wrapped = wrap(&format!("{} {long} {}", "word ".repeat(20), "слово ".repeat(20)));

        assert!(wrapped.lines().all(|line| line == long || line.chars().count() <= WIDTH), "{wrapped}");
        assert!(wrapped.lines().any(|line| line == long) && wrapped.split_whitespace().count() == 41);
    }

    #[test]
    fn a_line_that_is_short_enough_stays() {
        assert_eq!(wrap("a b\n\nc"), "a b\n\nc");
    }
}
