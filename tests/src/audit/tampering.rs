//! Whoever alters the log is found out, and the first row that does not hold is named: here they are as mighty as can be.

use serde_json::{Value, json};

use super::{client, sealed};
use crate::{Person, TestApp};

/// The second row of the second seal.
const ROW: &str = "(select audit_ids[2] from audit_seals where number = 2)";

/// What somebody does, the reason it is found, and the row that is named.
struct Tampering {
    what: &'static str,
    sql: String,
    seal: Value,
    row: &'static str,
    reason: &'static str,
}

fn tampering(
    what: &'static str,
    sql: &str,
    seal: impl Into<Value>,
    row: &'static str,
    reason: &'static str,
) -> Tampering {
    Tampering { what, sql: sql.replace("$row", ROW), seal: seal.into(), row, reason }
}

const FIRST: &str = "select audit_ids[1] as id from audit_seals where number = 2";
const SECOND: &str = "select audit_ids[2] as id from audit_seals where number = 2";
const LAST: &str = "select audit_ids[1] as id from audit_seals where number = 3";

/// Digests of the second seal, as they would be of its rows now.
const ANEW: &str = "update audit_seals s set digests = (
    select array_agg(app.audit_digest(l) order by k.place)
    from unnest(s.audit_ids) with ordinality k (id, place) join audit_log l on l.id = k.id) where number = 2";

fn all() -> Vec<Tampering> {
    let actor = "update audit_log set actor = 'system', actor_id = null where id = $row";
    let payload = "update audit_log set changes = '{\"name\": [null, \"Mallory\"]}' where id = $row";
    let digest = "update audit_log set payload_digest = app.audit_payload_digest(salt, changes) where id = $row";
    let hash = "update audit_seals s set hash = app.audit_seal_hash(s) where number = 2";
    vec![
        tampering("what was changed", payload, 2, SECOND, "changed_payload"),
        tampering("what was changed, and its digest", &format!("{payload}; {digest}"), 2, SECOND, "changed_row"),
        tampering("who it was", actor, 2, SECOND, "changed_row"),
        tampering("when", "update audit_log set at = at - interval '1 day' where id = $row", 2, SECOND, "changed_row"),
        tampering("a row goes", "delete from audit_log where id = $row", 2, SECOND, "missing_row"),
        tampering("a row comes", ADDED, 2, "select '01930000-0000-7000-8000-00000000000a' as id", "added_row"),
        tampering("a row moves", "update audit_log set seal = 3 where id = $row", 2, SECOND, "changed_row"),
        tampering("a digest", "update audit_seals set digests[2] = 'x' where number = 2", 2, SECOND, "changed_row"),
        tampering("a hash", "update audit_seals set hash = 'x' where number = 2", 2, FIRST, "changed_seal"),
        tampering(
            "when it was sealed",
            "update audit_seals set sealed_at = now() where number = 2",
            2,
            FIRST,
            "changed_seal",
        ),
        tampering("a row and its digest", &format!("{actor}; {ANEW}"), 2, FIRST, "changed_seal"),
        tampering("a row, its digest and the hash", &format!("{actor}; {ANEW}; {hash}"), 2, FIRST, "changed_seal"),
        tampering("a seal goes", "delete from audit_seals where number = 2", 2, FIRST, "missing_seal"),
        tampering("the last seal goes", "delete from audit_seals where number = 3", 3, LAST, "missing_seal"),
        tampering(
            "a row that waits",
            WAITING,
            Value::Null,
            "select id from audit_log where seal is null",
            "changed_payload",
        ),
    ]
}

const ADDED: &str = "insert into audit_log
    select (jsonb_populate_record(l, '{\"id\": \"01930000-0000-7000-8000-00000000000a\"}')).* from audit_log l where id = $row";
const WAITING: &str = "update audit_log set changes = '{}' where seal is null";

/// Puts the log back as it was.
const RESTORE: &str = "delete from audit_log; delete from audit_seals;
    insert into audit_log select * from kept_log; insert into audit_seals select * from kept_seals";

async fn verified(ada: &Person) -> Value {
    ada.get("/audit-log/verification").await.expect(200)
}

/// The same, a seal at a time: what all the pieces say together, and how many they were.
async fn verified_in_pieces(ada: &Person) -> (Value, usize) {
    let (mut seals, mut rows, mut pieces) = (0, 0, 0);
    let mut after = String::new();
    loop {
        let mut piece = ada.get(&format!("/audit-log/verification?rows=1{after}")).await.expect(200);
        pieces += 1;
        seals += piece["seals"].as_i64().expect("a number");
        rows += piece["sealed_rows"].as_i64().expect("a number");
        match piece["next_seal"].as_i64() {
            Some(next) => {
                assert_eq!((&piece["ok"], &piece["broken"]), (&json!(true), &json!(null)));
                after = format!("&after_seal={next}");
            }
            None => {
                piece["seals"] = json!(seals);
                piece["sealed_rows"] = json!(rows);
                return (piece, pieces);
            }
        }
    }
}

#[tokio::test]
async fn many_small_pieces_say_what_one_walk_says() {
    let app = TestApp::start().await;
    let ada = sealed(&app).await;
    client(&ada, "Ole").await;

    let (in_pieces, pieces) = verified_in_pieces(&ada).await;

    assert_eq!((in_pieces, pieces), (verified(&ada).await, 3));
    for nowhere in ["4", "99", "-1"] {
        let refused = ada.get(&format!("/audit-log/verification?after_seal={nowhere}")).await.invalid();
        assert_eq!(refused, [("after_seal".to_owned(), "not_found".to_owned())], "{nowhere}");
    }
    for rows in ["0", "100001"] {
        let refused = ada.get(&format!("/audit-log/verification?rows={rows}")).await.invalid();
        assert_eq!(refused, [("rows".to_owned(), "out_of_range".to_owned())], "{rows}");
    }
}

#[tokio::test]
async fn each_way_to_alter_the_log_is_found_and_the_first_row_named() {
    let app = TestApp::start().await;
    let ada = sealed(&app).await;
    client(&ada, "Ole").await;
    app.db.execute("create table kept_log as table audit_log; create table kept_seals as table audit_seals").await;
    let sound = verified(&ada).await;

    for one in all() {
        let row = app.db.rows(one.row).await[0]["id"].clone();
        app.db.execute(&one.sql).await;
        let (found, in_pieces) = (verified(&ada).await, verified_in_pieces(&ada).await.0);
        app.db.execute(RESTORE).await;
        assert_eq!(found["ok"], json!(false), "{}", one.what);
        assert_eq!(found["broken"], json!({ "seal": one.seal, "row": row, "reason": one.reason }), "{}", one.what);
        assert_eq!(in_pieces, found, "{} in pieces", one.what);
        assert_eq!(verified(&ada).await, sound, "{}", one.what);
    }

    let rows = app.db.number("select count(*) from audit_log where seal is not null").await;
    let expected =
        json!({ "ok": true, "seals": 3, "sealed_rows": rows, "unsealed_rows": 1, "next_seal": null, "broken": null });
    assert_eq!(sound, expected);
}

#[tokio::test]
async fn of_two_broken_places_the_first_is_named() {
    let app = TestApp::start().await;
    let ada = sealed(&app).await;
    let first = app.db.rows("select audit_ids[2] as id from audit_seals where number = 1").await[0]["id"].clone();

    app.db.execute("delete from audit_seals where number = 3").await;
    app.db.execute("update audit_log set actor = 'system' where seal = 2").await;
    app.db.execute("delete from audit_log where id = (select audit_ids[2] from audit_seals where number = 1)").await;

    let found = verified(&ada).await;
    assert_eq!(found["broken"], json!({ "seal": 1, "row": first, "reason": "missing_row" }));
}

#[tokio::test]
async fn a_company_next_door_is_not_suspected() {
    let app = TestApp::start().await;
    sealed(&app).await;
    let bea = app.company("beta").await;
    app.seal("beta").await;

    app.db
        .execute(
            "update audit_log set actor = 'system' where company_id = (select id from companies where slug = 'vesna')",
        )
        .await;

    assert_eq!(verified(&bea).await["ok"], json!(true));
}
