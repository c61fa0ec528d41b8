-- What happened: one row a change of state, in the transaction of the change. Whoever reads on takes only rows whose
-- transaction is below the snapshot's xmin, so one that commits late is never skipped.
create table events (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    kind text not null,
    payload jsonb not null,
    actor_user_id uuid default app.user_id(),
    request_id text default app.request_id(),
    xid xid8 not null default pg_current_xact_id(),
    created_at timestamptz not null,
    constraint events_pkey primary key (company_id, id)
);
create index events_xid_idx on events (company_id, xid, id);
select app.tenant_table('events', 'select, insert');
select app.guest_table('events', 'insert', 'actor_user_id is null');

-- The answer to a POST that must not happen twice, under the key its sender gave it. The row goes in before the work, in
-- the same transaction: two at once wait for each other, and a failure leaves no trace.
create table idempotency_keys (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    caller text not null,
    operation text not null,
    key text not null,
    request_hash bytea not null,
    answer jsonb,
    created_at timestamptz not null,
    constraint idempotency_keys_pkey primary key (company_id, id),
    constraint idempotency_keys_key unique (company_id, caller, operation, key)
);
create index idempotency_keys_created_idx on idempotency_keys (created_at);
select app.tenant_table('idempotency_keys', 'select, insert, update, delete',
    own => 'caller = app.user_id()::text');
select app.guest_table('idempotency_keys', 'select, insert, update', $$caller = 'guest'$$);
grant select (created_at), delete on idempotency_keys to frontdesk_platform;
create policy platform on idempotency_keys to frontdesk_platform using (true);
