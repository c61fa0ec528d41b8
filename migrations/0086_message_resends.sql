-- Each time that somebody has a message sent again which failed: the audit log says of it who, when and which, and not to whom.
create table message_resends (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    message_id uuid not null,
    created_at timestamptz not null,
    constraint message_resends_pkey primary key (company_id, id),
    constraint message_resends_message_fkey foreign key (company_id, message_id) references messages on delete cascade,
    constraint message_resends_company_fkey foreign key (company_id) references companies
);
create index message_resends_message_idx on message_resends (company_id, message_id);
select app.tenant_table('message_resends', 'select, insert',
    own => 'exists (select from messages m where m.company_id = message_resends.company_id and m.id = message_resends.message_id)');
