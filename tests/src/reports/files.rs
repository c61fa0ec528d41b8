//! Reports as files, as other programs read them.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use serde_json::json;

use super::{about, book, bytes, make, path, salon};

fn records(file: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(file);
    reader.records().map(|line| line.expect("a line").iter().map(str::to_owned).collect()).collect()
}

#[tokio::test]
async fn a_table_of_values_reads_back_and_none_of_it_is_a_formula() {
    let (_, ada, service, staff, _) = salon().await;
    let version = service["version"].as_i64().expect("a version");
    let place = format!("/services/{}", service["id"].as_str().expect("an id"));
    ada.patch(&place, version, json!({ "name": "=HYPERLINK(\"http://x\"), \"best\"" })).await.expect(200);
    book(&ada, &service, &staff, "2026-11-24T10:00:00Z", "cancelled").await;
    let report = make(&ada, about("finances", "2026-11-01", "2026-12-01")).await;

    let file = bytes(&ada, &format!("{}/download?format=csv&table=by_service", path(&report))).await;

    let [headings, row] = &records(&file)[..] else { panic!("{}", String::from_utf8_lossy(&file)) };
    assert_eq!(headings[..], ["Service", "Currency", "Value booked", "Value completed", "Value lost"]);
    assert_eq!(row[..], ["'=HYPERLINK(\"http://x\"), \"best\"", "UAH", "1500.00", "1500.00", "1500.00"]);
    let answer = ada.get(&format!("{}/download?format=csv", path(&report))).await;
    let name = "attachment; filename=\"finances-2026-11-01-2026-12-01.csv\"";
    assert_eq!(answer.header("content-disposition"), Some(name));
    let unknown = ada.get(&format!("{}/download?format=csv&table=by_moon", path(&report))).await.invalid();
    assert_eq!(unknown, [("table".to_owned(), "not_found".to_owned())]);
}

#[tokio::test]
async fn a_workbook_has_numbers_that_are_numbers_and_days_that_are_days() {
    let (_, ada, ..) = salon().await;
    let report = make(&ada, about("bookings", "2026-11-23", "2026-11-26")).await;
    let money = make(&ada, about("finances", "2026-11-23", "2026-11-26")).await;

    let file = bytes(&ada, &format!("{}/download?language=uk", path(&report))).await;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file)).expect("a workbook");
    let by_day = book.worksheet_range("За днями").expect("a sheet");
    let file = bytes(&ada, &format!("{}/download?format=xlsx", path(&money))).await;
    let mut ledger: Xlsx<_> = Xlsx::new(Cursor::new(file)).expect("a workbook");
    let by_staff = ledger.worksheet_range("By staff").expect("a sheet");

    assert_eq!(book.sheet_names().len(), 8);
    assert_eq!(by_day.get_value((0, 0)), Some(&Data::String("День".into())));
    let Some(Data::DateTime(day)) = by_day.get_value((2, 0)) else { panic!("{by_day:?}") };
    assert_eq!(day.to_ymd_hms_milli(), (2026, 11, 24, 0, 0, 0, 0));
    assert_eq!(by_day.get_value((2, 1)), Some(&Data::Float(1.0)));
    assert_eq!(by_day.get_value((1, 1)), Some(&Data::Float(0.0)));
    assert_eq!(by_staff.get_value((1, 0)), Some(&Data::String("Iryna".into())));
    assert_eq!(by_staff.get_value((1, 2)), Some(&Data::Float(1500.0)));
}

#[tokio::test]
async fn every_table_column_and_word_has_a_name_in_every_language() {
    let (_, ada, ..) = salon().await;

    for kind in ["bookings", "staff", "clients", "finances"] {
        let report = make(&ada, about(kind, "2026-11-01", "2026-12-01")).await;
        let tables = super::tables(&ada, &report).await;
        for table in tables["tables"].as_array().expect("tables") {
            for language in ["en", "uk", "bn", "id"] {
                let name = table["name"].as_str().expect("a name");
                let file = format!("{}/download?format=csv&table={name}&language={language}", path(&report));
                let file = ada.get(&file).await;
                assert!(!file.text.contains("report."), "{kind} in {language}: {}", file.text);
            }
        }
        let file = bytes(&ada, &format!("{}/download?language=bn", path(&report))).await;
        let book: Xlsx<_> = Xlsx::new(Cursor::new(file)).expect("a workbook");
        assert!(book.sheet_names().iter().all(|name| !name.contains("report.")), "{:?}", book.sheet_names());
    }
    assert_eq!(ada.get("/reports?limit=1").await.expect(200)["data"][0]["kind"], "finances");
}
