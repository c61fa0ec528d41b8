-- Who set up which webhook is audited, and that a secret was made; not how far an endpoint has been told, and not what
-- became of each delivery, which is a record already.
create trigger audit after insert or delete or update of url, description, event_types, enabled, disabled_at, tested_at, replayed_at
    on webhooks for each row when (current_user <> 'frontdesk_eraser') execute function app.audit('webhooks');
create trigger audit after insert or update or delete on webhook_secrets for each row
    when (current_user <> 'frontdesk_eraser') execute function app.audit('webhook_secrets');
