-- Where work is done and what with: locations, and resources such as rooms, bays and machines. Each has a calendar, as
-- staff have, and its capacity is how many can have it at once.
alter table calendars drop constraint calendars_kind_known;
alter table calendars
    add constraint calendars_kind_known check (kind in ('staff', 'resource', 'location', 'quota')),
    -- `week`: working hours, and what exceptions make of single days; `shifts`: published shifts alone; `always`: at any
    -- time that the location is open.
    add column hours text not null default 'week' constraint calendars_hours_known check (hours in ('week', 'shifts', 'always'));

create table locations (
    company_id uuid not null default app.company_id() constraint locations_company_fkey references companies,
    id uuid not null,
    calendar_id uuid not null,
    name text not null,
    street text,
    city text,
    zip text,
    country text constraint locations_country check (country ~ '^[A-Z]{2}$'), -- ISO 3166-1
    phone text constraint locations_phone_e164 check (phone ~ '^\+[1-9][0-9]{5,14}$'),
    archived_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null,
    constraint locations_pkey primary key (company_id, id),
    constraint locations_calendar_key unique (company_id, calendar_id),
    constraint locations_calendar_fkey foreign key (company_id, calendar_id) references calendars
);
create index locations_created_idx on locations (company_id, created_at, id);
select app.tenant_table('locations', 'select, insert, update');
select app.guest_table('locations', 'select', 'archived_at is null');

create table resources (
    company_id uuid not null default app.company_id() constraint resources_company_fkey references companies,
    id uuid not null,
    calendar_id uuid not null,
    location_id uuid,
    kind text not null, -- the company's own word, such as `room`
    name text not null,
    description text not null default '',
    archived_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null,
    constraint resources_pkey primary key (company_id, id),
    constraint resources_calendar_key unique (company_id, calendar_id),
    constraint resources_calendar_fkey foreign key (company_id, calendar_id) references calendars,
    constraint resources_location_fkey foreign key (company_id, location_id) references locations
);
create index resources_created_idx on resources (company_id, created_at, id);
select app.tenant_table('resources', 'select, insert, update');
select app.guest_table('resources', 'select (company_id, id, calendar_id, location_id, kind, archived_at)',
                       'archived_at is null');

alter table staff
    add column skills text[] not null default '{}',
    add column location_id uuid, -- where they work; null: wherever they are needed
    add constraint staff_location_fkey foreign key (company_id, location_id) references locations;
grant select (skills, location_id) on staff to frontdesk_guest;
