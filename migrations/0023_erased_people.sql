-- Somebody who is to be forgotten: what names them goes, the rows that they are in stay, so that money and history add up.
alter table memberships
    alter column user_id drop not null,
    add column erased_at timestamptz,
    add constraint memberships_erased check ((user_id is null) = (erased_at is not null)),
    add constraint memberships_erased_removed check (erased_at is null or status = 'removed');
alter table clients
    add column erased_at timestamptz,
    add constraint clients_erased check (
        erased_at is null or (archived_at is not null and num_nonnulls(email, phone, language, notes, user_id) = 0));
-- Whose time it was, of the last who was removed: with them, the name on the calendar is forgotten too.
alter table staff
    add column former_membership_id uuid,
    add constraint staff_former_membership_fkey foreign key (company_id, former_membership_id) references memberships;

-- The clerk erases, and not the tenant: of a member who was removed and a client who was archived, and of nobody else.
grant update (user_id, erased_at) on memberships to frontdesk_clerk;
grant update (name, title, archived_at) on staff to frontdesk_clerk;
grant update (email, revoked_at) on invitations to frontdesk_clerk;
grant select (company_id, kind, payload) on events to frontdesk_clerk;
grant update (name, email, phone, language, notes, erased_at, version) on clients to frontdesk_clerk;
select app.errand_table('bookings', 'frontdesk_clerk', 'select, update (notes, version)');
select app.errand_table('messages', 'frontdesk_clerk', 'select, update (recipient, status, failure, version)');
grant select (user_id, kind) on sessions to frontdesk_eraser;
grant select (email) on one_time_tokens to frontdesk_eraser;
grant select (id), delete on users to frontdesk_eraser;
grant execute on function app.erase_audit_payload to frontdesk_clerk;

-- Forgets where and with what somebody signed in to a company, and keeps that they did.
create function app.erase_audit_of_sessions(company uuid, usr uuid, kind text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if company is distinct from app.company_id() then
        raise exception 'another company' using errcode = 'FD404';
    end if;
    update public.audit_log l set changes = null, salt = null
    where l.company_id = company and l.table_name = 'sessions' and l.row_id in (
        select k.row_id from public.audit_log k
        where k.company_id = company and k.table_name = 'sessions' and k.changes -> 'user_id' ->> 1 = usr::text
          and k.changes -> 'kind' ->> 1 = erase_audit_of_sessions.kind);
end
$$;
alter function app.erase_audit_of_sessions owner to frontdesk_audit;
revoke execute on function app.erase_audit_of_sessions from public;
grant execute on function app.erase_audit_of_sessions to frontdesk_eraser;

-- Forgets what is said of every calendar that was ever theirs, also where it is somebody else's by now: it had their name.
create function app.erase_audit_of_staff(company uuid, member uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if company is distinct from app.company_id() then
        raise exception 'another company' using errcode = 'FD404';
    end if;
    update public.audit_log l set changes = null, salt = null
    where l.company_id = company and l.table_name = 'staff' and l.row_id in (
        select k.row_id from public.audit_log k
        where k.company_id = company and k.table_name = 'staff' and k.changes -> 'membership_id' ? member::text);
end
$$;
alter function app.erase_audit_of_staff owner to frontdesk_audit;
revoke execute on function app.erase_audit_of_staff from public;
grant execute on function app.erase_audit_of_staff to frontdesk_clerk;

-- Somebody's sign-ins to a company, links to it that wait in their mailbox, and they themselves, if nobody else knows them:
-- no company, no card, no operator's row.
create function app.forget_user(company uuid, usr uuid, session_kind text, address text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if company is distinct from app.company_id() then
        raise exception 'another company' using errcode = 'FD404';
    end if;
    perform app.erase_audit_of_sessions(company, usr, session_kind);
    delete from sessions s where s.company_id = company and s.user_id = usr and s.kind = session_kind;
    delete from one_time_tokens t where t.company_id = company and t.email = address;
    begin
        delete from users u where u.id = usr;
    exception when foreign_key_violation then null;
    end;
end
$$;
alter function app.forget_user owner to frontdesk_eraser;
revoke execute on function app.forget_user from public;
grant execute on function app.forget_user to frontdesk_clerk;

-- A member who was removed. The calendar that was theirs is taken off the page, unless it is somebody else's by now.
create function app.erase_member(company uuid, member uuid, called text, at timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    gone memberships;
    subject uuid;
begin
    if company is distinct from app.company_id() then
        raise exception 'another company' using errcode = 'FD404';
    end if;
    select m.* into gone from memberships m where m.company_id = company and m.id = member for update;
    if gone.status is distinct from 'removed' then
        raise exception 'nobody who was removed' using errcode = 'FD409', constraint = 'member_not_removed';
    end if;
    if gone.erased_at is not null then
        return;
    end if;
    update memberships m
    set user_id = null, name = called, email = member || '@erased.invalid', erased_at = at, version = m.version + 1
    where m.company_id = company and m.id = member;
    update staff s
    set name = called, title = null, archived_at = coalesce(s.archived_at, at), version = s.version + 1
    where s.company_id = company and s.former_membership_id = member and s.membership_id is null;
    perform app.erase_audit_of_staff(company, member);
    -- Those to their address, and the one that they accepted, whatever their address was then.
    for subject in
        select i.id from invitations i
        where i.company_id = company and (i.email = gone.email or i.id in (
            select (e.payload ->> 'invitation')::uuid from events e
            where e.company_id = company and e.kind = 'member.joined' and e.payload ->> 'member' = member::text))
    loop
        update invitations i
        set email = i.id || '@erased.invalid', version = i.version + 1,
            revoked_at = case when i.accepted_at is null then coalesce(i.revoked_at, at) else i.revoked_at end
        where i.company_id = company and i.id = subject;
        perform app.erase_audit_payload(company, 'invitations', subject);
    end loop;
    perform app.erase_audit_payload(company, 'memberships', member);
    perform app.forget_user(company, gone.user_id, 'staff', null);
end
$$;
alter function app.erase_member owner to frontdesk_clerk;
revoke execute on function app.erase_member from public;
grant execute on function app.erase_member to frontdesk_tenant;

-- A client whose card is archived, and whom nobody expects any more. Whoever books them meanwhile waits at the card.
create function app.erase_client(company uuid, client uuid, called text, at timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    gone clients;
    subject uuid;
begin
    if company is distinct from app.company_id() then
        raise exception 'another company' using errcode = 'FD404';
    end if;
    select c.* into gone from clients c where c.company_id = company and c.id = client for update;
    if gone.archived_at is null then
        raise exception 'a card in use' using errcode = 'FD409', constraint = 'client_not_archived';
    end if;
    if gone.erased_at is not null then
        return;
    end if;
    perform from bookings b
    where b.company_id = company and b.client_id = client and b.ends_at > at
      and b.status in ('pending', 'confirmed', 'in_progress');
    if found then
        raise exception 'they are expected' using errcode = 'FD409', constraint = 'client_has_bookings_ahead';
    end if;
    update clients c
    set name = called, email = null, phone = null, language = null, notes = null, user_id = null, erased_at = at,
        version = c.version + 1
    where c.company_id = company and c.id = client;
    update bookings b set notes = '', version = b.version + 1
    where b.company_id = company and b.client_id = client and b.notes <> '';
    for subject in select b.id from bookings b where b.company_id = company and b.client_id = client loop
        perform app.erase_audit_payload(company, 'bookings', subject);
    end loop;
    update messages m
    set recipient = client || '@erased.invalid', failure = null, version = m.version + 1,
        status = case when m.status in ('scheduled', 'queued') then 'cancelled' else m.status end
    where m.company_id = company and (m.client_id = client or m.booking_id in (
        select b.id from bookings b where b.company_id = company and b.client_id = client));
    perform app.erase_audit_payload(company, 'clients', client);
    perform app.forget_user(company, gone.user_id, 'customer', gone.email);
end
$$;
alter function app.erase_client owner to frontdesk_clerk;
revoke execute on function app.erase_client from public;
grant execute on function app.erase_client to frontdesk_tenant;

-- What waits in the queue for a company that is erased, or was given up, goes with it. A job that runs says so when it is
-- done: the one that erases is one of them.
grant usage on schema apalis to frontdesk_eraser;
grant select (status, metadata), delete on apalis.jobs to frontdesk_eraser;
create policy eraser on apalis.jobs to frontdesk_eraser using (metadata -> 'company_id' = app.company_id()::text);
create or replace function app.erase_company(company uuid, at timestamptz) returns bigint
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
    delete from apalis.jobs j where j.status not in ('Queued', 'Running');
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
