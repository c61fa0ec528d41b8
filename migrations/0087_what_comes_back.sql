-- What comes back of a mail, later and with no company on it: its reader wants no more of its kind, or a mail server could not
-- deliver it after all.
--
-- Of the secret in a link to unsubscribe by there is the hash, as of every link.
alter table messages add column unsubscribe_hash bytea;
create unique index messages_unsubscribe_key on messages (unsubscribe_hash) where unsubscribe_hash is not null;
create index messages_mailed_idx on messages (id) where channel = 'email';
select app.errand_table('client_preferences', 'frontdesk_clerk', 'select, insert, update');

-- Whose link it is, and what kind of message it came in.
create function app.unsubscribe_link(secret_hash bytea, out company_id uuid, out message_id uuid, out kind text,
                                     out channel text, out language text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select m.company_id, m.id, m.kind, m.channel, m.language
    from messages m join clients c on c.company_id = m.company_id and c.id = m.client_id
    where m.unsubscribe_hash = secret_hash and c.erased_at is null
$$;
alter function app.unsubscribe_link owner to frontdesk_clerk;
revoke execute on function app.unsubscribe_link from public;
grant execute on function app.unsubscribe_link to frontdesk_app;

-- Takes back one wish of the reader whose link it is, for the channel that it came by, and no other. What they do not wish
-- already keeps who said it, and when.
create function app.unsubscribe(company uuid, wish_id uuid, wish text, at timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if company is distinct from app.company_id() then
        raise exception 'another company' using errcode = 'FD404';
    end if;
    insert into client_preferences as p (company_id, id, client_id, channel, allowed, reminders, marketing, source,
                                         decided_through, decided_at)
    select m.company_id, wish_id, m.client_id, m.channel, true, wish <> 'reminders', false, 'unsubscribe', app.actor(), at
    from messages m
    where m.company_id = company and m.id = app.link_id() and m.client_id is not null and m.unsubscribe_hash is not null
    on conflict (company_id, client_id, channel) do update
    set reminders = p.reminders and wish <> 'reminders', marketing = p.marketing and wish <> 'marketing',
        source = excluded.source, decided_by = null, decided_through = excluded.decided_through,
        decided_at = excluded.decided_at
    where case wish when 'reminders' then p.reminders when 'marketing' then p.marketing end;
end
$$;
alter function app.unsubscribe owner to frontdesk_clerk;
revoke execute on function app.unsubscribe from public;
grant execute on function app.unsubscribe to frontdesk_guest;

-- Which company a mail is of that could not be delivered.
create function app.company_of_mail(message uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select m.company_id from messages m where m.id = message and m.channel = 'email'
$$;
alter function app.company_of_mail owner to frontdesk_clerk;
revoke execute on function app.company_of_mail from public;
grant execute on function app.company_of_mail to frontdesk_app;
