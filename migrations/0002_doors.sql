-- The doors: how a transaction becomes somebody's, and the helper that puts a table behind them.
create extension if not exists btree_gist;
create extension if not exists btree_gin;
create extension if not exists pg_trgm;

create schema app;
grant usage on schema app to
    frontdesk_app, frontdesk_tenant, frontdesk_guest, frontdesk_platform, frontdesk_identity, frontdesk_search,
    frontdesk_clerk;
alter default privileges in schema app revoke execute on functions from public;

-- After a `set local` ends, the setting reads as '' rather than null: hence nullif. Unset means no rows, never an error.
create function app.company_id() returns uuid language sql stable parallel safe
    return nullif(current_setting('app.company_id', true), '')::uuid;
create function app.user_id() returns uuid language sql stable parallel safe
    return nullif(current_setting('app.user_id', true), '')::uuid;
create function app.staff_id() returns uuid language sql stable parallel safe
    return nullif(current_setting('app.staff_id', true), '')::uuid;
create function app.request_id() returns text language sql stable parallel safe
    return nullif(current_setting('app.request_id', true), '');
-- True where the caller's permission reaches only their own rows.
create function app.own() returns boolean language sql stable parallel safe
    return coalesce(nullif(current_setting('app.own', true), ''), 'off') = 'on';
grant execute on all functions in schema app to public;

-- Switches the role and sets every `app.*` setting, empty where it has none, so that nothing survives from whoever had
-- the connection before. Each door below is this with fewer arguments.
create function app.become(role text, company uuid, usr uuid, staff uuid, own boolean, request text)
returns void language plpgsql as $$
begin
    execute format(
        'set local app.company_id = %L; set local app.user_id = %L; set local app.staff_id = %L;'
        'set local app.own = %L; set local app.request_id = %L; set local role %I',
        coalesce(company::text, ''), coalesce(usr::text, ''), coalesce(staff::text, ''),
        case when own then 'on' else 'off' end, coalesce(request, ''), role);
end
$$;

-- One policy a role (`using` and `with check` alike), one owner, forced row-level security.
--   own:    what "own rows" means for a permission scoped `own`; empty where every row of the company is everyone's
--   grants: what staff and jobs may do with the table
create function app.tenant_table(name text, grants text, own text default '') returns void language plpgsql as $$
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
end
$$;

-- What a visitor may do with a table, where the row is one of the company whose page it is and `condition` holds.
create function app.guest_table(name text, grants text, condition text default 'true') returns void language plpgsql as $$
begin
    execute format('grant %s on %I to frontdesk_guest', grants, name);
    execute format('create policy guest on %I to frontdesk_guest using (company_id = app.company_id() and (%s)) '
                   'with check (company_id = app.company_id() and (%s))', name, condition, condition);
end
$$;

-- What the owner of a security definer function may do with a table: across companies, since the function itself checks.
create function app.errand_table(name text, role text, grants text) returns void language plpgsql as $$
begin
    execute format('grant %s on %I to %I', grants, name, role);
    execute format('create policy %I on %I to %I using (true) with check (true)',
                   replace(role, 'frontdesk_', ''), name, role);
end
$$;
revoke execute on function app.tenant_table, app.guest_table, app.errand_table from public;
