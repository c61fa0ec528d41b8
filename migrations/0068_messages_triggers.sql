-- The triggers of what 0065 to 0067 made, in a step later than the tables.
create trigger audit after insert or update or delete on client_preferences for each row
    when (current_user <> 'frontdesk_eraser') execute function app.audit('client_preferences');
create trigger forget_failure before update of email, phone on clients for each row execute function app.forget_failure();
create trigger forget_reader after update of erased_at on memberships for each row
    when (old.erased_at is null and new.erased_at is not null) execute function app.forget_reader();
create trigger forget_told after update of erased_at on clients for each row
    when (old.erased_at is null and new.erased_at is not null) execute function app.forget_told();
