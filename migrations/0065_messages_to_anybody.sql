-- A message is to a client or to a member, by one of several channels, and what becomes of it is told later: a provider says
-- that it arrived, or that it did not. Who wrote one down twice, after a crash or at once with another, finds it there: `once`
-- says what it is about, and of those that are not cancelled there is one.
alter table messages
    drop constraint messages_channel_known,
    drop constraint messages_status_known,
    drop constraint messages_sent,
    add column member_id uuid,
    add column once text,
    add column reminds_of timestamptz, -- when what it reminds of starts: it is for that time and no other
    add column fallback_of uuid, -- the one that did not arrive, by another channel
    add column provider_id text, -- what the provider calls it
    add column delivered_at timestamptz,
    add column text text, -- what stands in the desk
    add column read_at timestamptz,
    add constraint messages_channel_known check (channel in ('email', 'sms', 'in_app')),
    add constraint messages_status_known check (status in (
        'scheduled', 'queued', 'sent', 'delivered', 'bounced', 'failed', 'cancelled')),
    add constraint messages_sent check (
        case when status in ('sent', 'delivered') then sent_at is not null
             when status in ('scheduled', 'queued', 'cancelled') then sent_at is null else true end),
    add constraint messages_one_reader check (client_id is null or member_id is null),
    add constraint messages_read check (read_at is null or channel = 'in_app'),
    add constraint messages_member_fkey foreign key (company_id, member_id) references memberships,
    add constraint messages_fallback_fkey foreign key (company_id, fallback_of) references messages,
    add constraint messages_fallback_key unique (company_id, fallback_of);
create unique index messages_once_key on messages (company_id, once) where status <> 'cancelled';
create index messages_provider_idx on messages (company_id, provider_id) where provider_id is not null;
create index messages_created_idx on messages (company_id, created_at, id);
create index messages_unread_idx on messages (company_id, member_id, created_at, id) where channel = 'in_app';

-- Nobody but a job writes one: visitors and customers leave word of what happened, and a job tells whom it concerns.
drop policy guest on messages;
revoke insert on messages from frontdesk_guest;
drop policy customer_insert on messages;
revoke insert on messages from frontdesk_customer;

-- Own messages: to oneself; and to clients, about what is one's own.
alter policy tenant on messages
    using (company_id = app.company_id() and (not app.own() or case when member_id is null
        then exists (select from bookings b where b.company_id = messages.company_id and b.id = messages.booking_id)
            or exists (select from clients c where c.company_id = messages.company_id and c.id = messages.client_id)
        else exists (select from memberships m where m.company_id = messages.company_id and m.id = messages.member_id
                     and m.user_id = app.user_id()) end))
    with check (company_id = app.company_id() and (not app.own() or case when member_id is null
        then exists (select from bookings b where b.company_id = messages.company_id and b.id = messages.booking_id)
            or exists (select from clients c where c.company_id = messages.company_id and c.id = messages.client_id)
        else exists (select from memberships m where m.company_id = messages.company_id and m.id = messages.member_id
                     and m.user_id = app.user_id()) end));

-- A client who is forgotten is forgotten in what the desk says of their bookings.
grant update (text) on messages to frontdesk_clerk;
create function app.forget_told() returns trigger language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp as $$
begin
    update messages m set text = null
    where m.company_id = new.company_id and m.text is not null and m.booking_id in (
        select b.id from bookings b where b.company_id = new.company_id and b.client_id = new.id);
    return null;
end
$$;
alter function app.forget_told owner to frontdesk_clerk;
revoke execute on function app.forget_told from public;

-- Whoever is forgotten is forgotten as a reader too.
create function app.forget_reader() returns trigger language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp as $$
begin
    update messages m
    set recipient = new.id || '@erased.invalid', failure = null, version = m.version + 1,
        status = case when m.status in ('scheduled', 'queued') then 'cancelled' else m.status end
    where m.company_id = new.company_id and m.member_id = new.id;
    return null;
end
$$;
alter function app.forget_reader owner to frontdesk_clerk;
revoke execute on function app.forget_reader from public;
