-- What a booking is of: several services one after the other, add-ons, a party, a place, and what it is about.

-- What a client has that is worked on: a vehicle, a pet, a house.
create table assets (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    client_id uuid not null,
    kind text not null constraint assets_kind_known check (kind in ('vehicle', 'pet', 'site', 'other')),
    name text not null,
    make text,
    model text,
    year smallint constraint assets_year check (year between 1800 and 2200),
    identifier text, -- a number plate, a chip
    notes text not null default '',
    archived_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null,
    constraint assets_pkey primary key (company_id, id),
    constraint assets_client_key unique (company_id, client_id, id),
    constraint assets_client_fkey foreign key (company_id, client_id) references clients
);
select app.tenant_table('assets', 'select, insert, update',
    own => 'exists (select from clients c where c.company_id = assets.company_id and c.id = client_id)');
select app.guest_table('assets', 'insert');
select app.customer_table('assets', 'select, insert, update', 'client_id = app.client_id()');

alter table companies
    add column hold_minutes integer not null default 10 constraint companies_hold check (hold_minutes between 1 and 60),
    -- Whether giving a pending booking to somebody confirms it.
    add column assignment_confirms boolean not null default true;
alter table orders add constraint orders_client_key unique (company_id, client_id, id);

alter table bookings
    alter column staff_id drop not null,
    add column location_id uuid,
    add column party_size integer not null default 1 constraint bookings_party check (party_size between 1 and 1000),
    add column place text not null default 'location' constraint bookings_place_known check (place in ('location', 'on_site')),
    add column street text,
    add column city text,
    add column zip text,
    add column country text constraint bookings_country check (country ~ '^[A-Z]{2}$'), -- ISO 3166-1
    add column asset_id uuid,
    add column express boolean not null default false,
    add column staff_notes text not null default '', -- for staff alone
    add constraint bookings_location_fkey foreign key (company_id, location_id) references locations,
    add constraint bookings_asset_fkey foreign key (company_id, client_id, asset_id) references assets (company_id, client_id, id),
    add constraint bookings_on_site check (place <> 'on_site' or (street is not null and city is not null));
alter table bookings drop constraint bookings_source_known;
alter table bookings add constraint bookings_source_known check (source in ('website', 'staff', 'customer'));
create index bookings_status_idx on bookings (company_id, status, starts_at, id);
create index bookings_location_idx on bookings (company_id, location_id, starts_at) where location_id is not null;
grant select (cancellation_notice_minutes) on companies to frontdesk_customer;
grant select (location_id, party_size, place, street, city, zip, country, asset_id, express) on bookings to frontdesk_customer;

-- The services of a booking in their order, and the add-ons, with the time each takes.
create table booking_items (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    booking_id uuid not null,
    position smallint not null,
    service_id uuid not null,
    addon_id uuid, -- of that service
    duration_minutes integer not null,
    constraint booking_items_pkey primary key (company_id, id),
    constraint booking_items_position_key unique (company_id, booking_id, position),
    constraint booking_items_booking_fkey foreign key (company_id, booking_id) references bookings,
    constraint booking_items_service_fkey foreign key (company_id, service_id) references services,
    constraint booking_items_addon_fkey foreign key (company_id, addon_id) references addons
);
create index booking_items_service_idx on booking_items (company_id, service_id);
create index booking_items_addon_idx on booking_items (company_id, addon_id) where addon_id is not null;
select app.tenant_table('booking_items', 'select, insert, update, delete',
    own => 'exists (select from bookings b where b.company_id = booking_items.company_id and b.id = booking_id)');
select app.guest_table('booking_items', 'insert');
insert into booking_items (company_id, id, booking_id, position, service_id, duration_minutes)
select company_id, gen_random_uuid(), id, 1, service_id, extract(epoch from ends_at - starts_at)::integer / 60 from bookings;

-- History also tells of other times and other people.
alter table booking_history
    add column kind text not null default 'status'
        constraint booking_history_kind_known check (kind in ('status', 'time', 'staff', 'items')),
    add column details jsonb;
alter table booking_history drop constraint booking_history_actor_known;
alter table booking_history add constraint booking_history_actor_known
    check (actor_kind in ('staff', 'guest', 'customer', 'system'));

alter table order_lines drop constraint order_lines_kind_known;
alter table order_lines
    add constraint order_lines_kind_known check (kind in ('service', 'addon', 'surcharge')),
    add column addon_id uuid,
    add column position smallint not null default 1,
    add constraint order_lines_addon_fkey foreign key (company_id, addon_id) references addons;
