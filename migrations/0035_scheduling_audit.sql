-- The audit triggers of what scheduling works with. What a visitor inserts with a booking is not audited: its history says it.
do $$
declare
    name text;
begin
    foreach name in array array[
        'locations', 'resources', 'service_categories', 'service_resources', 'addons', 'service_addons', 'day_exceptions',
        'holidays', 'shifts', 'blocks', 'assets', 'booking_items'
    ] loop
        execute format(
            'create trigger audit after insert or update or delete on %I for each row when (%scurrent_user <> %L) '
            'execute function app.audit(%L)',
            name,
            case when name in ('assets', 'booking_items')
                then 'current_setting(''app.actor'', true) is distinct from ''guest'' and ' else '' end,
            'frontdesk_eraser', name);
    end loop;
end
$$;
