-- The people a company serves. A card belongs to one company; the same person's card next door is another row.
create table clients (
    company_id uuid not null default app.company_id() constraint clients_company_fkey references companies,
    id uuid not null,
    name text not null,
    email text,
    phone text, -- E.164
    language text,
    notes text, -- for staff only
    archived_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    search text not null generated always as (lower(name || ' ' || coalesce(email, '') || ' ' || coalesce(phone, ''))) stored,
    constraint clients_pkey primary key (company_id, id),
    constraint clients_email_normalised check (email = lower(email)),
    constraint clients_phone_e164 check (phone ~ '^\+[1-9][0-9]{5,14}$')
);
create index clients_created_idx on clients (company_id, created_at, id);
create index clients_email_idx on clients (company_id, email);
create index clients_phone_idx on clients (company_id, phone);
-- Without `fastupdate` a new card is in the index at once, and searches do not read a list of pending ones first.
create index clients_search_idx on clients using gin (company_id, search gin_trgm_ops) with (fastupdate = off);

-- Which of the staff look after a client: what an `own` permission on clients reaches.
create table client_staff (
    company_id uuid not null default app.company_id() constraint client_staff_company_fkey references companies,
    id uuid not null,
    client_id uuid not null,
    staff_id uuid not null,
    constraint client_staff_pkey primary key (company_id, id),
    constraint client_staff_key unique (company_id, client_id, staff_id),
    constraint client_staff_client_fkey foreign key (company_id, client_id) references clients on delete cascade,
    constraint client_staff_staff_fkey foreign key (company_id, staff_id) references staff on delete cascade
);
select app.tenant_table('client_staff', 'select, insert, delete');
select app.guest_table('client_staff', 'insert');
select app.tenant_table('clients', 'select, insert, update',
    own => 'exists (select from client_staff cs where cs.company_id = clients.company_id and cs.client_id = clients.id '
           'and cs.staff_id = app.staff_id())');

-- Under row-level security `like` is never an index condition, since it is not leakproof: it would scan the company. So
-- text search is this one narrow function, which checks whose company it searches and reads the trigram index. What it
-- finds still passes through the caller's own policies, since the caller joins its ids to the table.
select app.errand_table('clients', 'frontdesk_search', 'select');
create function app.search_clients(company uuid, query text) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if company is distinct from app.company_id() then
        return;
    end if;
    return query
        select c.id from public.clients c
        where c.company_id = company
          and c.search like '%' || replace(replace(replace(lower(query), '\', '\\'), '%', '\%'), '_', '\_') || '%'
        order by c.created_at desc, c.id desc limit 1000;
end
$$;
alter function app.search_clients owner to frontdesk_search;
revoke execute on function app.search_clients from public;
grant execute on function app.search_clients to frontdesk_tenant;

-- A visitor who books is found again by e-mail or phone, or gets a card. What the card says already is never
-- overwritten: anyone can type anyone's address. The locks, on both address and number, always taken in one order, keep one
-- person's two bookings from making two cards.
select app.errand_table('clients', 'frontdesk_clerk', 'select, insert');
create function app.client_for_guest(company uuid, new_id uuid, client_name text, client_email text, client_phone text,
                                     client_language text) returns uuid
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
    where c.company_id = company and c.archived_at is null and (c.email = client_email or c.phone = client_phone)
    order by (c.email is not distinct from client_email) desc, c.created_at limit 1;
    if found then
        return found_id;
    end if;
    insert into public.clients (company_id, id, name, email, phone, language)
    values (company, new_id, client_name, client_email, client_phone, client_language);
    return new_id;
end
$$;
alter function app.client_for_guest owner to frontdesk_clerk;
revoke execute on function app.client_for_guest from public;
grant execute on function app.client_for_guest to frontdesk_guest;
