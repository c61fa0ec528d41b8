-- Webhooks: where a company's programs are told what happens, and what became of each telling.
--
-- Each endpoint reads on in `events` by itself, in their order and below the snapshot's xmin, as whoever listens does: so
-- nothing is missed, an event costs its transaction nothing, and no endpoint can stand in the way of a booking.
create table webhooks (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    -- Which of the company's places it has: there are so many and no more, whoever adds one at the same moment.
    slot integer not null,
    url text not null,
    description text not null,
    event_types text[] not null, -- none: every one
    enabled boolean not null default true,
    disabled_at timestamptz, -- we did, since nothing arrived
    tested_at timestamptz,
    replayed_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null,
    -- It has been told everything up to here, and nothing from before it was made or enabled.
    told_xid xid8 not null default pg_current_xact_id(),
    told_event uuid not null default '00000000-0000-0000-0000-000000000000',
    handed_at timestamptz, -- a job has been told that there is news
    failing_since timestamptz, -- the first failure since anything arrived
    constraint webhooks_pkey primary key (company_id, id),
    constraint webhooks_slot_key unique (company_id, slot),
    constraint webhooks_slots check (slot between 1 and 20),
    constraint webhooks_disabled check (disabled_at is null or not enabled),
    constraint webhooks_company_fkey foreign key (company_id) references companies
);
select app.tenant_table('webhooks', 'select, insert, update, delete');

-- What deliveries are signed with, encrypted under a key that the database has not got. One that was replaced goes on
-- signing beside the new one until it expires.
create table webhook_secrets (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    webhook_id uuid not null,
    secret text not null,
    expires_at timestamptz,
    created_at timestamptz not null,
    constraint webhook_secrets_pkey primary key (company_id, id),
    constraint webhook_secrets_webhook_fkey foreign key (company_id, webhook_id) references webhooks on delete cascade
);
create unique index webhook_secrets_current_idx on webhook_secrets (company_id, webhook_id) where expires_at is null;
create index webhook_secrets_webhook_idx on webhook_secrets (company_id, webhook_id);
select app.tenant_table('webhook_secrets', 'select, insert, update, delete');

-- One event for one endpoint, once, with the body as it goes out every time. A test is an event that nobody else hears of,
-- so not every event here is in `events`.
create table webhook_deliveries (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    webhook_id uuid not null,
    event uuid not null,
    event_type text not null,
    body text not null,
    status text not null constraint webhook_deliveries_status_known check (status in ('pending', 'delivered', 'failed')),
    attempts integer not null default 0, -- since it was made, or replayed
    next_attempt_at timestamptz,
    taken_until timestamptz, -- a job is at it
    ended_at timestamptz,
    created_at timestamptz not null,
    constraint webhook_deliveries_pkey primary key (company_id, id),
    constraint webhook_deliveries_event_key unique (company_id, webhook_id, event),
    constraint webhook_deliveries_pending check ((status = 'pending') = (next_attempt_at is not null)),
    constraint webhook_deliveries_ended check ((status = 'pending') = (ended_at is null)),
    constraint webhook_deliveries_webhook_fkey foreign key (company_id, webhook_id) references webhooks on delete cascade
);
create index webhook_deliveries_created_idx on webhook_deliveries (company_id, webhook_id, created_at, id);
create index webhook_deliveries_due_idx on webhook_deliveries (next_attempt_at) where next_attempt_at is not null;
create index webhook_deliveries_taken_idx on webhook_deliveries (taken_until) where taken_until is not null;
create index webhook_deliveries_ended_idx on webhook_deliveries (ended_at) where ended_at is not null;
select app.tenant_table('webhook_deliveries', 'select, insert, update, delete');

-- What an endpoint answered, each time.
create table webhook_attempts (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    delivery_id uuid not null,
    at timestamptz not null,
    duration_ms integer not null,
    response_status integer,
    response_body text,
    failure text,
    constraint webhook_attempts_pkey primary key (company_id, id),
    constraint webhook_attempts_delivery_fkey foreign key (company_id, delivery_id) references webhook_deliveries
        on delete cascade
);
create index webhook_attempts_delivery_idx on webhook_attempts (company_id, delivery_id, at, id);
select app.tenant_table('webhook_attempts', 'select, insert');

-- The schedule sees who has news and what is due, and hands it to the queue; it reads no address and no body. It throws
-- away what ended long ago.
grant select (company_id, id, enabled, told_xid, told_event, handed_at, failing_since), update (handed_at) on webhooks
    to frontdesk_platform;
create policy platform on webhooks to frontdesk_platform using (true) with check (true);
grant select (company_id, id, webhook_id, status, attempts, next_attempt_at, taken_until, ended_at), update (taken_until), delete
    on webhook_deliveries to frontdesk_platform;
create policy platform on webhook_deliveries to frontdesk_platform using (true) with check (true);
