-- Sessions of every kind of person, the links that are sent to them, and the people who run the installation.
alter table sessions
    add column kind text not null default 'staff'
        constraint sessions_kind_known check (kind in ('staff', 'customer', 'operator')),
    add column user_agent text,
    add column address text,
    add column last_seen_at timestamptz;
update sessions set last_seen_at = created_at;
alter table sessions alter column last_seen_at set not null;
alter table sessions alter column last_seen_at set default now();
alter table sessions alter column company_id drop not null;
alter table sessions add constraint sessions_company check ((company_id is null) = (kind = 'operator'));
create index sessions_company_idx on sessions (company_id);

-- Whether somebody has shown that mail to this address reaches them.
alter table users add column email_verified_at timestamptz;

-- Links that are sent by mail and work once: kept by hash, good for a while. Following one shows that mail to `email`
-- reaches whoever follows it. Without a `user_id` nobody has the address (yet): a reset goes nowhere, and a customer's
-- link makes the person.
create table one_time_tokens (
    id uuid primary key,
    hash bytea not null constraint one_time_tokens_hash_key unique,
    purpose text not null constraint one_time_tokens_purpose_known
        check (purpose in ('verify_email', 'reset_password', 'change_email', 'sign_in_link')),
    user_id uuid constraint one_time_tokens_user_fkey references users on delete cascade,
    email text not null constraint one_time_tokens_email_normalised check (email = lower(email)),
    name text,
    phone text constraint one_time_tokens_phone_e164 check (phone ~ '^\+[1-9][0-9]{5,14}$'), -- a customer's, for a new card
    language text not null,
    company_id uuid, -- a customer's link: where it signs them in
    company_name text,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    constraint one_time_tokens_company check ((company_id is not null) = (purpose = 'sign_in_link'))
);
create index one_time_tokens_user_idx on one_time_tokens (user_id);
create index one_time_tokens_expires_idx on one_time_tokens (expires_at);

-- Who runs the installation. A row is put here by `frontdesk operator create`, with the owner's login, and by nothing else.
create table operators (
    user_id uuid primary key constraint operators_user_fkey references users,
    name text not null,
    created_at timestamptz not null default now()
);

-- One row: what holds for the whole installation.
create table platform_settings (
    id boolean primary key default true constraint platform_settings_single check (id),
    registration_open boolean not null default true,
    closing_grace_days integer not null default 30
        constraint platform_settings_grace check (closing_grace_days between 1 and 365),
    version integer not null default 1,
    updated_at timestamptz not null default now()
);
insert into platform_settings default values;

-- Everything that an operator did: written in the transaction that did it, and never changed.
create table operator_actions (
    id uuid primary key default gen_random_uuid(),
    operator_id uuid not null,
    operator_name text not null,
    action text not null,
    company_id uuid,
    changes jsonb not null,
    request_id text,
    address text,
    created_at timestamptz not null default now()
);
create index operator_actions_created_idx on operator_actions (created_at, id);
create index operator_actions_company_idx on operator_actions (company_id, created_at, id);
create function app.keep_as_written() returns trigger language plpgsql as $$
begin raise exception 'what % says stays as it was written', tg_table_name using errcode = '42501'; end
$$;
create trigger keep_as_written before update or delete or truncate on operator_actions
    for each statement execute function app.keep_as_written();

do $$
declare
    name text;
begin
    foreach name in array array['one_time_tokens', 'operators', 'platform_settings', 'operator_actions'] loop
        execute format('alter table %I owner to frontdesk_owner', name);
    end loop;
end
$$;
grant select, insert, update, delete on one_time_tokens to frontdesk_identity;
grant select on operators to frontdesk_identity, frontdesk_clerk;
grant select on platform_settings to frontdesk_identity, frontdesk_tenant, frontdesk_platform;
grant update (registration_open, closing_grace_days, version, updated_at) on platform_settings to frontdesk_platform;
grant select on operator_actions to frontdesk_platform;
grant insert on operator_actions to frontdesk_clerk;

-- What an operator sees and changes of companies.
grant select (id, slug, name, language, time_zone, currency, status, suspended_reason, closes_at, created_at, version),
    update (status, suspended_reason, version) on companies to frontdesk_platform;
create policy platform on companies to frontdesk_platform using (true) with check (true);
create index companies_created_idx on companies (created_at, id);
create index companies_status_idx on companies (status, created_at, id);
-- What they begin with; compared byte by byte, so that an index finds it whatever the parameter.
create index companies_slug_prefix_idx on companies (slug text_pattern_ops);
create index companies_name_prefix_idx on companies (lower(name) text_pattern_ops);
-- How many work there, and whom to write to.
grant select (company_id, role, status, email, created_at) on memberships to frontdesk_platform;
create policy platform on memberships for select to frontdesk_platform using (true);

create function app.note_operator() returns trigger language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp as $$
declare
    before jsonb := to_jsonb(old);
    after jsonb := to_jsonb(new);
    changes jsonb;
    action text := tg_argv[0];
begin
    select jsonb_object_agg(n.key, jsonb_build_array(before -> n.key, n.value)) into changes
    from jsonb_each(after) n
    where n.value is distinct from before -> n.key and n.key not in ('version', 'updated_at');
    if changes is null then
        return null;
    end if;
    if action = 'company.update' and changes ? 'status' then
        action := case after ->> 'status' when 'suspended' then 'company.suspend' else 'company.restore' end;
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
alter function app.note_operator owner to frontdesk_clerk;
create trigger note_operator after update on companies
    for each row when (app.actor() = 'operator') execute function app.note_operator('company.update');
create trigger note_operator after update on platform_settings
    for each row when (app.actor() = 'operator') execute function app.note_operator('settings.update');

-- An operator has signed in.
create function app.note_operator_sign_in() returns void language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into operator_actions (operator_id, operator_name, action, changes, request_id, address)
    select o.user_id, o.name, 'operator.sign_in', '{}', app.request_id(), app.address()
    from operators o where o.user_id = app.user_id();
    if not found then
        raise exception 'no operator' using errcode = 'FD401';
    end if;
end
$$;
alter function app.note_operator_sign_in owner to frontdesk_clerk;

-- A job of a person alone, such as a mail that resets their password, is no company's.
grant usage on schema apalis to frontdesk_identity;
grant insert on apalis.jobs to frontdesk_identity;
create policy identity on apalis.jobs for insert to frontdesk_identity with check (metadata -> 'company_id' is null);

-- Whoever signs in, before it is known who they are; and a person of any kind whose session is alive.
drop function app.enter_identity(text);
create function app.enter_identity(request text, address text default null) returns void language plpgsql as $$
begin perform app.become('frontdesk_identity', 'person', null, null, null, false, request, address); end
$$;
create function app.admit_person(usr uuid, session uuid, kind text, at timestamptz) returns void
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform from sessions e
    where e.id = admit_person.session and e.user_id = admit_person.usr and e.kind = admit_person.kind
      and e.revoked_at is null and e.expires_at > admit_person.at;
    if not found then
        raise exception 'not admitted' using errcode = 'FD401';
    end if;
end
$$;
alter function app.admit_person owner to frontdesk_clerk;
create function app.enter_person(usr uuid, session uuid, kind text, request text, address text, at timestamptz)
returns void language plpgsql as $$
begin
    perform app.admit_person(usr, session, kind, at);
    perform app.become('frontdesk_identity', 'person', null, usr, null, false, request, address);
end
$$;

-- The schedule, and the operator.
drop function app.enter_platform(text);
create function app.enter_schedule(request text) returns void language plpgsql as $$
begin perform app.become('frontdesk_platform', 'system', null, null, null, false, request); end
$$;
create function app.admit_operator(usr uuid, session uuid, at timestamptz) returns void
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform from operators o where o.user_id = usr;
    if not found then
        raise exception 'not admitted' using errcode = 'FD401';
    end if;
    perform app.admit_person(usr, session, 'operator', at);
end
$$;
alter function app.admit_operator owner to frontdesk_clerk;
create function app.enter_operator(usr uuid, session uuid, request text, address text, at timestamptz)
returns void language plpgsql as $$
begin
    perform app.admit_operator(usr, session, at);
    perform app.become('frontdesk_platform', 'operator', null, usr, null, false, request, address);
end
$$;
revoke execute on function app.note_operator, app.note_operator_sign_in, app.keep_as_written, app.admit_person,
    app.admit_operator from public;
grant execute on function app.admit_person to frontdesk_clerk;
