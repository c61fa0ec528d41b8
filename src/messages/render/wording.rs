//! The language of templates: text with `{{variable}}` in it, and nothing else. No logic, and no value is read as a template.

use std::ops::Range;

use super::variables::Variable;

/// Literal text, or the place of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Text(&'a str),
    Value(Variable),
}

/// A template that can be filled: its lines, each in pieces.
pub type Lines<'a> = Vec<Vec<Piece<'a>>>;

/// What is wrong with a template: a code, and a sentence that says what and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    pub code: &'static str,
    pub message: String,
}

/// Reads a template in which `known` may stand, or tells everything that is wrong with it.
pub fn parse<'a>(template: &'a str, known: &[Variable]) -> Result<Lines<'a>, Vec<Flaw>> {
    let mut flaws = Vec::new();
    let lines = template.lines().enumerate().map(|(index, line)| {
        let mut at = |code, column: usize, what: String| {
            let character = line[..column].chars().count() + 1;
            flaws.push(Flaw { code, message: format!("line {}, character {character}: {what}", index + 1) });
        };
        let pieces = parse_line(line, known, &mut at);
        if pieces.contains(&Piece::Value(Variable::Details)) && !is_details(&pieces) {
            at("misplaced_variable", 0, "{{details}} must stand on a line of its own".into());
        }
        pieces
    });
    let lines = lines.collect();
    if flaws.is_empty() { Ok(lines) } else { Err(flaws) }
}

fn parse_line<'a>(
    line: &'a str,
    known: &[Variable],
    flaw: &mut impl FnMut(&'static str, usize, String),
) -> Vec<Piece<'a>> {
    let (mut pieces, mut at) = (Vec::new(), 0);
    while let Some(opens) = line[at..].find("{{").map(|found| at + found) {
        check_text(line, at..opens, flaw);
        pieces.extend((at < opens).then(|| Piece::Text(&line[at..opens])));
        let Some(closes) = line[opens..].find("}}").map(|found| opens + found) else {
            flaw("unclosed_braces", opens, "{{ without }} behind it".into());
            return pieces;
        };
        let name = line[opens + 2..closes].trim();
        match Variable::parse(name).filter(|variable| known.contains(variable)) {
            Some(variable) => pieces.push(Piece::Value(variable)),
            None if name.contains("{{") => flaw("unclosed_braces", opens, "{{ without }} behind it".into()),
            None => flaw("unknown_variable", opens, unknown(name, known)),
        }
        at = closes + 2;
    }
    check_text(line, at..line.len(), flaw);
    pieces.extend((at < line.len()).then(|| Piece::Text(&line[at..])));
    pieces
}

fn check_text(line: &str, range: Range<usize>, flaw: &mut impl FnMut(&'static str, usize, String)) {
    if let Some(stray) = line[range.clone()].find("}}") {
        flaw("unopened_braces", range.start + stray, "}} without {{ before it".into());
    }
}

fn unknown(name: &str, known: &[Variable]) -> String {
    let name: String = name.chars().take(40).collect();
    let known: Vec<_> = known.iter().map(|variable| variable.name()).collect();
    format!("there is no {{{{{name}}}}} here, but there are {}", known.join(", "))
}

/// Whether a line is the place of the table of details.
pub fn is_details(line: &[Piece]) -> bool {
    let mut rest = line.iter().filter(|piece| !matches!(piece, Piece::Text(text) if text.trim().is_empty()));
    rest.next() == Some(&Piece::Value(Variable::Details)) && rest.next().is_none()
}

/// A line with its values in it, and which parts of it these are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    pub text: String,
    pub values: Vec<Range<usize>>,
}

/// Puts the values in, in one pass. A line that names variables of which none has a value is left out, and with it whatever
/// stood around them: a label without its value helps nobody.
pub fn fill(line: &[Piece], value: impl Fn(Variable) -> Option<String>) -> Option<Filled> {
    let (mut filled, mut names, mut has) = (Filled::default(), 0, 0);
    for piece in line {
        match piece {
            Piece::Text(text) => filled.text.push_str(text),
            Piece::Value(variable) => {
                names += 1;
                let Some(value) = value(*variable) else { continue };
                has += 1;
                let start = filled.text.len();
                filled.text.push_str(&value);
                filled.values.push(start..filled.text.len());
            }
        }
    }
    (names == 0 || has > 0).then_some(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flaws(template: &str) -> Vec<(&'static str, String)> {
        let flaws = parse(template, Variable::ALL).expect_err("it has flaws");
        flaws.into_iter().map(|flaw| (flaw.code, flaw.message)).collect()
    }

    fn filled(template: &str, value: impl Fn(Variable) -> Option<String>) -> Vec<String> {
        let lines = parse(template, Variable::ALL).expect("a template");
        lines.iter().filter_map(|line| fill(line, &value)).map(|line| line.text).collect()
    }

    #[test]
    fn a_flaw_says_what_and_where() {
        let unknown = flaws("Hello,\nґ {{clinet}}");
        assert_eq!(unknown[0].0, "unknown_variable");
        assert!(
            unknown[0].1.starts_with("line 2, character 3: there is no {{clinet}} here, but there are company, client")
        );

        assert_eq!(flaws("a {{client"), [("unclosed_braces", "line 1, character 3: {{ without }} behind it".into())]);
        assert_eq!(flaws("{{client {{staff}}")[0].0, "unclosed_braces");
        assert_eq!(flaws("client}} a")[0], ("unopened_braces", "line 1, character 7: }} without {{ before it".into()));
        assert_eq!(flaws("{{client}} and }}")[0].0, "unopened_braces");
        assert_eq!(flaws("{{Client}}")[0].0, "unknown_variable");
        assert_eq!(flaws("{{}}")[0].0, "unknown_variable");
        assert_eq!(flaws("{{#if staff}}")[0].0, "unknown_variable");
        assert_eq!(flaws("All: {{details}}")[0].0, "misplaced_variable");
    }

    #[test]
    fn all_flaws_are_told_at_once() {
        assert_eq!(flaws("{{a}}\n{{b}} {{c\n}}").len(), 4);
    }

    #[test]
    fn a_single_brace_is_text_and_space_in_braces_is_nothing() {
        let value = |_| Some("Ada".to_owned());

        assert_eq!(filled("{ {{ client }} }", value), ["{ Ada }"]);
    }

    #[test]
    fn a_value_is_not_read_as_a_template() {
        let value = |variable| (variable == Variable::Client).then(|| "{{company}} }}".to_owned());

        assert_eq!(filled("Hello {{client}}!", value), ["Hello {{company}} }}!"]);
    }

    #[test]
    fn a_line_goes_with_the_only_values_it_would_have_had() {
        let value = |variable| (variable == Variable::Client).then(|| "Ada".to_owned());

        let lines = filled("With: {{staff}}\n{{client}} and {{staff}}\nAs ever", value);

        assert_eq!(lines, ["Ada and ", "As ever"]);
    }
}
