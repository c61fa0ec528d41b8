-- What a client wants to be told by which channel, who said so, and when. Where there is no row nobody has said anything: then
-- they hear what is about their bookings, and no advertising.
create table client_preferences (
    company_id uuid not null default app.company_id() constraint client_preferences_company_fkey references companies,
    id uuid not null,
    client_id uuid not null,
    channel text not null constraint client_preferences_channel_known check (channel in ('email', 'sms')),
    allowed boolean not null, -- anything at all
    reminders boolean not null,
    marketing boolean not null,
    source text, -- how they said it, in the company's words
    decided_by uuid, -- whose account that was
    decided_through text not null, -- `staff`, `customer`, `api_key`, …
    decided_at timestamptz not null,
    constraint client_preferences_pkey primary key (company_id, id),
    constraint client_preferences_key unique (company_id, client_id, channel),
    constraint client_preferences_client_fkey foreign key (company_id, client_id) references clients on delete cascade
);
select app.tenant_table('client_preferences', 'select, insert, update',
    own => 'exists (select from clients c where c.company_id = client_preferences.company_id '
           'and c.id = client_preferences.client_id)');
select app.customer_table('client_preferences', 'select, insert, update', 'client_id = app.client_id()');
