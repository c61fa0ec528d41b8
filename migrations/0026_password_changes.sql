-- That a member's password changed, and from where, is for the admins of their companies to know: a row in each one's log,
-- in the transaction of the change. It says nothing of the password.
select app.errand_table('memberships', 'frontdesk_audit', 'select (company_id, user_id, status)');
create function app.note_password_change(usr uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    company uuid;
    at timestamptz := clock_timestamp();
    salt bytea;
begin
    for company in select m.company_id from public.memberships m where m.user_id = usr and m.status <> 'removed' loop
        salt := uuid_send(gen_random_uuid());
        insert into public.audit_log (company_id, id, at, actor, actor_id, request_id, address, table_name, row_id, action,
                                      changes, salt, payload_digest)
        values (company, app.new_id(at), at, app.actor(), coalesce(app.user_id(), usr), app.request_id(), app.address(),
                'credentials', usr, 'update', '{}', salt, app.audit_payload_digest(salt, '{}'));
    end loop;
end
$$;
alter function app.note_password_change owner to frontdesk_audit;
revoke execute on function app.note_password_change from public;
grant execute on function app.note_password_change to frontdesk_identity;
