-- Who asked for which report, and threw it away, is audited; how far it has come is not. Of a schedule, who set it up, and
-- not that it was due; of what staff clocked, everything.
create trigger audit after insert or update or delete on time_entries for each row
    when (current_user <> 'frontdesk_eraser') execute function app.audit('time_entries');
create trigger audit after insert or delete or update of kind, from_day, to_day, filters, own, requested_by, schedule on reports
    for each row when (current_user <> 'frontdesk_eraser') execute function app.audit('reports');
create trigger audit after insert or delete or update of period, format, language, recipients, enabled on report_schedules
    for each row when (current_user <> 'frontdesk_eraser') execute function app.audit('report_schedules');
