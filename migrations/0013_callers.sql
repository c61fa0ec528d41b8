-- Who can call: beside staff and visitors, customers, API keys and operators. What a transaction knows of its caller grows
-- with them: the kind of caller, the key, the client they are, the link they came by, and the address they came from.
do $$
declare
    name text;
begin
    foreach name in array array[
        'frontdesk_customer', -- a signed-in customer of one company
        'frontdesk_audit',    -- owner of the audit trail and of the triggers that write it
        'frontdesk_eraser'    -- owner of the function that erases a company
    ] loop
        begin
            execute format('create role %I nologin', name);
        exception when duplicate_object or unique_violation then null;
        end;
    end loop;
    begin
        grant frontdesk_customer to frontdesk_app;
    exception when internal_error or unique_violation then null; -- another database's migration did it this instant
    end;
end
$$;
grant usage on schema public, app to frontdesk_customer, frontdesk_audit, frontdesk_eraser;

create function app.client_id() returns uuid language sql stable parallel safe
    return nullif(current_setting('app.client_id', true), '')::uuid;
create function app.api_key_id() returns uuid language sql stable parallel safe
    return nullif(current_setting('app.api_key_id', true), '')::uuid;
create function app.link_id() returns uuid language sql stable parallel safe
    return nullif(current_setting('app.link_id', true), '')::uuid;
-- `staff`, `api_key`, `customer`, `guest`, `operator`, `person` (whoever signs in) or `system`.
create function app.actor() returns text language sql stable parallel safe
    return coalesce(nullif(current_setting('app.actor', true), ''), 'system');
create function app.address() returns text language sql stable parallel safe
    return nullif(current_setting('app.address', true), '');

-- Switches the role and sets every `app.*` setting, empty where it has none, so that nothing survives from whoever had
-- the connection before. Each door is this with fewer arguments.
drop function app.become(text, uuid, uuid, uuid, boolean, text);
create function app.become(role text, actor text, company uuid, usr uuid, staff uuid, own boolean, request text,
                           address text default null, client uuid default null, api_key uuid default null,
                           link uuid default null)
returns void language plpgsql as $$
begin
    execute format(
        'set local app.actor = %L; set local app.company_id = %L; set local app.user_id = %L;'
        'set local app.staff_id = %L; set local app.own = %L; set local app.request_id = %L; set local app.address = %L;'
        'set local app.client_id = %L; set local app.api_key_id = %L; set local app.link_id = %L; set local role %I',
        actor, coalesce(company::text, ''), coalesce(usr::text, ''), coalesce(staff::text, ''),
        case when own then 'on' else 'off' end, coalesce(request, ''), coalesce(address, ''),
        coalesce(client::text, ''), coalesce(api_key::text, ''), coalesce(link::text, ''), role);
end
$$;

-- A table of a company also lets itself be erased with it.
create or replace function app.tenant_table(name text, grants text, own text default '') returns void
language plpgsql as $$
declare
    condition text := 'company_id = app.company_id()';
begin
    if own <> '' then
        condition := format('%s and (not app.own() or (%s))', condition, own);
    end if;
    execute format('alter table %I owner to frontdesk_owner', name);
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('grant %s on %I to frontdesk_tenant', grants, name);
    execute format('create policy tenant on %I to frontdesk_tenant using (%s) with check (%s)',
                   name, condition, condition);
    execute format('grant select, delete on %I to frontdesk_eraser', name);
    execute format('create policy eraser on %I to frontdesk_eraser using (company_id = app.company_id())', name);
end
$$;
do $$
declare
    name text;
begin
    for name in
        select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'company_id'
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'sessions'
    loop
        execute format('grant select, delete on %I to frontdesk_eraser', name);
        execute format('create policy eraser on %I to frontdesk_eraser using (company_id = app.company_id())', name);
    end loop;
end
$$;
grant select, delete on companies to frontdesk_eraser;
create policy eraser on companies to frontdesk_eraser using (id = app.company_id());

-- What a signed-in customer may do with a table, where the row is of the company they are in and `condition` holds.
create function app.customer_table(name text, grants text, condition text) returns void language plpgsql as $$
begin
    execute format('grant %s on %I to frontdesk_customer', grants, name);
    execute format('create policy customer on %I to frontdesk_customer using (company_id = app.company_id() and (%s)) '
                   'with check (company_id = app.company_id() and (%s))', name, condition, condition);
end
$$;

-- A company can be on its way out: closed to the public at once, erased when its grace is over.
alter table companies drop constraint companies_status_known;
alter table companies add constraint companies_status_known check (status in ('active', 'suspended', 'closing'));
alter table companies
    add column closes_at timestamptz,
    add column suspended_reason text,
    add constraint companies_closing check ((closes_at is not null) = (status = 'closing')),
    add constraint companies_suspended check ((suspended_reason is not null) = (status = 'suspended'));
