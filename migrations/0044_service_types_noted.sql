-- What an operator does to service types is noted as everything else they do. Which type it was, the change of its id says:
-- from nothing when it is made, to nothing when it is deleted, and otherwise from itself to itself.
create or replace function app.note_operator() returns trigger language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp as $$
declare
    before jsonb := coalesce(to_jsonb(old), '{}');
    after jsonb := coalesce(to_jsonb(new), '{}');
    changes jsonb;
    action text := tg_argv[0];
begin
    select jsonb_object_agg(n.key, jsonb_build_array(before -> n.key, after -> n.key)) into changes
    from jsonb_each(before || after) n
    where coalesce(before -> n.key, 'null') <> coalesce(after -> n.key, 'null') and n.key not in ('version', 'updated_at');
    if changes is null then
        return null;
    end if;
    if action = 'company.update' and changes ? 'status' then
        action := case after ->> 'status' when 'suspended' then 'company.suspend' else 'company.restore' end;
    end if;
    if tg_table_name = 'service_types' then
        if action = 'service_type.update' and changes ? 'archived_at' then
            action := case when after ->> 'archived_at' is null then 'service_type.restore' else 'service_type.archive' end;
        end if;
        changes := changes || jsonb_build_object('id', jsonb_build_array(before -> 'id', after -> 'id'));
    end if;
    insert into public.operator_actions (operator_id, operator_name, action, company_id, changes, request_id, address)
    select o.user_id, o.name, action, case when tg_table_name = 'companies' then (after ->> 'id')::uuid end, changes,
           app.request_id(), app.address()
    from public.operators o where o.user_id = app.user_id();
    if not found then
        raise exception 'no operator' using errcode = 'FD401';
    end if;
    return null;
end
$$;
create trigger note_operator_insert after insert on service_types
    for each row when (app.actor() = 'operator') execute function app.note_operator('service_type.create');
create trigger note_operator_update after update on service_types
    for each row when (app.actor() = 'operator') execute function app.note_operator('service_type.update');
create trigger note_operator_delete after delete on service_types
    for each row when (app.actor() = 'operator') execute function app.note_operator('service_type.delete');
