-- Whoever is forgotten is forgotten in their bookings too: where they live, what they have, and what was said of them.
grant update (street, city, zip, country, staff_notes) on bookings to frontdesk_clerk;
grant select (company_id, id, booking_id), update (reason) on booking_history to frontdesk_clerk;
select app.errand_table('assets', 'frontdesk_clerk',
    'select, update (name, make, model, year, identifier, notes, archived_at, version)');

create function app.erase_client_bookings(company uuid, client uuid, called text, at timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    subject uuid;
begin
    if company is distinct from app.company_id() then
        raise exception 'another company' using errcode = 'FD404';
    end if;
    perform from clients c where c.company_id = company and c.id = client and c.erased_at is not null;
    if not found then
        raise exception 'nobody who was erased' using errcode = 'FD409', constraint = 'client_not_archived';
    end if;
    update bookings b
    set staff_notes = '', street = case when b.place = 'on_site' then called end,
        city = case when b.place = 'on_site' then called end, zip = null, country = null, version = b.version + 1
    where b.company_id = company and b.client_id = client and (b.staff_notes <> '' or b.street is not null);
    update booking_history h set reason = null
    where h.company_id = company and h.booking_id in (
        select b.id from bookings b where b.company_id = company and b.client_id = client);
    update assets a
    set name = called, make = null, model = null, year = null, identifier = null, notes = '',
        archived_at = coalesce(a.archived_at, at), version = a.version + 1
    where a.company_id = company and a.client_id = client;
    for subject in select a.id from assets a where a.company_id = company and a.client_id = client loop
        perform app.erase_audit_payload(company, 'assets', subject);
    end loop;
    for subject in select b.id from bookings b where b.company_id = company and b.client_id = client loop
        perform app.erase_audit_payload(company, 'bookings', subject);
    end loop;
end
$$;
alter function app.erase_client_bookings owner to frontdesk_clerk;
revoke execute on function app.erase_client_bookings from public;
grant execute on function app.erase_client_bookings to frontdesk_tenant;
