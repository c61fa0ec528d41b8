-- Everything that is to be said to somebody: what, to whom, in which language, when. The text is made when it is sent, from
-- the data as it is then. A reminder is such a row with its `send_at` in the future; it moves and dies with its booking.
create table messages (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    kind text not null,
    channel text not null constraint messages_channel_known check (channel in ('email')),
    recipient text not null,
    language text not null,
    client_id uuid,
    booking_id uuid,
    status text not null constraint messages_status_known check (status in (
        'scheduled', 'queued', 'sent', 'failed', 'cancelled')),
    send_at timestamptz not null,
    sent_at timestamptz,
    failure text,
    version integer not null default 1,
    created_at timestamptz not null,
    constraint messages_pkey primary key (company_id, id),
    constraint messages_sent check ((status = 'sent') = (sent_at is not null)),
    constraint messages_client_fkey foreign key (company_id, client_id) references clients,
    constraint messages_booking_fkey foreign key (company_id, booking_id) references bookings
);
create index messages_due_idx on messages (send_at) where status = 'scheduled';
create index messages_booking_idx on messages (company_id, booking_id);
create index messages_client_idx on messages (company_id, client_id, created_at);
select app.tenant_table('messages', 'select, insert, update');
select app.guest_table('messages', 'insert', $$status in ('scheduled', 'queued')$$);

-- The schedule lists what is due, and marks it as handed to the queue; it reads no address and no text.
grant select (company_id, id, status, send_at), update (status) on messages to frontdesk_platform;
create policy platform on messages to frontdesk_platform using (true) with check (status = 'queued');
