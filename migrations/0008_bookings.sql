-- Bookings, and the time they take.
--
-- `allocations` is what makes a double booking impossible to store: a row exists exactly while something blocks a unit of
-- a calendar, and the exclusion constraint refuses a second one that overlaps. `during` includes the buffers.
--
-- What every booking writes, from here on, names no foreign key to `companies`: each insert would lock and mark the
-- company's row, one that all its writers share. The composite keys lead to rows that do name it.
create table bookings (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    reference text not null, -- what a person reads out on the phone
    client_id uuid not null,
    service_id uuid not null,
    staff_id uuid not null,
    status text not null constraint bookings_status_known check (status in (
        'pending', 'confirmed', 'in_progress', 'completed', 'cancelled', 'declined', 'expired', 'no_show')),
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    -- what the person who booked saw on the clock, and where
    time_zone text not null,
    wall_starts_at timestamp not null,
    source text not null constraint bookings_source_known check (source in ('website', 'staff')),
    language text not null, -- the reader's, for every message about it
    notes text not null default '',
    created_by uuid, -- the member of staff, where it was one
    expires_at timestamptz, -- while pending
    version integer not null default 1,
    created_at timestamptz not null,
    constraint bookings_pkey primary key (company_id, id),
    constraint bookings_reference_key unique (company_id, reference),
    constraint bookings_time check (starts_at < ends_at),
    constraint bookings_pending_expires check ((status = 'pending') = (expires_at is not null)),
    constraint bookings_client_fkey foreign key (company_id, client_id) references clients,
    constraint bookings_service_fkey foreign key (company_id, service_id) references services,
    constraint bookings_staff_fkey foreign key (company_id, staff_id) references staff
);
create index bookings_starts_idx on bookings (company_id, starts_at, id);
create index bookings_client_idx on bookings (company_id, client_id, starts_at);
create index bookings_staff_idx on bookings (company_id, staff_id, starts_at);
create index bookings_expiring_idx on bookings (expires_at) where expires_at is not null;
select app.tenant_table('bookings', 'select, insert, update',
    own => 'staff_id = app.staff_id() or created_by = app.user_id()');
select app.guest_table('bookings', 'insert', $$source = 'website' and status in ('pending', 'confirmed')$$);
grant select (company_id, id, expires_at, status) on bookings to frontdesk_platform;
create policy platform on bookings for select to frontdesk_platform using (true);

create table booking_history (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    booking_id uuid not null,
    from_status text,
    to_status text not null,
    actor_kind text not null constraint booking_history_actor_known check (actor_kind in ('staff', 'guest', 'system')),
    actor_id uuid,
    reason text,
    at timestamptz not null,
    constraint booking_history_pkey primary key (company_id, id),
    constraint booking_history_booking_fkey foreign key (company_id, booking_id) references bookings
);
create index booking_history_booking_idx on booking_history (company_id, booking_id, at, id);
select app.tenant_table('booking_history', 'select, insert',
    own => 'exists (select from bookings b where b.company_id = booking_history.company_id and b.id = booking_id)');
select app.guest_table('booking_history', 'insert', $$actor_kind = 'guest'$$);

create table allocations (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    calendar_id uuid not null,
    unit smallint not null constraint allocations_unit check (unit >= 1),
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    during tstzrange not null generated always as (tstzrange(starts_at, ends_at)) stored,
    booking_id uuid,
    expires_at timestamptz,
    constraint allocations_pkey primary key (company_id, id),
    constraint allocations_time check (starts_at < ends_at),
    constraint allocations_calendar_fkey foreign key (company_id, calendar_id) references calendars,
    -- time is taken first, the booking is written after
    constraint allocations_booking_fkey foreign key (company_id, booking_id) references bookings
        deferrable initially deferred,
    constraint allocations_no_overlap exclude using gist (
        company_id with =, calendar_id with =, unit with =, during with &&)
);
create index allocations_ends_idx on allocations (company_id, calendar_id, ends_at);
create index allocations_booking_idx on allocations (company_id, booking_id);
create index allocations_expires_idx on allocations (company_id, calendar_id, expires_at) where expires_at is not null;
-- Never scoped to own rows, and naming no person: a colleague's time blocks too.
select app.tenant_table('allocations', 'select, insert, update, delete');
select app.guest_table('allocations', 'select (company_id, calendar_id, unit, starts_at, ends_at, expires_at), insert');

-- A constraint cannot know the time, so whoever wants to book first clears what has run out in that window. Only the
-- time is given back here; a job tells the booking itself.
select app.errand_table('allocations', 'frontdesk_clerk', 'select, delete');
create function app.release_expired(company uuid, calendars uuid[], window_from timestamptz, window_to timestamptz,
                                    at timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if company is distinct from app.company_id() then
        raise exception 'another company' using errcode = 'FD404';
    end if;
    delete from public.allocations a
    where a.company_id = company and a.calendar_id = any (calendars)
      and a.expires_at <= release_expired.at and a.starts_at < window_to and a.ends_at > window_from;
end
$$;
alter function app.release_expired owner to frontdesk_clerk;
revoke execute on function app.release_expired from public;
grant execute on function app.release_expired to frontdesk_guest, frontdesk_tenant;
