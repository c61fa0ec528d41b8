-- When whoever has a calendar works: a week or a rule, days that are different, holidays, shifts; and when not: time off
-- and maintenance, which take time as bookings do.

-- Hours are of a weekday, or of the days that a rule says (RFC 5545, counted from `starts_on`).
alter table working_hours
    alter column weekday drop not null,
    add column rule text,
    add column starts_on date,
    add constraint working_hours_day check ((weekday is null) = (rule is not null)
                                            and (rule is null) = (starts_on is null));
create index working_hours_calendar_idx on working_hours (company_id, calendar_id);

-- What a single day is instead of what week and rules say: its windows, or none where it is excluded.
create table day_exceptions (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    calendar_id uuid not null,
    on_date date not null,
    starts_minutes smallint[] not null default '{}',
    ends_minutes smallint[] not null default '{}',
    reason text not null default '',
    constraint day_exceptions_pkey primary key (company_id, id),
    constraint day_exceptions_key unique (company_id, calendar_id, on_date),
    constraint day_exceptions_windows check (cardinality(starts_minutes) = cardinality(ends_minutes)),
    constraint day_exceptions_calendar_fkey foreign key (company_id, calendar_id) references calendars
);
select app.tenant_table('day_exceptions', 'select, insert, update, delete');
select app.guest_table('day_exceptions', 'select (company_id, calendar_id, on_date, starts_minutes, ends_minutes)');

-- Days on which nobody works, here or everywhere.
create table holidays (
    company_id uuid not null default app.company_id() constraint holidays_company_fkey references companies,
    id uuid not null,
    location_id uuid, -- null: all of the company
    on_date date not null,
    name text not null,
    created_at timestamptz not null,
    constraint holidays_pkey primary key (company_id, id),
    constraint holidays_location_fkey foreign key (company_id, location_id) references locations
);
create unique index holidays_key on holidays (company_id, on_date, coalesce(location_id, '00000000-0000-0000-0000-000000000000'));
select app.tenant_table('holidays', 'select, insert, update, delete');
select app.guest_table('holidays', 'select');

-- When somebody works, one stretch at a time; bookable once it is published.
create table shifts (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    calendar_id uuid not null,
    location_id uuid,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    -- what was on the clock when it was planned, and where
    time_zone text not null,
    wall_starts_at timestamp not null,
    wall_ends_at timestamp not null,
    published_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null,
    constraint shifts_pkey primary key (company_id, id),
    constraint shifts_time check (starts_at < ends_at and ends_at <= starts_at + interval '2 days'),
    constraint shifts_calendar_fkey foreign key (company_id, calendar_id) references calendars,
    constraint shifts_location_fkey foreign key (company_id, location_id) references locations,
    constraint shifts_no_overlap exclude using gist (
        company_id with =, calendar_id with =, tstzrange(starts_at, ends_at) with &&)
);
create index shifts_starts_idx on shifts (company_id, starts_at, id);
create index shifts_calendar_idx on shifts (company_id, calendar_id, starts_at);
select app.tenant_table('shifts', 'select, insert, update, delete');
select app.guest_table('shifts', 'select (company_id, calendar_id, location_id, starts_at, ends_at, published_at)',
                       'published_at is not null');

-- Time that is not for booking: somebody's time off, once it is approved, and maintenance of a resource or a location.
create table blocks (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    calendar_id uuid not null,
    kind text not null constraint blocks_kind_known check (kind in ('time_off', 'maintenance')),
    -- `time_off` begins as `requested`; only what is `active` takes time
    status text not null constraint blocks_status_known check (status in ('requested', 'active', 'declined', 'cancelled')),
    reason text not null default '',
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    time_zone text not null,
    wall_starts_at timestamp not null,
    wall_ends_at timestamp not null,
    requested_by uuid, -- the member
    decided_by uuid,
    decision_reason text,
    version integer not null default 1,
    created_at timestamptz not null,
    constraint blocks_pkey primary key (company_id, id),
    constraint blocks_time check (starts_at < ends_at and ends_at <= starts_at + interval '400 days'),
    constraint blocks_calendar_fkey foreign key (company_id, calendar_id) references calendars,
    constraint blocks_no_overlap exclude using gist (
        company_id with =, calendar_id with =, tstzrange(starts_at, ends_at) with &&) where (status = 'active')
);
create index blocks_starts_idx on blocks (company_id, starts_at, id);
create index blocks_calendar_idx on blocks (company_id, calendar_id, starts_at);
select app.tenant_table('blocks', 'select, insert, update',
    own => 'exists (select from staff s where s.company_id = blocks.company_id and s.calendar_id = blocks.calendar_id '
           'and s.id = app.staff_id())');
select app.errand_table('blocks', 'frontdesk_clerk', 'select');

-- A hold: somebody is at the checkout, and their time is theirs for a few minutes.
create table holds (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    secret_hash bytea not null,
    -- what is held: services, add-ons, party, place; who and where was chosen for it
    choice jsonb not null,
    starts_at timestamptz not null,
    expires_at timestamptz not null,
    created_at timestamptz not null,
    constraint holds_pkey primary key (company_id, id),
    constraint holds_secret_key unique (company_id, secret_hash)
);
create index holds_expires_idx on holds (expires_at);
select app.tenant_table('holds', 'select');
select app.guest_table('holds', 'insert');
select app.errand_table('holds', 'frontdesk_clerk', 'select, delete');
grant select (company_id, expires_at), delete on holds to frontdesk_platform;
create policy platform on holds to frontdesk_platform using (true);

-- An allocation is of one booking, one block or one hold. None is long, so that what is taken in a range is found between two
-- ends of an index; a long block takes its time in pieces.
delete from allocations where booking_id is null;
alter table allocations
    add column block_id uuid,
    add column hold_id uuid,
    add constraint allocations_of_one check (num_nonnulls(booking_id, block_id, hold_id) = 1),
    add constraint allocations_length check (ends_at <= starts_at + interval '768 hours'),
    add constraint allocations_block_fkey foreign key (company_id, block_id) references blocks,
    add constraint allocations_hold_fkey foreign key (company_id, hold_id) references holds on delete cascade
        deferrable initially deferred;
create index allocations_block_idx on allocations (company_id, block_id) where block_id is not null;
create index allocations_hold_idx on allocations (company_id, hold_id) where hold_id is not null;
alter policy guest on allocations using (company_id = app.company_id())
    with check (company_id = app.company_id() and block_id is null);
