//! The customer's wall: row-level security alone keeps another client's rows away, and another company's.

use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::world::{World, unlimited};
use crate::database::Database;

/// What everybody in a company may know: these hold no client's rows, and name nobody who is one.
const SHARED: [&str; 14] = [
    "addons",
    "allocations",
    "calendars",
    "companies",
    "day_exceptions",
    "holidays",
    "locations",
    "resources",
    "service_addons",
    "service_resources",
    "services",
    "shifts",
    "staff",
    "working_hours",
];

/// The tables that customers read behind a policy.
async fn guarded(db: &Database) -> Vec<String> {
    let sql = "select distinct c.relname as name from pg_policy p join pg_class c on c.oid = p.polrelid
               where 'frontdesk_customer'::regrole = any (p.polroles) and c.relnamespace = 'public'::regnamespace
                 and has_any_column_privilege('frontdesk_customer', c.oid, 'select') order by 1";
    db.rows(sql).await.iter().filter_map(|row| row["name"].as_str().map(str::to_owned)).collect()
}

/// Somebody who logged in as the application does, and entered as a client of a company.
struct Seat {
    conn: PgConnection,
    enter: String,
}

impl Seat {
    async fn of(db: &Database, company: &str, client: &str) -> Self {
        let users = db.rows(&format!("select user_id from clients where id = '{client}'")).await;
        let user = users.first().and_then(|row| row["user_id"].as_str()).unwrap_or(client);
        let enter = format!(
            "begin; select app.become('frontdesk_customer', 'customer', '{company}', '{user}', null, false, '', null,
                                      '{client}')"
        );
        Self { conn: PgConnection::connect(db.app_url()).await.expect("the application's login"), enter }
    }

    /// How many rows a statement reaches; `None`: it is refused.
    async fn reaches(&mut self, sql: &str) -> Option<u64> {
        sqlx::raw_sql(AssertSqlSafe(self.enter.clone())).execute(&mut self.conn).await.expect("a door");
        let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut self.conn).await.map(|done| done.rows_affected());
        sqlx::raw_sql("rollback").execute(&mut self.conn).await.expect("the end of it");
        match done {
            Ok(rows) => Some(rows),
            Err(error) => {
                let code = error.as_database_error().and_then(|error| error.code()).unwrap_or_default().into_owned();
                assert!(code == "42501" || code == "FD404", "{sql}: {error}");
                None
            }
        }
    }
}

/// What the ids of a client's rows are, table by table.
async fn rows_of(db: &Database, table: &str, client: &str) -> Vec<String> {
    let owner = match table {
        "clients" => format!("t.id = '{client}'"),
        "booking_items" => format!("t.booking_id in (select id from bookings where client_id = '{client}')"),
        "idempotency_keys" => format!("t.caller in (select user_id::text from clients where id = '{client}')"),
        "order_lines" => format!("t.order_id in (select id from orders where client_id = '{client}')"),
        _ => format!("t.client_id = '{client}'"),
    };
    let rows = db.rows(&format!("select t.id from {table} t where {owner}")).await;
    rows.iter().filter_map(|row| row["id"].as_str().map(str::to_owned)).collect()
}

async fn company_of(db: &Database, slug: &str) -> String {
    let rows = db.rows(&format!("select id from companies where slug = '{slug}'")).await;
    rows[0]["id"].as_str().expect("a company").to_owned()
}

/// Where a client of a company gets at rows of another client of it, or of another company, or not at their own.
pub async fn trespasses(db: &Database, slug: &str, own: &str, other: &str) -> Vec<String> {
    let company = company_of(db, slug).await;
    let answered = "insert into idempotency_keys (company_id, id, caller, operation, key, request_hash, created_at)
                    select company_id, gen_random_uuid(), user_id::text, 'x', 'x', '', now() from clients
                    where user_id is not null on conflict do nothing";
    db.execute(answered).await;
    let mut seat = Seat::of(db, &company, own).await;
    let mut found = Vec::new();
    for table in guarded(db).await {
        let column = if table == "companies" { "id" } else { "company_id" };
        let elsewhere = format!("select 1 from {table} where {column} <> '{company}'");
        if seat.reaches(&elsewhere).await != Some(0) {
            found.push(format!("{table}: another company's rows are seen"));
        }
        if SHARED.contains(&&*table) {
            continue;
        }
        let list = |ids: Vec<String>| ids.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(", ");
        let (mine, theirs) = (rows_of(db, &table, own).await, rows_of(db, &table, other).await);
        assert!(!mine.is_empty() && !theirs.is_empty(), "{table} has no row of one of them: let `World::of` make one");
        let count = mine.len() as u64;
        let (mine, theirs) = (list(mine), list(theirs));
        if seat.reaches(&format!("select 1 from {table} where id in ({mine})")).await != Some(count) {
            found.push(format!("{table}: own rows are hidden"));
        }
        if seat.reaches(&format!("select 1 from {table} where id in ({theirs})")).await != Some(0) {
            found.push(format!("{table}: another client's rows are seen"));
        }
        for (verb, sql) in [
            ("changed", format!("update {table} set company_id = company_id where id in ({theirs})")),
            ("deleted", format!("delete from {table} where id in ({theirs})")),
        ] {
            if seat.reaches(&sql).await.is_some_and(|rows| rows > 0) {
                found.push(format!("{table}: another client's rows are {verb}"));
            }
        }
    }
    found.extend(takeovers(&mut seat, own, other).await);
    found
}

/// What a client may change, done to somebody else, or made somebody else's.
async fn takeovers(seat: &mut Seat, own: &str, other: &str) -> Vec<String> {
    let mut found = Vec::new();
    if seat.reaches(&format!("update clients set name = 'Mine' where id = '{other}'")).await != Some(0) {
        found.push("clients: another's card is changed".into());
    }
    if seat.reaches("update clients set name = 'Mine'").await != Some(1) {
        found.push("clients: one's own card, and that alone, is not what changes".into());
    }
    for (what, sql) in [
        (
            "bookings: another's is taken",
            format!("update bookings set client_id = '{own}' where client_id = '{other}'"),
        ),
        ("bookings: one's own is given away", format!("update bookings set client_id = '{other}'")),
        ("orders: another's is taken", format!("update orders set client_id = '{own}' where client_id = '{other}'")),
        ("clients: an address is changed", "update clients set email = 'other@example.com'".to_owned()),
        ("clients: notes for staff are read", "select notes from clients".to_owned()),
        ("bookings: notes are read", "select notes from bookings".to_owned()),
    ] {
        if seat.reaches(&sql).await.is_some_and(|rows| rows > 0) {
            found.push(what.into());
        }
    }
    found
}

/// A booking as a customer's transaction would write it, with what it is of and what it costs.
struct Written<'a> {
    client: &'a str,
    status: &'a str,
    source: &'a str,
    staff_notes: &'a str,
    /// SQL on the service `s`.
    price: &'a str,
}

impl Written<'_> {
    fn sql(&self) -> String {
        let Self { client, status, source, staff_notes, price } = self;
        let id = "'00000000-0000-0000-0000-00000000000b'::uuid";
        format!(
            "insert into bookings (id, reference, client_id, service_id, status, starts_at, ends_at, time_zone, wall_starts_at,
                                   source, language, expires_at, created_at, staff_notes)
             select {id}, 'X', '{client}', service_id, '{status}', starts_at, ends_at, time_zone, wall_starts_at, '{source}',
                    'en', case when '{status}' = 'pending' then ends_at end, now(), '{staff_notes}'
             from bookings where client_id = app.client_id() limit 1;
             insert into booking_items (id, booking_id, position, service_id, duration_minutes)
             select {id}, {id}, 1, service_id, 60 from bookings where id = {id};
             insert into orders (id, client_id, booking_id, currency, created_at) values ({id}, '{client}', {id}, 'UAH', now());
             insert into order_lines (id, order_id, kind, service_id, description, quantity, unit_amount)
             select {id}, {id}, 'service', s.id, 'x', 1, {price}
             from bookings b join services s on s.id = b.service_id where b.id = {id}"
        )
    }
}

#[tokio::test]
async fn a_customer_writes_a_booking_of_their_own_at_the_price_it_has_and_no_other() {
    let app = unlimited().await;
    let admin = app.company("alfa").await;
    let (own, other) = (World::of(&admin).await, World::of(&admin).await);
    let mut seat = Seat::of(&app.db, &company_of(&app.db, "alfa").await, own.id("clients")).await;
    let right = || Written {
        client: own.id("clients"),
        status: "confirmed",
        source: "customer",
        staff_notes: "",
        price: "s.price_amount",
    };

    assert_eq!(
        seat.reaches(&right().sql()).await,
        Some(4),
        "a row of each: what follows is refused for one thing alone"
    );
    for (what, wrong) in [
        ("somebody else's", Written { client: other.id("clients"), ..right() }),
        ("completed", Written { status: "completed", ..right() }),
        ("pending, where the company confirms at once", Written { status: "pending", ..right() }),
        ("as if staff had made it", Written { source: "staff", ..right() }),
        ("with notes of staff's", Written { staff_notes: "VIP", ..right() }),
        ("cheaper", Written { price: "s.price_amount - 1", ..right() }),
        ("dearer", Written { price: "s.price_amount + 1", ..right() }),
    ] {
        assert_eq!(seat.reaches(&wrong.sql()).await, None, "{what}");
    }
    app.db.execute("update companies set confirmation = 'manual'").await;
    assert_eq!(seat.reaches(&right().sql()).await, None, "confirmed, where the company confirms each itself");
    assert_eq!(seat.reaches(&Written { status: "pending", ..right() }.sql()).await, Some(4));
    app.db.execute("update services set visibility = 'internal'").await;
    assert_eq!(seat.reaches(&Written { status: "pending", ..right() }.sql()).await, None, "of what staff alone book");
}

#[tokio::test]
async fn a_customer_changes_no_booking_but_their_own_and_of_that_its_time_alone() {
    let app = unlimited().await;
    let admin = app.company("alfa").await;
    let (own, other) = (World::of(&admin).await, World::of(&admin).await);
    let (mine, theirs) = (own.id("bookings"), other.id("bookings"));
    let company = company_of(&app.db, "alfa").await;
    let reminder = format!(
        "insert into messages (company_id, id, kind, channel, recipient, language, client_id, booking_id, status, send_at, created_at)
         values ('{company}', gen_random_uuid(), 'booking_confirmed', 'email', 'ada@example.com', 'en', '{}', '{mine}',
                 'scheduled', now(), now())",
        own.id("clients")
    );
    app.db.execute(&reminder).await;
    let mut seat = Seat::of(&app.db, &company, own.id("clients")).await;
    let id = "gen_random_uuid()";
    let take = |booking: &str, replacing: bool| {
        format!(
            "select app.take(app.company_id(), '{booking}', null, '{{}}', '{{}}', '{{}}', '{{}}', null, {replacing}, now())"
        )
    };
    let event = |booking: &str, kind: &str| {
        format!(
            "insert into events (id, kind, payload, actor_user_id, created_at)
             values ({id}, '{kind}', '{{\"booking_id\": \"{booking}\"}}', app.user_id(), now())"
        )
    };
    let history = |booking: &str, actor: &str, to: &str| {
        format!(
            "insert into booking_history (id, booking_id, kind, from_status, to_status, actor_kind, actor_id, at)
             values ({id}, '{booking}', 'time', '{to}', '{to}', '{actor}', app.user_id(), now())"
        )
    };
    let mail = |client: &str, booking: &str| {
        format!(
            "insert into messages (id, kind, channel, recipient, language, client_id, booking_id, status, send_at, created_at)
             values ({id}, 'booking_confirmed', 'email', 'ada@example.com', 'en', '{client}', '{booking}', 'queued', now(), now())"
        )
    };

    for allowed in [
        format!("update bookings set version = version + 1 where id = '{mine}'"),
        take(mine, true),
        event(mine, "booking.rescheduled"),
        history(mine, "customer", "confirmed"),
    ] {
        assert_eq!(seat.reaches(&allowed).await, Some(1), "{allowed}");
    }
    assert_eq!(seat.reaches(&format!("update bookings set version = 9 where id = '{theirs}'")).await, Some(0));
    let line = "insert into order_lines (id, order_id, kind, description, quantity, unit_amount)";
    let item = "insert into booking_items (id, booking_id, position, service_id, duration_minutes)";
    for refused in [
        format!("update bookings set starts_at = starts_at + interval '1 day', ends_at = ends_at + interval '1 day' where id = '{mine}'"),
        format!("update bookings set staff_id = '{}' where id = '{mine}'", other.id("staff")),
        format!("update bookings set status = 'completed' where id = '{mine}'"),
        format!("update bookings set notes = 'x', expires_at = null where id = '{mine}'"),
        format!("delete from bookings where id = '{mine}'"),
        take(theirs, true),
        take(theirs, false),
        "insert into allocations (id, calendar_id, unit, starts_at, ends_at, booking_id)
         select gen_random_uuid(), calendar_id, unit, starts_at + interval '9 days', ends_at + interval '9 days', booking_id
         from allocations where booking_id is not null".to_owned(),
        "delete from allocations".to_owned(),
        "update order_lines set unit_amount = 1".to_owned(),
        "update orders set currency = 'XXX'".to_owned(),
        format!("{line} select {id}, id, 'surcharge', 'x', 1, 5 from orders"),
        format!("{item} select {id}, id, 9, service_id, 60 from bookings where id = '{mine}'"),
        event(theirs, "booking.rescheduled"),
        event(mine, "booking.confirmed"),
        history(theirs, "customer", "confirmed"),
        history(mine, "staff", "confirmed"),
        history(mine, "customer", "completed"),
        mail(own.id("clients"), mine),
        mail(other.id("clients"), theirs),
        "update messages set status = 'sent' where status = 'scheduled'".to_owned(),
        "update messages set recipient = 'mallory@example.com'".to_owned(),
        "select recipient from messages".to_owned(),
        "insert into client_staff (id, client_id, staff_id) select gen_random_uuid(), id, (select id from staff limit 1)
         from (values ('THEIRS'::uuid)) c (id)".replace("THEIRS", other.id("clients")),
    ] {
        assert_eq!(seat.reaches(&refused).await, None, "{refused}");
    }
}

#[tokio::test]
async fn row_level_security_alone_keeps_clients_apart() {
    let app = unlimited().await;
    let admin = app.company("alfa").await;
    let (own, other) = (World::of(&admin).await, World::of(&admin).await);
    World::found(&app, "beta").await;

    let found = trespasses(&app.db, "alfa", own.id("clients"), other.id("clients")).await;

    assert_eq!(found, Vec::<String>::new());
    let tables = guarded(&app.db).await;
    for table in ["booking_items", "bookings", "clients", "companies", "messages", "order_lines", "orders", "services"]
    {
        assert!(tables.contains(&table.to_owned()), "{tables:?}");
    }
    println!("customers: {} of {} tables with a policy for them", tables.len(), tables.len());
}

#[tokio::test]
async fn a_customer_who_is_nobody_sees_nothing() {
    let app = unlimited().await;
    World::found(&app, "alfa").await;
    let nobody = "00000000-0000-0000-0000-000000000000";
    let mut stranger = Seat::of(&app.db, nobody, nobody).await;
    let mut guest = Seat::of(&app.db, &company_of(&app.db, "alfa").await, nobody).await;

    for table in guarded(&app.db).await {
        assert_eq!(stranger.reaches(&format!("select 1 from {table}")).await, Some(0), "{table}");
        if !SHARED.contains(&&*table) {
            assert_eq!(guest.reaches(&format!("select 1 from {table}")).await, Some(0), "{table}");
        }
    }
}

/// Opens the customer's policy of each table in turn, and answers those that nobody noticed.
pub async fn unnoticed(db: &Database, slug: &str, own: &str, other: &str) -> Vec<String> {
    let mut unnoticed = Vec::new();
    for table in guarded(db).await {
        let open = format!(
            "drop policy customer on {table}; create policy customer on {table} to frontdesk_customer using (true)"
        );
        db.execute(&open).await;
        let found = trespasses(db, slug, own, other).await;
        if !found.contains(&format!("{table}: another company's rows are seen")) {
            unnoticed.push(table.clone());
        }
        let seen = format!("{table}: another client's rows are seen");
        if !SHARED.contains(&&*table) && !found.contains(&seen) {
            unnoticed.push(table);
        }
    }
    unnoticed
}
