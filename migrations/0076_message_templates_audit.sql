-- Who gave the company which words is written down, as all that staff change.
create trigger audit after insert or update or delete on message_templates for each row
    when (current_user <> 'frontdesk_eraser') execute function app.audit('message_templates');
