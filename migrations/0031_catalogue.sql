-- What can be booked: services in categories, with add-ons, and what each needs: somebody with a skill, resources of a kind,
-- a place at the location.

-- What kinds of service there are at all is the installation's to say.
create table service_types (
    id uuid primary key,
    name text not null constraint service_types_name_key unique,
    description text not null default '',
    archived_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null
);
alter table service_types owner to frontdesk_owner;
grant select, insert, update, delete on service_types to frontdesk_platform;
grant select on service_types to frontdesk_tenant, frontdesk_guest;

create table service_categories (
    company_id uuid not null default app.company_id() constraint service_categories_company_fkey references companies,
    id uuid not null,
    name text not null,
    description text not null default '',
    position integer not null default 0,
    archived_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null,
    constraint service_categories_pkey primary key (company_id, id),
    constraint service_categories_name_key unique (company_id, name)
);
select app.tenant_table('service_categories', 'select, insert, update, delete');
select app.guest_table('service_categories', 'select', 'archived_at is null');

alter table services
    add column service_type_id uuid constraint services_service_type_fkey references service_types,
    add column category_id uuid,
    add column position integer not null default 0,
    -- `public`: listed; `unlisted`: booked by whoever has its id; `internal`: by staff alone
    add column visibility text not null default 'public'
        constraint services_visibility_known check (visibility in ('public', 'unlisted', 'internal')),
    add column place text not null default 'location'
        constraint services_place_known check (place in ('location', 'on_site', 'either')),
    add column needs_staff boolean not null default true,
    add column skills text[] not null default '{}',
    -- A place at the location: one of its capacity.
    add column needs_place boolean not null default false,
    add column max_party_size integer not null default 1
        constraint services_party check (max_party_size between 1 and 1000),
    -- Whether each of a party takes a place and a unit of the resources of their own.
    add column per_person boolean not null default false,
    add column minimum_notice_minutes integer constraint services_notice check (minimum_notice_minutes between 0 and 43200),
    add column horizon_days integer constraint services_horizon check (horizon_days between 1 and 365),
    -- At most so many a day: a calendar of kind `quota`, of which each booking takes a unit for the whole day.
    add column quota_calendar_id uuid,
    add column on_site_surcharge_amount bigint not null default 0
        constraint services_on_site_surcharge check (on_site_surcharge_amount >= 0),
    add column express_surcharge_amount bigint constraint services_express_surcharge check (express_surcharge_amount >= 0),
    add constraint services_category_fkey foreign key (company_id, category_id) references service_categories,
    add constraint services_quota_fkey foreign key (company_id, quota_calendar_id) references calendars,
    add constraint services_needs_something check (needs_staff or needs_place);
create index services_position_idx on services (company_id, position, id);
grant delete on services to frontdesk_tenant;
alter policy guest on services
    using (company_id = app.company_id() and archived_at is null and visibility <> 'internal')
    with check (company_id = app.company_id() and archived_at is null and visibility <> 'internal');

-- So many resources of a kind, each for the whole booking.
create table service_resources (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    service_id uuid not null,
    kind text not null,
    quantity smallint not null constraint service_resources_quantity check (quantity between 1 and 20),
    constraint service_resources_pkey primary key (company_id, id),
    constraint service_resources_key unique (company_id, service_id, kind),
    constraint service_resources_service_fkey foreign key (company_id, service_id) references services on delete cascade
);
select app.tenant_table('service_resources', 'select, insert, update, delete');
select app.guest_table('service_resources', 'select');

create table addons (
    company_id uuid not null default app.company_id() constraint addons_company_fkey references companies,
    id uuid not null,
    name text not null,
    description text not null default '',
    duration_minutes integer not null default 0 constraint addons_duration check (duration_minutes between 0 and 1440),
    price_amount bigint not null constraint addons_price check (price_amount >= 0), -- minor units
    price_currency text not null, -- ISO 4217
    position integer not null default 0,
    archived_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null,
    constraint addons_pkey primary key (company_id, id)
);
create index addons_created_idx on addons (company_id, created_at, id);
select app.tenant_table('addons', 'select, insert, update, delete');
select app.guest_table('addons', 'select', 'archived_at is null');

-- Which add-ons a service can be booked with.
create table service_addons (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    service_id uuid not null,
    addon_id uuid not null,
    constraint service_addons_pkey primary key (company_id, id),
    constraint service_addons_key unique (company_id, service_id, addon_id),
    constraint service_addons_service_fkey foreign key (company_id, service_id) references services on delete cascade,
    constraint service_addons_addon_fkey foreign key (company_id, addon_id) references addons on delete cascade
);
create index service_addons_addon_idx on service_addons (company_id, addon_id);
select app.tenant_table('service_addons', 'select, insert, update, delete');
select app.guest_table('service_addons', 'select');
