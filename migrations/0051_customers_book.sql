-- Customers who are signed in book for themselves, and move what they have booked. What they read for it is what a visitor
-- reads; what they write is theirs, says so, and says no more than a booking of theirs may.

revoke select on companies, services from frontdesk_customer;
grant select on companies, services to frontdesk_customer;
grant select (calendar_id, skills, location_id, archived_at) on staff to frontdesk_customer;
select app.customer_table('calendars', 'select', 'true');
select app.customer_table('working_hours', 'select', 'true');
select app.customer_table('day_exceptions', 'select (company_id, calendar_id, on_date, starts_minutes, ends_minutes)', 'true');
select app.customer_table('holidays', 'select', 'true');
select app.customer_table('shifts', 'select (company_id, calendar_id, location_id, starts_at, ends_at, published_at)',
                          'published_at is not null');
select app.customer_table('locations', 'select', 'archived_at is null');
select app.customer_table('resources', 'select (company_id, id, calendar_id, location_id, kind, archived_at)',
                          'archived_at is null');
select app.customer_table('service_resources', 'select', 'true');
select app.customer_table('addons', 'select', 'archived_at is null');
select app.customer_table('service_addons', 'select', 'true');
select app.customer_table('allocations',
    'select (company_id, calendar_id, unit, starts_at, ends_at, booking_id, expires_at)', 'true');

-- A booking of their own is confirmed at once only where the company has it so. It moves while it is open, to time that it
-- has, with whom it has it: what the row says is what was taken.
grant insert, select (language, xmin), update (starts_at, ends_at, time_zone, wall_starts_at, staff_id, location_id, version)
    on bookings to frontdesk_customer;
drop policy customer on bookings;
create policy customer on bookings for select to frontdesk_customer
    using (company_id = app.company_id() and client_id = app.client_id());
create policy customer_insert on bookings for insert to frontdesk_customer
    with check (company_id = app.company_id() and client_id = app.client_id() and source = 'customer'
                and created_by is null and staff_notes = '' and status in ('pending', 'confirmed')
                and (status = 'pending') = (select c.confirmation = 'manual' from companies c where c.id = bookings.company_id));
create policy customer_update on bookings for update to frontdesk_customer
    using (company_id = app.company_id() and client_id = app.client_id())
    with check (company_id = app.company_id() and client_id = app.client_id() and status in ('pending', 'confirmed')
        and not exists (
            select from allocations a
            join calendars c on c.company_id = bookings.company_id and c.id = a.calendar_id and c.kind <> 'quota'
            where a.company_id = bookings.company_id and a.booking_id = bookings.id
              and (a.starts_at > bookings.starts_at or a.ends_at < bookings.ends_at))
        and (staff_id is null or exists (
            select from allocations a join staff s on s.company_id = bookings.company_id and s.calendar_id = a.calendar_id
            where a.company_id = bookings.company_id and a.booking_id = bookings.id and s.id = bookings.staff_id)));

-- What it is of, and what it costs, is said in the transaction that makes it, of what visitors can book, at the price that
-- the catalogue has; afterwards a customer changes neither.
select app.customer_table('booking_items', 'select, insert',
    'exists (select from bookings b where b.company_id = booking_items.company_id and b.id = booking_id)');
alter policy customer on booking_items with check (
    company_id = app.company_id()
    and exists (select from bookings b where b.company_id = booking_items.company_id and b.id = booking_id
                  and b.client_id = app.client_id() and b.xmin = pg_current_xact_id()::xid)
    and exists (select from services s where s.company_id = booking_items.company_id and s.id = service_id
                  and s.archived_at is null and s.visibility <> 'internal'));
grant insert on orders, order_lines to frontdesk_customer;
alter policy customer on orders with check (
    company_id = app.company_id() and client_id = app.client_id()
    and exists (select from bookings b where b.company_id = orders.company_id and b.id = booking_id
                  and b.client_id = app.client_id() and b.xmin = pg_current_xact_id()::xid));
alter policy customer on order_lines with check (
    company_id = app.company_id()
    and exists (select from orders o where o.company_id = order_lines.company_id and o.id = order_id
                  and o.client_id = app.client_id() and o.xmin = pg_current_xact_id()::xid)
    and case kind
        when 'service' then unit_amount = (
            select s.price_amount from services s where s.company_id = order_lines.company_id and s.id = service_id)
        when 'addon' then unit_amount = (
            select a.price_amount from addons a where a.company_id = order_lines.company_id and a.id = addon_id)
        else unit_amount >= 0 end);

-- What happened, told as theirs.
select app.customer_table('booking_history', 'insert',
    'actor_kind = ''customer'' and actor_id = app.user_id() and kind in (''status'', ''time'') and exists ('
    'select from bookings b where b.company_id = booking_history.company_id and b.id = booking_id '
    'and b.client_id = app.client_id() and b.status = to_status)');
select app.customer_table('events', 'insert',
    'actor_user_id = app.user_id() and kind in (''booking.created'', ''booking.rescheduled'') and exists ('
    'select from bookings b where b.company_id = events.company_id and b.id = (payload ->> ''booking_id'')::uuid '
    'and b.client_id = app.client_id())');
select app.customer_table('client_staff', 'insert', 'client_id = app.client_id()');
select app.customer_table('idempotency_keys', 'select, insert, update (answer)', 'caller = app.user_id()::text');

-- Mail about it goes to their own address; a reminder of the old time is not sent.
grant select (company_id, id, client_id, booking_id, status, version), insert, update (status, version)
    on messages to frontdesk_customer;
create policy customer on messages for select to frontdesk_customer
    using (company_id = app.company_id() and client_id = app.client_id());
create policy customer_insert on messages for insert to frontdesk_customer
    with check (company_id = app.company_id() and client_id = app.client_id() and status in ('scheduled', 'queued')
                and recipient = (select c.email from clients c where c.company_id = messages.company_id and c.id = client_id));
create policy customer_update on messages for update to frontdesk_customer
    using (company_id = app.company_id() and client_id = app.client_id() and status = 'scheduled')
    with check (company_id = app.company_id() and client_id = app.client_id() and status = 'cancelled');
grant usage on schema apalis to frontdesk_customer;
grant insert on apalis.jobs to frontdesk_customer;
create policy customer on apalis.jobs for insert to frontdesk_customer
    with check (metadata -> 'company_id' = app.company_id()::text);
