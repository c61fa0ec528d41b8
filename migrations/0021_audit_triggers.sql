-- The triggers that write the audit log, in a step later than the tables, each told its table's name.
--
-- What a visitor's booking inserts is not audited: its history and its events say it, and the visitor is nobody. A card
-- that is made for them is. When a company is erased, so is its log, which then must not begin anew.
do $$
declare
    name text;
begin
    foreach name in array array[
        'companies', 'memberships', 'invitations', 'roles', 'api_keys', 'calendars', 'staff', 'working_hours', 'clients',
        'client_staff', 'services', 'bookings', 'orders', 'order_lines'
    ] loop
        execute format(
            'create trigger audit after insert or update or delete on %I for each row when (%scurrent_user <> %L) '
            'execute function app.audit(%L)',
            name,
            case when name in ('bookings', 'orders', 'order_lines', 'client_staff') then 'current_setting(''app.actor'', true) is distinct from ''guest'' and ' else '' end,
            'frontdesk_eraser', name);
    end loop;
end
$$;

-- Who signed in to a company, and which of its sessions ended before their time.
create trigger audit after insert on sessions for each row when (new.company_id is not null)
    execute function app.audit('sessions');
create trigger audit_revoked after update of revoked_at on sessions for each row
    when (new.company_id is not null and old.revoked_at is null and new.revoked_at is not null)
    execute function app.audit('sessions');
