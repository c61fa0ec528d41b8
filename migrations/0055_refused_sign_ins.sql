-- A sign-in that was refused is for the admins of the person's companies to know. It is written down in the same way
-- whether anybody has the address or not, so that no answer takes longer for one than for the other. Once its minute is
-- over it is told to the companies, and gone from here: at most one row a minute for each person and network.
create table refused_sign_ins (
    id uuid primary key,
    email text not null constraint refused_sign_ins_email_normalised check (email = lower(email)),
    network text not null,
    address text not null,
    device text not null,
    reason text not null constraint refused_sign_ins_reason_known check (reason in ('wrong_password', 'not_admitted')),
    request_id text default app.request_id(),
    at timestamptz not null
);
create index refused_sign_ins_at_idx on refused_sign_ins (at);
alter table refused_sign_ins owner to frontdesk_owner;
grant select, insert, delete on refused_sign_ins to frontdesk_identity;

-- A row in the log of each company that somebody is a member of. Who it was that tried, nobody knows: there is no actor.
create function app.note_refused_sign_ins(usr uuid, at timestamptz, address text, request text, changes jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    company uuid;
    salt bytea;
begin
    for company in select m.company_id from public.memberships m where m.user_id = usr and m.status <> 'removed' loop
        salt := uuid_send(gen_random_uuid());
        insert into public.audit_log (company_id, id, at, actor, request_id, address, table_name, row_id, action, changes,
                                      salt, payload_digest)
        values (company, app.new_id(at), at, 'person', request, address, 'refused_sign_ins', usr, 'insert', changes, salt,
                app.audit_payload_digest(salt, changes));
    end loop;
end
$$;
alter function app.note_refused_sign_ins owner to frontdesk_audit;
revoke execute on function app.note_refused_sign_ins from public;
grant execute on function app.note_refused_sign_ins to frontdesk_identity;

-- With where and with what somebody signed in to a company, it forgets where and with what they were refused.
create or replace function app.erase_audit_of_sessions(company uuid, usr uuid, kind text) returns void
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
    if erase_audit_of_sessions.kind = 'staff' then
        update public.audit_log l set changes = null, salt = null
        where l.company_id = company and l.table_name = 'refused_sign_ins' and l.row_id = usr;
    end if;
end
$$;
