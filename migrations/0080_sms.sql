-- SMS go out by a provider, who tells later what became of each, at an address that is made for this one message: the token in
-- it is made of `callback_id`, the database has its hash. A message that is sent again has another, so that nothing that is
-- told of the first is taken for the second.
alter table messages
    add column callback_id uuid,
    add column callback_hash bytea,
    add column segments smallint, -- as how many SMS it is counted
    add constraint messages_callback check ((callback_id is null) = (callback_hash is null)),
    add constraint messages_segments check (segments is null or segments > 0 and channel = 'sms'),
    add constraint messages_callback_hash_key unique (callback_hash);

-- Whose message this is, and which: what whoever has the token may know, before the company is known.
create function app.message_by_hash(wanted bytea, out company_id uuid, out id uuid) language sql stable
    security definer set search_path = pg_catalog, public, pg_temp
    begin atomic
        select m.company_id, m.id from messages m where m.callback_hash = wanted;
    end;
alter function app.message_by_hash owner to frontdesk_clerk;
revoke execute on function app.message_by_hash from public;
grant execute on function app.message_by_hash to frontdesk_app;
