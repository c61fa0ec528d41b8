-- Whose time can be booked: calendars, the people behind them, and their week.
--
-- A calendar is whatever has time that can be taken; today each belongs to a member of staff. Staff need no login: the
-- link to a membership is there for those who have one.
create table calendars (
    company_id uuid not null default app.company_id() constraint calendars_company_fkey references companies,
    id uuid not null,
    kind text not null constraint calendars_kind_known check (kind in ('staff')),
    time_zone text not null,
    capacity smallint not null default 1 constraint calendars_capacity check (capacity between 1 and 1000),
    created_at timestamptz not null default now(),
    constraint calendars_pkey primary key (company_id, id)
);
select app.tenant_table('calendars', 'select, insert, update');
select app.guest_table('calendars', 'select');

create table staff (
    company_id uuid not null default app.company_id() constraint staff_company_fkey references companies,
    id uuid not null,
    calendar_id uuid not null,
    membership_id uuid,
    name text not null,
    title text,
    archived_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    constraint staff_pkey primary key (company_id, id),
    constraint staff_calendar_key unique (company_id, calendar_id),
    constraint staff_membership_key unique (company_id, membership_id),
    constraint staff_calendar_fkey foreign key (company_id, calendar_id) references calendars,
    constraint staff_membership_fkey foreign key (company_id, membership_id) references memberships
);
create index staff_created_idx on staff (company_id, created_at, id);
select app.tenant_table('staff', 'select, insert, update');
select app.guest_table('staff', 'select (company_id, id, calendar_id, name, title, archived_at)', 'archived_at is null');

-- Wall time in the calendar's zone, in minutes from midnight; 1440 is the end of the day.
create table working_hours (
    company_id uuid not null default app.company_id() constraint working_hours_company_fkey references companies,
    id uuid not null,
    calendar_id uuid not null,
    weekday smallint not null constraint working_hours_weekday check (weekday between 1 and 7), -- ISO 8601: Monday is 1
    starts_minute smallint not null,
    ends_minute smallint not null,
    constraint working_hours_pkey primary key (company_id, id),
    constraint working_hours_range check (0 <= starts_minute and starts_minute < ends_minute and ends_minute <= 1440),
    constraint working_hours_calendar_fkey foreign key (company_id, calendar_id) references calendars,
    constraint working_hours_no_overlap exclude using gist (
        company_id with =, calendar_id with =, weekday with =, int4range(starts_minute, ends_minute) with &&)
);
select app.tenant_table('working_hours', 'select, insert, update, delete');
select app.guest_table('working_hours', 'select');

-- A staff request's first step: is this session alive, this person still a member of this company in this role, the
-- company open? Answers with their staff id, if time of theirs can be booked. It runs inside the door, on every request,
-- so whatever is revoked stops at once and in every process; no cache has to be told.
grant select on sessions to frontdesk_clerk;
select app.errand_table('memberships', 'frontdesk_clerk', 'select');
select app.errand_table('staff', 'frontdesk_clerk', 'select');

create function app.admit(company uuid, usr uuid, session uuid, role text, at timestamptz) returns uuid
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    staff_id uuid;
begin
    select s.id into staff_id
    from sessions e
    join memberships m on m.user_id = e.user_id and m.company_id = e.company_id
    join companies c on c.id = m.company_id
    left join staff s on s.company_id = m.company_id and s.membership_id = m.id
    where e.id = admit.session and e.user_id = admit.usr and e.company_id = admit.company
      and e.revoked_at is null and e.expires_at > admit.at
      and m.status = 'active' and m.role = admit.role and c.status = 'active';
    if not found then
        raise exception 'not admitted' using errcode = 'FD401';
    end if;
    return staff_id;
end
$$;
alter function app.admit owner to frontdesk_clerk;

create function app.enter_tenant(
    company uuid, usr uuid, session uuid, role text, own boolean, request text, at timestamptz
) returns void language plpgsql as $$
begin
    perform app.become('frontdesk_tenant', company, usr, app.admit(company, usr, session, role, at), own, request);
end
$$;
create function app.enter_job(company uuid, request text) returns void language plpgsql as $$
begin perform app.become('frontdesk_tenant', company, null, null, false, request); end
$$;
create function app.enter_guest(company uuid, request text) returns void language plpgsql as $$
begin perform app.become('frontdesk_guest', company, null, null, false, request); end
$$;
create function app.enter_platform(request text) returns void language plpgsql as $$
begin perform app.become('frontdesk_platform', null, null, null, false, request); end
$$;
create function app.enter_identity(request text) returns void language plpgsql as $$
begin perform app.become('frontdesk_identity', null, null, null, false, request); end
$$;
-- Sign-in learns who it is about only after it began.
create function app.about(usr uuid) returns void language plpgsql as $$
begin execute format('set local app.user_id = %L', usr); end
$$;

revoke execute on all functions in schema app from public;
grant execute on function app.company_id, app.user_id, app.staff_id, app.own, app.request_id to public;
grant execute on function app.become, app.admit, app.enter_tenant, app.enter_job, app.enter_guest, app.enter_platform,
    app.enter_identity, app.company_by_slug to frontdesk_app;
grant execute on function app.about to frontdesk_identity;
