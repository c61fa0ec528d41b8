//! When staff were at work, and reports with what came out of them.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{World, id};

/// Some hours of a day long past, another one each time.
pub(super) fn past_day() -> (Value, Value) {
    static TURN: AtomicI64 = AtomicI64::new(0);
    let day = DateTime::UNIX_EPOCH + TimeDelta::days(18_000 + TURN.fetch_add(1, Ordering::Relaxed) % 2_000);
    (json!(day + TimeDelta::hours(7)), json!(day + TimeDelta::hours(15)))
}

impl World {
    /// One of each kind, and one that can be deleted.
    pub(super) async fn add_numbers(&mut self) {
        let sql = format!(
            "select m.id from memberships m join companies c on c.id = m.company_id
             where m.user_id = '{}' and c.slug = '{}'",
            self.id("users"),
            self.admin.slug
        );
        let reader = id(&self.admin.app.db.rows(&sql).await[0]);
        self.ids.insert("members who read reports", reader);
        for kind in ["time_entries", "unused time entries"] {
            let entry = self.new_time_entry().await;
            self.ids.insert(kind, entry);
        }
        for kind in ["reports", "unused reports"] {
            let report = self.new_report().await;
            self.ids.insert(kind, report);
        }
        for kind in ["report_schedules", "unused report schedules"] {
            let schedule = self.new_report_schedule().await;
            self.ids.insert(kind, schedule);
        }
    }

    pub(super) async fn new_time_entry(&self) -> String {
        let (from, to) = past_day();
        let new = json!({ "staff_id": self.id("staff"), "clocked_in_at": from, "clocked_out_at": to });
        id(&self.admin.post("/time-entries", new).await.expect(201))
    }

    /// A report that is done.
    pub(super) async fn new_report(&self) -> String {
        let report = Uuid::now_v7().to_string();
        let (user, slug) = (self.id("users"), &self.admin.slug);
        let sql = format!(
            r#"insert into reports (company_id, id, kind, status, progress, from_day, to_day, time_zone, filters, own,
                                    requested_by, created_at, finished_at, expires_at)
               select id, '{report}', 'bookings', 'done', 100, '2026-10-01', '2026-11-01', 'Europe/Kyiv', '{{}}', false,
                      '{user}', '2026-11-20Z', '2026-11-20Z', '2036-11-20Z' from companies where slug = '{slug}';
               insert into report_results (company_id, id, content, expires_at)
               select company_id, id, '{{"tables": [{{"name": "by_status", "columns": [], "rows": []}}]}}', expires_at
               from reports where id = '{report}'"#
        );
        self.admin.app.db.execute(&sql).await;
        report
    }

    /// One more plan; of many, the older make room.
    pub(super) async fn new_report_schedule(&self) -> String {
        let schedule = Uuid::now_v7().to_string();
        let (reader, slug) = (self.id("members who read reports"), &self.admin.slug);
        let sql = format!(
            "delete from report_schedules s using companies c where c.slug = '{slug}' and s.company_id = c.id and s.id not in (
                 select k.id from report_schedules k where k.company_id = c.id order by k.id desc limit 8);
             insert into report_schedules (company_id, id, kind, filters, period, format, language, recipients, due_at,
                                           created_at)
             select id, '{schedule}', 'bookings', '{{}}', 'weekly', 'xlsx', 'en', '{{{reader}}}', '2036-11-20Z', now()
             from companies where slug = '{slug}'"
        );
        self.admin.app.db.execute(&sql).await;
        schedule
    }

    /// Whoever clocks in is not at work yet, and whoever clocks out is.
    pub(super) async fn stand_at_the_clock(&self, operation: &str) {
        let (staff, now, new) = (self.id("staff"), self.admin.app.app.now(), Uuid::now_v7());
        let sql = match operation {
            "clock_in" => format!(
                "update time_entries set clocked_out_at = clocked_in_at where staff_id = '{staff}' and clocked_out_at is null"
            ),
            "clock_out" => format!(
                "insert into time_entries (company_id, id, staff_id, clocked_in_at, source, created_at)
                 select s.company_id, '{new}', s.id, '{now}', 'self', '{now}' from staff s
                 where s.id = '{staff}' and not exists (
                     select from time_entries t where t.staff_id = s.id and t.clocked_out_at is null)"
            ),
            _ => return,
        };
        self.admin.app.db.execute(&sql).await;
    }
}
