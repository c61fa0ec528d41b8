//! Reports as files: comma-separated values of one table, or a workbook of all, for a reader of some language.

use anyhow::Context;
use iso_currency::Currency;
use poem_openapi::Enum;
use rust_xlsxwriter::{ExcelDateTime, Format as Style, Workbook, Worksheet};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::table::{self, Column, ColumnKind, Table, Tables};
use crate::{
    error::{Error, Result},
    http::csv_line,
    i18n::{self, Language},
};

/// As what a report is downloaded, or sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case", rename = "ReportFormat")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Format {
    /// Comma-separated values: one table.
    Csv,
    /// A workbook: a sheet for each table.
    Xlsx,
}

impl Format {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    pub fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// The bytes of a file. `name`: which table, where it has one alone; absent: the first.
pub fn file(tables: &Tables, format: Format, name: Option<&str>, language: Language) -> Result<Vec<u8>> {
    match format {
        Format::Csv => {
            let table = match name {
                Some(name) => tables.tables.iter().find(|table| table.name == name),
                None => tables.tables.first(),
            };
            let unknown = || Error::invalid("table", "not_found", "is no table of this report");
            Ok(csv(table.ok_or_else(unknown)?, language).into_bytes())
        }
        Format::Xlsx => Ok(workbook(tables, language).context("writing a workbook")?),
    }
}

fn heading(column: &Column, language: Language) -> String {
    i18n::text(language, &format!("report.column.{}", column.name), &[])
}

fn word(cell: &Value, language: Language) -> String {
    cell.as_str().map(|word| i18n::text(language, &format!("report.word.{word}"), &[])).unwrap_or_default()
}

/// A row's currency, and with it how many of its minor units are a major one.
fn digits(table: &Table, row: &[Value]) -> usize {
    let at = table.columns.iter().position(|column| column.name == "currency");
    let code = at.and_then(|at| row.get(at)).and_then(Value::as_str);
    code.and_then(Currency::from_code).and_then(|currency| currency.exponent()).map_or(0, usize::from)
}

/// A whole number of small units with so many decimal digits: 12345 of two is 123.45.
fn decimal(number: i64, digits: usize) -> String {
    let (sign, number) = (if number < 0 { "-" } else { "" }, number.unsigned_abs());
    if digits == 0 {
        return format!("{sign}{number}");
    }
    let text = format!("{number:0width$}", width = digits + 1);
    let (whole, rest) = text.split_at(text.len() - digits);
    format!("{sign}{whole}.{rest}")
}

fn csv(table: &Table, language: Language) -> String {
    let headings: Vec<_> = table.columns.iter().map(|column| heading(column, language)).collect();
    let mut text = csv_line(&headings.iter().map(String::as_str).collect::<Vec<_>>());
    for row in &table.rows {
        let digits = digits(table, row);
        let cells: Vec<_> =
            table.columns.iter().zip(row).map(|(column, cell)| shown(column.kind, cell, digits, language)).collect();
        text.push_str(&csv_line(&cells.iter().map(String::as_str).collect::<Vec<_>>()));
    }
    text
}

/// A cell as text that programs read: a point before decimals, and nothing between thousands.
fn shown(kind: ColumnKind, cell: &Value, digits: usize, language: Language) -> String {
    match kind {
        ColumnKind::Word => word(cell, language),
        ColumnKind::Text | ColumnKind::Date => cell.as_str().unwrap_or_default().to_owned(),
        ColumnKind::Count => cell.to_string(),
        ColumnKind::Minutes => cell.as_i64().map(|minutes| format!("{:.2}", minutes as f64 / 60.0)).unwrap_or_default(),
        ColumnKind::Money => cell.as_i64().map(|amount| decimal(amount, digits)).unwrap_or_default(),
        ColumnKind::Ratio => cell.as_f64().map(|ratio| format!("{:.2}", ratio * 100.0)).unwrap_or_default(),
    }
}

type Written = std::result::Result<(), rust_xlsxwriter::XlsxError>;

fn workbook(tables: &Tables, language: Language) -> std::result::Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let mut workbook = Workbook::new();
    for table in &tables.tables {
        let title = i18n::text(language, &format!("report.table.{}", table.name), &[]);
        let sheet = workbook.add_worksheet();
        sheet.set_name(title.chars().take(31).collect::<String>())?;
        write(sheet, table, language)?;
    }
    workbook.save_to_buffer()
}

fn write(sheet: &mut Worksheet, table: &Table, language: Language) -> Written {
    let bold = Style::new().set_bold();
    for (at, column) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(0, at, heading(column, language), &bold)?;
        sheet.set_column_width(at, 16)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (line, row) in (1..).zip(&table.rows) {
        let digits = digits(table, row);
        for ((at, column), cell) in (0..).zip(&table.columns).zip(row) {
            put(sheet, (line, at), column.kind, cell, digits, language)?;
        }
    }
    Ok(())
}

/// A number is a number there, and a day a day. A workbook has no other numbers than doubles, which hold every amount of
/// money to the last unit that anybody sells.
fn put(
    sheet: &mut Worksheet,
    (line, at): (u32, u16),
    kind: ColumnKind,
    cell: &Value,
    digits: usize,
    language: Language,
) -> Written {
    let number = |number: f64, format: &str| (number, Style::new().set_num_format(format));
    let (number, style) = match (kind, cell.as_f64()) {
        (ColumnKind::Date, _) => {
            let Some(day) = table::day(cell) else { return Ok(()) };
            let day = ExcelDateTime::parse_from_str(&day.to_string())?;
            return sheet
                .write_datetime_with_format(line, at, &day, &Style::new().set_num_format("yyyy-mm-dd"))
                .map(drop);
        }
        (ColumnKind::Word, _) => return sheet.write_string(line, at, word(cell, language)).map(drop),
        (ColumnKind::Text, _) => return sheet.write_string(line, at, cell.as_str().unwrap_or_default()).map(drop),
        (_, None) => return Ok(()),
        (ColumnKind::Count, Some(count)) => number(count, "0"),
        (ColumnKind::Minutes, Some(minutes)) => number(minutes / 60.0, "0.00"),
        (ColumnKind::Ratio, Some(ratio)) => number(ratio, "0.0%"),
        (ColumnKind::Money, Some(amount)) => {
            let format = if digits == 0 { "#,##0".into() } else { format!("#,##0.{}", "0".repeat(digits)) };
            number(amount / 10_f64.powi(i32::try_from(digits).unwrap_or_default()), &format)
        }
    };
    sheet.write_number_with_format(line, at, number, &style).map(drop)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn minor_units_get_the_decimals_of_their_currency() {
        assert_eq!([decimal(150_005, 2), decimal(5, 2), decimal(0, 2)], ["1500.05", "0.05", "0.00"]);
        assert_eq!([decimal(150, 0), decimal(-1_234, 3)], ["150", "-1.234"]);
    }

    #[test]
    fn what_people_wrote_is_never_a_formula() {
        let columns =
            [("service", ColumnKind::Text), ("currency", ColumnKind::Text), ("value_booked", ColumnKind::Money)];
        let rows = vec![[json!("=cmd|' /C calc'!A0"), json!("JPY"), json!(1500)]];
        let tables = Tables { tables: vec![Table::new("by_service", columns, rows)] };

        let text = file(&tables, Format::Csv, None, Language::En).expect("a file");

        let text = String::from_utf8(text).expect("text");
        assert_eq!(text.lines().nth(1), Some("'=cmd|' /C calc'!A0,JPY,1500"));
        assert!(file(&tables, Format::Csv, Some("by_day"), Language::En).is_err());
    }
}
