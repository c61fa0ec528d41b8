-- Who may do what in a company: roles of its own, invitations, and keys for programs.

-- A role of a company's own: a name, and permissions from the same vocabulary as the built-in ones (`bookings:read`,
-- `bookings:read:own`). Its version is checked in the door, so a change reaches every process with the next request.
create table roles (
    company_id uuid not null default app.company_id() constraint roles_company_fkey references companies,
    id uuid not null,
    key text not null,
    name text not null,
    permissions text[] not null,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    constraint roles_pkey primary key (company_id, id),
    constraint roles_key_key unique (company_id, key),
    constraint roles_key_shape check (key ~ '^[a-z][a-z0-9]*(_[a-z0-9]+)*$' and length(key) <= 40),
    constraint roles_key_own check (key not in ('admin', 'manager', 'employee', 'customer', 'operator'))
);
select app.tenant_table('roles', 'select, insert, update, delete');

-- Whoever was removed stays in the book, so that what they did keeps their name.
alter table memberships drop constraint memberships_status_known;
alter table memberships add constraint memberships_status_known check (status in ('active', 'suspended', 'removed'));
-- A member's role is a built-in one or one of the company's, and that one stays while somebody has it.
alter table memberships
    add column custom_role text generated always as (
        case when role not in ('admin', 'manager', 'employee') and status <> 'removed' then role end) stored,
    add constraint memberships_role_fkey foreign key (company_id, custom_role) references roles (company_id, key);
drop index memberships_user_idx;
create index memberships_user_idx on memberships (user_id, company_id);
create index memberships_created_idx on memberships (company_id, created_at, id);
create index memberships_role_idx on memberships (company_id, role);
grant update (role, status, name, version) on memberships to frontdesk_tenant;
grant update (email) on memberships to frontdesk_identity;

-- A company always has an admin. Two who would both leave wait for each other here.
create function app.keep_an_admin() returns trigger language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('admins ' || old.company_id, 0));
    perform from public.memberships m
    where m.company_id = old.company_id and m.id <> old.id and m.role = 'admin' and m.status = 'active';
    if not found then
        raise exception 'the last admin stays' using errcode = 'FD409', constraint = 'last_admin';
    end if;
    return null;
end
$$;
alter function app.keep_an_admin owner to frontdesk_clerk;
create trigger keep_an_admin after update on memberships for each row
    when (old.role = 'admin' and old.status = 'active' and not (new.role = 'admin' and new.status = 'active'))
    execute function app.keep_an_admin();
create trigger keep_an_admin_deleted after delete on memberships for each row
    when (old.role = 'admin' and old.status = 'active' and current_user <> 'frontdesk_eraser')
    execute function app.keep_an_admin();

create table invitations (
    company_id uuid not null default app.company_id() constraint invitations_company_fkey references companies,
    id uuid not null,
    email text not null constraint invitations_email_normalised check (email = lower(email)),
    role text not null,
    custom_role text generated always as (
        case when role not in ('admin', 'manager', 'employee') and accepted_at is null and revoked_at is null
             then role end) stored,
    staff_id uuid, -- whose time they are, once they have joined
    link_id uuid not null, -- the secret in the link is made of it; another link, another id
    hash bytea not null, -- of that secret
    invited_by uuid not null, -- a member
    language text not null,
    expires_at timestamptz not null,
    accepted_at timestamptz,
    revoked_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    constraint invitations_pkey primary key (company_id, id),
    constraint invitations_hash_key unique (hash),
    constraint invitations_role_fkey foreign key (company_id, custom_role) references roles (company_id, key),
    constraint invitations_staff_fkey foreign key (company_id, staff_id) references staff,
    constraint invitations_invited_by_fkey foreign key (company_id, invited_by) references memberships
);
create index invitations_created_idx on invitations (company_id, created_at, id);
-- One that is open at a time for an address.
create unique index invitations_open_key on invitations (company_id, email) where accepted_at is null and revoked_at is null;
select app.tenant_table('invitations', 'select, insert, update');
select app.guest_table('invitations', 'select (company_id, id, email, role, expires_at)', 'id = app.link_id()');

-- A key acts for the member who made it, as far as its permissions go and no further than that member may.
create table api_keys (
    company_id uuid not null default app.company_id() constraint api_keys_company_fkey references companies,
    id uuid not null,
    membership_id uuid not null,
    name text not null,
    hint text not null, -- the end of the key, to tell it by
    hash bytea not null,
    permissions text[] not null,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    constraint api_keys_pkey primary key (company_id, id),
    constraint api_keys_hash_key unique (hash),
    constraint api_keys_membership_fkey foreign key (company_id, membership_id) references memberships
);
create index api_keys_created_idx on api_keys (company_id, created_at, id);
select app.tenant_table('api_keys', 'select, insert, update');

-- What the doors look up before they open: a role's permissions, a key by its hash, an invitation by its link.
select app.errand_table('roles', 'frontdesk_clerk', 'select');
select app.errand_table('api_keys', 'frontdesk_clerk', 'select, update (last_used_at)');
select app.errand_table('invitations', 'frontdesk_clerk', 'select, update (accepted_at, version)');
select app.errand_table('events', 'frontdesk_clerk', 'insert');
grant insert, update (role, status, name, email, version) on memberships to frontdesk_clerk;
grant update (membership_id, version) on staff to frontdesk_clerk;
grant update (revoked_at, revoked_because) on sessions to frontdesk_clerk;

-- The version is of this very role: one that was made anew under the key of one that is gone counts from 1 too, and is not it.
create function app.role_by_key(company uuid, wanted text, out version integer, out permissions text[]) language sql stable
    security definer set search_path = pg_catalog, public, pg_temp
    begin atomic
        select hashtext(r.id::text || r.version::text) & 2147483647, r.permissions
        from roles r where r.company_id = company and r.key = wanted;
    end;
alter function app.role_by_key owner to frontdesk_clerk;

-- Notes to the minute when the key was last used.
create function app.key_by_hash(wanted bytea, at timestamptz, out company_id uuid, out id uuid, out user_id uuid,
                                out role text, out permissions text[]) language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp as $$
declare
    used timestamptz;
begin
    select k.company_id, k.id, m.user_id, m.role, k.permissions, k.last_used_at
    into company_id, id, user_id, role, permissions, used
    from api_keys k join memberships m on m.company_id = k.company_id and m.id = k.membership_id
    where k.hash = wanted and k.revoked_at is null and (k.expires_at is null or k.expires_at > at);
    if id is not null and (used is null or used < at - interval '1 minute') then
        update api_keys k set last_used_at = at where k.company_id = key_by_hash.company_id and k.id = key_by_hash.id;
    end if;
end
$$;
alter function app.key_by_hash owner to frontdesk_clerk;

create function app.invitation_by_hash(wanted bytea, at timestamptz, out company_id uuid, out id uuid) language sql stable
    security definer set search_path = pg_catalog, public, pg_temp
    begin atomic
        select i.company_id, i.id from invitations i join companies c on c.id = i.company_id
        where i.hash = wanted and i.accepted_at is null and i.revoked_at is null and i.expires_at > at
          and c.status = 'active';
    end;
alter function app.invitation_by_hash owner to frontdesk_clerk;

-- Makes a person a member, once, if the invitation was sent to their address, and the one whose time is booked with
-- whoever it names. FD404: there is no such open invitation; FD422: it is somebody else's; FD409: they are a member already.
create function app.accept_invitation(wanted bytea, usr uuid, usr_email text, usr_name text, new_id uuid, event_id uuid,
                                      at timestamptz)
returns uuid language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    found_one invitations;
    member uuid;
begin
    if usr is distinct from app.user_id() then
        raise exception 'somebody else' using errcode = 'FD401';
    end if;
    select i.* into found_one from invitations i join companies c on c.id = i.company_id and c.status = 'active'
    where i.hash = wanted and i.accepted_at is null and i.revoked_at is null and i.expires_at > at for update of i;
    if not found then
        raise exception 'no open invitation' using errcode = 'FD404';
    end if;
    if found_one.email <> usr_email then
        raise exception 'sent to another address' using errcode = 'FD422';
    end if;
    update invitations i set accepted_at = at, version = i.version + 1
    where i.company_id = found_one.company_id and i.id = found_one.id;
    insert into memberships as m (company_id, id, user_id, role, name, email, created_at)
    values (found_one.company_id, new_id, usr, found_one.role, usr_name, usr_email, at)
    on conflict (company_id, user_id) do update
        set role = excluded.role, status = 'active', name = excluded.name, email = excluded.email, version = m.version + 1
        where m.status = 'removed'
    returning m.id into member;
    if not found then
        raise exception 'a member already' using errcode = 'FD409', constraint = 'already_member';
    end if;
    update staff s set membership_id = member, version = s.version + 1
    where s.company_id = found_one.company_id and s.id = found_one.staff_id and s.membership_id is null
      and not exists (select from staff o where o.company_id = found_one.company_id and o.membership_id = member);
    insert into events (company_id, id, kind, payload, actor_user_id, created_at)
    values (found_one.company_id, event_id, 'member.joined',
            jsonb_build_object('member', member, 'role', found_one.role, 'invitation', found_one.id), usr, at);
    return found_one.company_id;
end
$$;
alter function app.accept_invitation owner to frontdesk_clerk;

-- Ends the sessions of whoever was removed; tenants cannot see sessions.
create function app.end_sessions(company uuid, membership uuid, because text, at timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if company is distinct from app.company_id() then
        raise exception 'another company' using errcode = 'FD404';
    end if;
    update sessions e set revoked_at = at, revoked_because = because
    from memberships m
    where m.company_id = company and m.id = membership and e.company_id = company and e.user_id = m.user_id
      and e.kind = 'staff' and e.revoked_at is null;
end
$$;
alter function app.end_sessions owner to frontdesk_clerk;

-- A staff request's first step, and a key's. FD401: the session, key or membership is over, or the role is another one.
-- FD403: the member or the company is suspended. FD412: the company's role has changed, and must be read again.
drop function app.enter_tenant(uuid, uuid, uuid, text, boolean, text, timestamptz);
drop function app.admit(uuid, uuid, uuid, text, timestamptz);
create function app.admit(company uuid, usr uuid, session uuid, key uuid, role text, role_version integer, at timestamptz)
returns uuid language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    staff_id uuid;
    member_status text;
    company_status text;
    version integer;
begin
    if session is not null then
        select s.id, m.status, c.status, hashtext(r.id::text || r.version::text) & 2147483647
        into staff_id, member_status, company_status, version
        from sessions e
        join memberships m on m.user_id = e.user_id and m.company_id = e.company_id
        join companies c on c.id = m.company_id
        left join staff s on s.company_id = m.company_id and s.membership_id = m.id
        left join roles r on r.company_id = m.company_id and r.key = m.custom_role
        where e.id = admit.session and e.user_id = admit.usr and e.company_id = admit.company and e.kind = 'staff'
          and e.revoked_at is null and e.expires_at > admit.at and m.role = admit.role;
    else
        select s.id, m.status, c.status, hashtext(r.id::text || r.version::text) & 2147483647
        into staff_id, member_status, company_status, version
        from api_keys k
        join memberships m on m.company_id = k.company_id and m.id = k.membership_id
        join companies c on c.id = m.company_id
        left join staff s on s.company_id = m.company_id and s.membership_id = m.id
        left join roles r on r.company_id = m.company_id and r.key = m.custom_role
        where k.company_id = admit.company and k.id = admit.key and m.user_id = admit.usr
          and k.revoked_at is null and (k.expires_at is null or k.expires_at > admit.at) and m.role = admit.role;
    end if;
    if not found or member_status = 'removed' then
        raise exception 'not admitted' using errcode = 'FD401';
    end if;
    if member_status = 'suspended' then
        raise exception 'the member is suspended' using errcode = 'FD403', constraint = 'suspended';
    end if;
    if company_status = 'suspended' then
        raise exception 'the company is suspended' using errcode = 'FD403', constraint = 'company_suspended';
    end if;
    if version is distinct from role_version then
        raise exception 'the role has changed' using errcode = 'FD412';
    end if;
    return staff_id;
end
$$;
alter function app.admit owner to frontdesk_clerk;

create function app.enter_tenant(company uuid, usr uuid, session uuid, key uuid, role text, role_version integer,
                                 own boolean, request text, address text, at timestamptz)
returns void language plpgsql as $$
begin
    perform app.become('frontdesk_tenant', case when key is null then 'staff' else 'api_key' end, company, usr,
                       app.admit(company, usr, session, key, role, role_version, at), own, request, address, null, key);
end
$$;
drop function app.enter_job(uuid, text);
create function app.enter_job(company uuid, request text) returns void language plpgsql as $$
begin perform app.become('frontdesk_tenant', 'system', company, null, null, false, request); end
$$;
drop function app.enter_guest(uuid, text);
create function app.enter_guest(company uuid, request text, address text default null, link uuid default null)
returns void language plpgsql as $$
begin perform app.become('frontdesk_guest', 'guest', company, null, null, false, request, address, null, null, link); end
$$;
