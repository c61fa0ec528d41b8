-- What a company offers: how long it takes, what it costs, and the time around it that cannot be booked.
create table services (
    company_id uuid not null default app.company_id() constraint services_company_fkey references companies,
    id uuid not null,
    name text not null,
    description text not null default '',
    duration_minutes integer not null constraint services_duration check (duration_minutes between 5 and 1440),
    buffer_before_minutes integer not null default 0
        constraint services_buffer_before check (buffer_before_minutes between 0 and 480),
    buffer_after_minutes integer not null default 0
        constraint services_buffer_after check (buffer_after_minutes between 0 and 480),
    price_amount bigint not null constraint services_price check (price_amount >= 0), -- minor units
    price_currency text not null, -- ISO 4217
    archived_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    constraint services_pkey primary key (company_id, id)
);
create index services_created_idx on services (company_id, created_at, id);
select app.tenant_table('services', 'select, insert, update');
select app.guest_table('services', 'select', 'archived_at is null');
