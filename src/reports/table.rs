//! What comes out of a report: tables, whose columns say what stands in them.

use chrono::NaiveDate;
use poem_openapi::{Enum, Object};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case", rename = "ReportColumnKind")]
pub enum ColumnKind {
    /// A name that somebody gave something; null: of none.
    Text,
    /// A word of ours, such as `no_show`; files have it in their reader's language.
    Word,
    /// `YYYY-MM-DD`; of a week the Monday, of a month the first.
    Date,
    /// How many.
    Count,
    /// Whole minutes; files have hours.
    Minutes,
    /// Minor units of the currency in the column `currency`; files have major ones.
    Money,
    /// 0 to 1, or more; null: there is nothing to compare with. Files have per cent.
    Ratio,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Object)]
#[oai(rename = "ReportColumn")]
pub struct Column {
    pub name: String,
    pub kind: ColumnKind,
}

/// A table of a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Object)]
#[oai(rename = "ReportTable")]
pub struct Table {
    /// Such as `by_service`.
    pub name: String,
    pub columns: Vec<Column>,
    /// A value a column; of which kind, the column says.
    pub rows: Vec<Vec<Value>>,
}

/// What came out of a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Object)]
#[oai(rename = "ReportTables")]
pub struct Tables {
    pub tables: Vec<Table>,
}

impl Table {
    pub fn new<const N: usize>(name: &str, columns: [(&str, ColumnKind); N], rows: Vec<[Value; N]>) -> Self {
        let column = |(name, kind): (&str, ColumnKind)| Column { name: name.into(), kind };
        Self {
            name: name.into(),
            columns: columns.into_iter().map(column).collect(),
            rows: rows.into_iter().map(Vec::from).collect(),
        }
    }
}

/// A part of a whole, to four digits; null where there is no whole.
pub fn ratio(part: i64, whole: i64) -> Value {
    rate(part, whole).map_or(Value::Null, |rate| json!(rate))
}

/// The same as a number.
pub fn rate(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| (part as f64 / whole as f64 * 10_000.0).round() / 10_000.0)
}

/// The day in a cell.
pub fn day(cell: &Value) -> Option<NaiveDate> {
    cell.as_str().and_then(|day| day.parse().ok())
}
