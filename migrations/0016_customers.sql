-- Customers who sign in: one person, a card in each company that serves them, and nobody else's rows in any.
alter table clients
    add column user_id uuid constraint clients_user_fkey references users,
    add constraint clients_user_key unique (company_id, user_id);
create index clients_user_idx on clients (user_id);

grant select (id, slug, name, time_zone, currency, language) on companies to frontdesk_customer;
create policy customer on companies to frontdesk_customer using (id = app.company_id());
select app.customer_table('clients', 'select (company_id, id, name, email, phone, language, version, created_at), '
                          'update (name, phone, language, version)', 'id = app.client_id()');
select app.customer_table('bookings',
    'select (company_id, id, reference, client_id, service_id, staff_id, status, starts_at, ends_at, time_zone, '
    'wall_starts_at, expires_at, version, created_at)', 'client_id = app.client_id()');
select app.customer_table('orders', 'select', 'client_id = app.client_id()');
select app.customer_table('order_lines', 'select',
    'exists (select from orders o where o.company_id = order_lines.company_id and o.id = order_lines.order_id)');
-- What was booked keeps its names, also of what has been archived since.
select app.customer_table('services', 'select (company_id, id, name)', 'true');
select app.customer_table('staff', 'select (company_id, id, name)', 'true');

-- The card of a person whose address is proven: theirs already, or the oldest with their address that is nobody's yet, or
-- a new one. Two links followed at once find one card: they wait for each other, as visitors do. FD404: the company takes
-- nobody now; FD403: it has put the card away.
grant update (user_id) on clients to frontdesk_clerk;
create function app.client_for_customer(company uuid, usr uuid, new_id uuid, usr_name text, usr_email text,
                                        usr_language text, usr_phone text) returns uuid
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    found_id uuid;
    put_away timestamptz;
begin
    if usr is distinct from app.user_id() then
        raise exception 'somebody else' using errcode = 'FD401';
    end if;
    perform from companies c where c.id = company and c.status = 'active';
    if not found then
        raise exception 'no such company' using errcode = 'FD404', constraint = 'company';
    end if;
    perform pg_advisory_xact_lock(hashtextextended(company || usr_email, 0));
    select c.id, c.archived_at into found_id, put_away from clients c where c.company_id = company and c.user_id = usr;
    if found then
        if put_away is not null then
            raise exception 'the card is archived' using errcode = 'FD403', constraint = 'archived';
        end if;
        return found_id;
    end if;
    select c.id into found_id from clients c
    where c.company_id = company and c.email = usr_email and c.user_id is null and c.archived_at is null
    order by c.created_at, c.id limit 1;
    if found then
        update clients c set user_id = usr where c.company_id = company and c.id = found_id;
        return found_id;
    end if;
    insert into clients (company_id, id, name, email, phone, language, user_id)
    values (company, new_id, usr_name, usr_email, usr_phone, usr_language, usr);
    return new_id;
end
$$;
alter function app.client_for_customer owner to frontdesk_clerk;

-- A number proves nothing. Whoever has the address of a card can come to see what is booked on it, so a visitor finds a card
-- with an address by that alone: with somebody else's number on it, it would collect somebody else's bookings.
create or replace function app.client_for_guest(company uuid, new_id uuid, client_name text, client_email text,
                                                client_phone text, client_language text) returns uuid
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    found_id uuid;
    contact bigint;
begin
    if company is distinct from app.company_id() then
        raise exception 'another company' using errcode = 'FD404';
    end if;
    for contact in
        select hashtextextended(company || c, 0) from unnest(array[client_email, client_phone]) c where c is not null order by 1
    loop
        perform pg_advisory_xact_lock(contact);
    end loop;
    select c.id into found_id from public.clients c
    where c.company_id = company and c.archived_at is null
      and (c.email = client_email or (c.phone = client_phone and c.email is null and c.user_id is null))
    order by (c.email is not distinct from client_email) desc, c.created_at limit 1;
    if found then
        return found_id;
    end if;
    insert into public.clients (company_id, id, name, email, phone, language)
    values (company, new_id, client_name, client_email, client_phone, client_language);
    return new_id;
end
$$;

create function app.admit_customer(company uuid, usr uuid, session uuid, at timestamptz) returns uuid
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    client uuid;
begin
    select k.id into client
    from sessions e
    join clients k on k.company_id = e.company_id and k.user_id = e.user_id and k.archived_at is null
    join companies c on c.id = e.company_id and c.status = 'active'
    where e.id = admit_customer.session and e.user_id = admit_customer.usr and e.company_id = admit_customer.company
      and e.kind = 'customer' and e.revoked_at is null and e.expires_at > admit_customer.at;
    if not found then
        raise exception 'not admitted' using errcode = 'FD401';
    end if;
    return client;
end
$$;
alter function app.admit_customer owner to frontdesk_clerk;
create function app.enter_customer(company uuid, usr uuid, session uuid, request text, address text, at timestamptz)
returns void language plpgsql as $$
begin
    perform app.become('frontdesk_customer', 'customer', company, usr, null, false, request, address,
                       app.admit_customer(company, usr, session, at));
end
$$;

-- A visitor's first step: a page is open as long as its company is, whatever a process remembers of its address.
create function app.admit_guest(company uuid) returns uuid language plpgsql stable security definer
    set search_path = pg_catalog, public, pg_temp as $$
begin
    perform from companies c where c.id = company and c.status = 'active';
    if not found then
        raise exception 'no such company' using errcode = 'FD404', constraint = 'company';
    end if;
    return company;
end
$$;
alter function app.admit_guest owner to frontdesk_clerk;
create or replace function app.enter_guest(company uuid, request text, address text default null, link uuid default null)
returns void language plpgsql as $$
begin
    perform app.become('frontdesk_guest', 'guest', app.admit_guest(company), null, null, false, request, address, null,
                       null, link);
end
$$;

-- Who may call what, for everything since the first doors.
revoke execute on all functions in schema app from public;
grant execute on function app.company_id, app.user_id, app.staff_id, app.own, app.request_id, app.client_id,
    app.api_key_id, app.link_id, app.actor, app.address to public;
grant execute on function app.become, app.admit, app.enter_tenant, app.enter_job, app.admit_guest, app.enter_guest,
    app.enter_schedule, app.enter_identity, app.admit_person, app.enter_person, app.admit_operator, app.enter_operator,
    app.admit_customer, app.enter_customer, app.company_by_slug, app.role_by_key, app.key_by_hash, app.invitation_by_hash
    to frontdesk_app;
grant execute on function app.accept_invitation, app.client_for_customer, app.note_operator_sign_in
    to frontdesk_identity;
grant execute on function app.end_sessions to frontdesk_tenant;
