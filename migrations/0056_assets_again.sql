-- What clients have is told once, and has an end: a visitor who books for the car that is on their card again makes no second
-- one, and whoever adds for themselves has fifty at most. Staff add as many as a client has.
grant insert on assets to frontdesk_clerk;

-- Refuses what a customer or a visitor adds beyond the fiftieth that is not archived. Those who add to one card at once wait
-- for each other, so that each sees what the others have added.
create function app.limit_assets() returns trigger language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('assets ' || new.client_id, 0));
    perform from assets a
    where a.company_id = new.company_id and a.client_id = new.client_id and a.archived_at is null offset 49;
    if found then
        raise exception 'as many assets as a client may add' using errcode = 'FD409', constraint = 'too_many_assets';
    end if;
    return new;
end
$$;
alter function app.limit_assets owner to frontdesk_clerk;
revoke execute on function app.limit_assets from public;
create trigger limit_assets before insert on assets for each row when (app.actor() in ('customer', 'guest'))
    execute function app.limit_assets();

-- What a plate or a chip is, however it is written.
create function app.plain_identifier(identifier text) returns text language sql immutable parallel safe
    return nullif(upper(regexp_replace(identifier, '[[:space:].–-]+', '', 'g')), '');

-- The client's asset that a visitor's booking is about: one that they have, by its identifier, or where none is given by
-- everything else that is; or a new one. One that they have stays as it is.
create function app.asset_for_guest(company uuid, client uuid, new_id uuid, asset_kind text, asset_name text,
                                    asset_make text, asset_model text, asset_year smallint, asset_identifier text,
                                    at timestamptz)
returns uuid language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    plain text := app.plain_identifier(asset_identifier);
    found_id uuid;
begin
    if company is distinct from app.company_id() then
        raise exception 'another company' using errcode = 'FD404';
    end if;
    perform pg_advisory_xact_lock(hashtextextended('assets ' || client, 0));
    select a.id into found_id
    from assets a
    where a.company_id = company and a.client_id = client and a.archived_at is null and a.kind = asset_kind
      and case when plain is not null then app.plain_identifier(a.identifier) = plain
               else (lower(a.name), lower(a.make), lower(a.model), a.year)
                    is not distinct from (lower(asset_name), lower(asset_make), lower(asset_model), asset_year) end
    order by a.created_at, a.id limit 1;
    if found_id is null then
        insert into assets (company_id, id, client_id, kind, name, make, model, year, identifier, created_at)
        values (company, new_id, client, asset_kind, asset_name, asset_make, asset_model, asset_year, asset_identifier, at)
        returning id into found_id;
    end if;
    return found_id;
end
$$;
alter function app.asset_for_guest owner to frontdesk_clerk;
revoke execute on function app.asset_for_guest, app.plain_identifier from public;
grant execute on function app.plain_identifier to frontdesk_clerk;
grant execute on function app.asset_for_guest to frontdesk_guest;

-- A visitor's way to it is this one.
drop policy guest on assets;
revoke insert on assets from frontdesk_guest;
