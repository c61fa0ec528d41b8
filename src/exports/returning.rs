//! How what was exported comes back: as it was, but for what would act, let somebody in, or belongs to another installation.

/// What a column is given instead of what the file says: SQL about the file's row `r`; `$2` is the time of the import.
/// A column that the file has not got is given it too.
pub const COMES_BACK: &[(&str, &str, &str)] = &[
    // Nobody gets in by a file: members are invited anew, keys are revoked, open links lead nowhere.
    ("api_keys", "hash", "sha256(uuid_send(gen_random_uuid()))"),
    ("api_keys", "revoked_at", "coalesce(r.revoked_at, $2)"),
    ("clients", "user_id", "null"),
    ("invitations", "hash", "sha256(uuid_send(gen_random_uuid()))"),
    (
        "invitations",
        "revoked_at",
        "case when r.accepted_at is null then coalesce(r.revoked_at, $2) else r.revoked_at end",
    ),
    ("memberships", "status", "'removed'"),
    ("memberships", "user_id", "(select u.id from users u where u.id = r.user_id and u.email = r.email)"),
    ("staff", "former_membership_id", "coalesce(r.membership_id, r.former_membership_id)"),
    ("staff", "membership_id", "null"),
    // An operator of this installation has not looked at it, if that is demanded here.
    ("companies", "closes_at", "null"),
    ("companies", "status", "case when r.status = 'closing' then 'active' else r.status end"),
    (
        "companies",
        "verified_at",
        "case when (select p.verification_required from platform_settings p) then null else coalesce(r.verified_at, $2) end",
    ),
    // What was due meanwhile is not done after all.
    (
        "messages",
        "status",
        "case when r.status in ('queued', 'scheduled') and r.send_at <= $2 then 'cancelled' else r.status end",
    ),
    ("webhook_deliveries", "ended_at", "coalesce(r.ended_at, $2)"),
    ("webhook_deliveries", "next_attempt_at", "null"),
    ("webhook_deliveries", "status", "case when r.status = 'pending' then 'failed' else r.status end"),
    ("webhook_deliveries", "taken_until", "null"),
    ("webhooks", "enabled", "false"),
    ("webhooks", "handed_at", "null"),
    // It was told before: whoever listens reads on behind it.
    ("audit_log", "xid", "'0'::xid8"),
    ("events", "xid", "'0'::xid8"),
];

/// The same, where ids had to be others: what was sealed is so no longer, and is sealed anew.
pub const WITH_OTHER_IDS: &[(&str, &str, &str)] = &[
    (
        "audit_log",
        "payload_digest",
        "case when r.changes is null then r.payload_digest else app.audit_payload_digest(r.salt, r.changes) end",
    ),
    ("audit_log", "seal", "null"),
];

/// Tables whose rows stay behind then.
pub const NOT_WITH_OTHER_IDS: &[&str] = &["audit_seals"];

/// What is done once all rows are there; `$1` is the company, `$2` the time.
pub const AFTERWARDS: &[&str] = &[
    "insert into booking_history (company_id, id, booking_id, from_status, to_status, actor_kind, at)
     select company_id, app.new_id($2), id, 'pending', 'expired', 'system', $2
     from bookings where company_id = $1 and status = 'pending' and expires_at <= $2",
    "update bookings set status = 'expired', expires_at = null, version = version + 1
     where company_id = $1 and status = 'pending' and expires_at <= $2",
    "delete from allocations where company_id = $1 and expires_at <= $2",
];
