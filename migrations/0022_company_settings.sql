-- What a company says of itself and how it is booked; and how it goes: closed to the public at once, erased with
-- everything in it when its grace is over.
alter table companies
    add column languages text[] not null default array['en', 'uk', 'bn', 'id'],
    add column brand_color text constraint companies_brand_color check (brand_color ~ '^#[0-9a-f]{6}$'),
    add column logo_url text,
    add column website text,
    add column contact_email text constraint companies_contact_email check (contact_email = lower(contact_email)),
    add column contact_phone text constraint companies_contact_phone check (contact_phone ~ '^\+[1-9][0-9]{5,14}$'),
    add column cancellation_notice_minutes integer not null default 1440
        constraint companies_cancellation check (cancellation_notice_minutes between 0 and 43200),
    add constraint companies_languages check (
        cardinality(languages) > 0 and languages <@ array['en', 'uk', 'bn', 'id'] and language = any (languages));
create index companies_closing_idx on companies (closes_at) where status = 'closing';

-- Sessions and links are in nobody's company, but some are for one.
grant select (company_id), delete on sessions, one_time_tokens to frontdesk_eraser;
grant insert on operator_actions to frontdesk_eraser;

-- Deletes every row of a company whose grace is over, whatever tables there are by now: again and again, until no foreign
-- key holds any back. Answers how many rows that were. Nothing happens to a company that is not due.
create function app.erase_company(company uuid, at timestamptz) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    waiting text[];
    held text[];
    name text;
    deleted bigint;
    total bigint := 0;
begin
    if company is distinct from app.company_id() then
        raise exception 'another company' using errcode = 'FD404';
    end if;
    -- One at a time: another that is at it already will do.
    if not pg_try_advisory_xact_lock(hashtextextended('erase ' || company, 0)) then
        return 0;
    end if;
    perform from companies c where c.id = company and c.status = 'closing' and c.closes_at <= at;
    if not found then
        return 0;
    end if;
    select array_agg(c.relname::text) into waiting
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'company_id' and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and c.relname not in ('operator_actions', 'audit_log', 'audit_seals');
    while cardinality(waiting) > 0 loop
        held := '{}';
        foreach name in array waiting loop
            begin
                execute format('delete from %I where company_id = $1', name) using company;
                get diagnostics deleted = row_count;
                total := total + deleted;
            exception when foreign_key_violation then
                held := held || name;
            end;
        end loop;
        if held = waiting then
            raise exception 'a circle of foreign keys: %', held;
        end if;
        waiting := held;
    end loop;
    -- What a cascade deletes is written down once more, so the log goes last.
    delete from audit_seals s where s.company_id = company;
    delete from audit_log l where l.company_id = company;
    -- Whoever reopened it meanwhile was told that it stays: then none of this has happened.
    delete from companies c where c.id = company and c.status = 'closing' and c.closes_at <= at;
    if not found then
        raise exception 'the company was reopened' using errcode = '40001';
    end if;
    insert into operator_actions (operator_id, operator_name, action, company_id, changes, created_at)
    values ('00000000-0000-0000-0000-000000000000', 'Frontdesk', 'company.erased', company,
            jsonb_build_object('rows', jsonb_build_array(null, total + 1)), at);
    return total + 1;
end
$$;
alter function app.erase_company owner to frontdesk_eraser;
revoke execute on function app.erase_company from public;
grant execute on function app.erase_company to frontdesk_tenant;
