-- Who took everything along is written down: that it was asked for, and that it was fetched.
create trigger audit after insert or delete or update of downloaded_at on company_exports for each row
    when (current_user <> 'frontdesk_eraser') execute function app.audit('company_exports');
