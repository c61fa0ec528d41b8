-- Where the installation demands it, a company that registers is not published before an operator has looked at it: until
-- then visitors find no page of it, and customers can book nothing. Its staff work as ever, and links in mails lead where
-- they lead.
alter table platform_settings add column verification_required boolean not null default false;
grant update (verification_required) on platform_settings to frontdesk_platform;

-- Who is there already has been seen.
alter table companies add column verified_at timestamptz default now();
update companies set verified_at = created_at;
grant select (verified_at), update (verified_at) on companies to frontdesk_platform;

-- Nobody verifies themselves: not by registering, and not afterwards.
alter policy identity on companies with check (
    app.user_id() is not null
    and (verified_at is null or not (select p.verification_required from platform_settings p)));
revoke update on companies from frontdesk_tenant;
grant update (
    name, time_zone, currency, language, languages, confirmation, slot_step_minutes, minimum_notice_minutes, horizon_days,
    pending_minutes, hold_minutes, assignment_confirms, reminder_leads, quiet_from, quiet_to, channels,
    cancellation_notice_minutes, brand_color, logo_url, website, contact_email, contact_phone, status, closes_at, version
) on companies to frontdesk_tenant;

create function app.admit_guest(company uuid, link uuid) returns uuid language plpgsql stable security definer
    set search_path = pg_catalog, public, pg_temp as $$
begin
    perform from companies c
    where c.id = admit_guest.company and c.status = 'active' and (c.verified_at is not null or admit_guest.link is not null);
    if not found then
        raise exception 'no such company' using errcode = 'FD404', constraint = 'company';
    end if;
    return company;
end
$$;
alter function app.admit_guest(uuid, uuid) owner to frontdesk_clerk;
revoke execute on function app.admit_guest(uuid, uuid) from public;
grant execute on function app.admit_guest(uuid, uuid) to frontdesk_app;
create or replace function app.enter_guest(company uuid, request text, address text default null, link uuid default null)
returns void language plpgsql as $$
begin
    perform app.become('frontdesk_guest', 'guest', app.admit_guest(company, link), null, null, false, request, address,
                       null, null, link);
end
$$;
drop function app.admit_guest(uuid);

-- What a customer books is what is published.
alter policy customer on booking_items with check (
    company_id = app.company_id()
    and exists (select from companies c where c.id = booking_items.company_id and c.verified_at is not null)
    and exists (select from bookings b where b.company_id = booking_items.company_id and b.id = booking_id
                  and b.client_id = app.client_id() and b.xmin = pg_current_xact_id()::xid)
    and exists (select from services s where s.company_id = booking_items.company_id and s.id = service_id
                  and s.archived_at is null and s.visibility <> 'internal'));

create or replace function app.note_operator() returns trigger language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp as $$
declare
    before jsonb := coalesce(to_jsonb(old), '{}');
    after jsonb := coalesce(to_jsonb(new), '{}');
    changes jsonb;
    action text := tg_argv[0];
begin
    select jsonb_object_agg(n.key, jsonb_build_array(before -> n.key, after -> n.key)) into changes
    from jsonb_each(before || after) n
    where coalesce(before -> n.key, 'null') <> coalesce(after -> n.key, 'null') and n.key not in ('version', 'updated_at');
    if changes is null then
        return null;
    end if;
    if action = 'company.update' and changes ? 'status' then
        action := case after ->> 'status' when 'suspended' then 'company.suspend' else 'company.restore' end;
    elsif action = 'company.update' and changes ? 'verified_at' then
        action := case when after ->> 'verified_at' is null then 'company.unverify' else 'company.verify' end;
    end if;
    if tg_table_name = 'service_types' then
        if action = 'service_type.update' and changes ? 'archived_at' then
            action := case when after ->> 'archived_at' is null then 'service_type.restore' else 'service_type.archive' end;
        end if;
        changes := changes || jsonb_build_object('id', jsonb_build_array(before -> 'id', after -> 'id'));
    end if;
    insert into public.operator_actions (operator_id, operator_name, action, company_id, changes, request_id, address)
    select o.user_id, o.name, action, case when tg_table_name = 'companies' then (after ->> 'id')::uuid end, changes,
           app.request_id(), app.address()
    from public.operators o where o.user_id = app.user_id();
    if not found then
        raise exception 'no operator' using errcode = 'FD401';
    end if;
    return null;
end
$$;
