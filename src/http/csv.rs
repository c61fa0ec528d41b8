//! Tables for spreadsheets (RFC 4180), with cells that no spreadsheet runs.

use futures_util::{Stream, StreamExt, stream};
use poem::{Body, IntoResponse, Response};
use poem_openapi::{
    ApiResponse,
    registry::{MetaMediaType, MetaResponse, MetaResponses, Registry},
    types::Type,
};

use crate::error::Error;

const CSV: &str = "text/csv; charset=utf-8";

/// 200 with a file of comma-separated values.
#[derive(Debug)]
pub struct Csv {
    name: &'static str,
    body: Body,
}

impl Csv {
    /// A whole table.
    pub fn new<const N: usize>(
        name: &'static str,
        headings: [&str; N],
        rows: impl IntoIterator<Item = [String; N]>,
    ) -> Self {
        let lines = rows.into_iter().map(|row| csv_line(&row.each_ref().map(String::as_str)));
        let text: String = std::iter::once(csv_line(&headings)).chain(lines).collect();
        Self { name, body: Body::from_string(text) }
    }

    /// What is there already, and what comes while it is sent. If that fails, the answer breaks off.
    pub fn streamed(
        name: &'static str,
        first: String,
        rest: impl Stream<Item = Result<String, Error>> + Send + 'static,
    ) -> Self {
        let rest = rest.map(|lines| lines.map_err(std::io::Error::other));
        Self { name, body: Body::from_bytes_stream(stream::iter([Ok(first)]).chain(rest)) }
    }
}

/// One line. A cell that a spreadsheet would run, since it begins like a formula, begins with an apostrophe.
pub fn csv_line(cells: &[&str]) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(vec![]);
    let harmless = cells.iter().map(|cell| {
        let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        if runs { format!("'{cell}") } else { (*cell).to_owned() }
    });
    writer.write_record(harmless).expect("memory takes every line");
    let line = writer.into_inner().expect("memory has nothing to flush");
    String::from_utf8(line).expect("text between commas is text")
}

impl IntoResponse for Csv {
    fn into_response(self) -> Response {
        Response::builder()
            .content_type(CSV)
            .header("content-disposition", format!("attachment; filename=\"{}\"", self.name))
            .body(self.body)
    }
}

impl ApiResponse for Csv {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![MetaResponse {
                description: "A file of comma-separated values, its first line the headings",
                status: Some(200),
                status_range: None,
                content: vec![MetaMediaType { content_type: CSV, schema: String::schema_ref() }],
                headers: vec![],
            }],
        }
    }

    fn register(_: &mut Registry) {}
}

#[cfg(test)]
mod tests {
    use super::csv_line;

    #[test]
    fn a_cell_can_hold_anything_and_is_never_a_formula() {
        assert_eq!(
            csv_line(&["plain", "", "a,b", "say \"hi\"", "two\nlines", "Їжак"]),
            "plain,,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",Їжак\r\n"
        );
        for formula in ["=1+1", "+1", "-1", "@sum", "\t=1"] {
            assert_eq!(csv_line(&[formula]), format!("'{formula}\r\n"));
        }
    }
}
