-- Who had mail go out by which server, and who had which message sent again; not whether the server took it.
create trigger audit after insert or delete or update of host, port, security, username, secret, from_email, from_name, tested_at
    on mail_servers for each row when (current_user <> 'frontdesk_eraser') execute function app.audit('mail_servers');
create trigger audit after insert or update or delete on message_resends for each row
    when (current_user <> 'frontdesk_eraser') execute function app.audit('message_resends');
