-- A company's own words, for one kind of message, one channel and one language. Where there is no row, Frontdesk's own stand.
-- What they may say is checked when they are saved: a message that is due is no time to find out.
create table message_templates (
    company_id uuid not null default app.company_id() constraint message_templates_company_fkey references companies,
    id uuid not null,
    kind text not null,
    channel text not null constraint message_templates_channel_known check (channel in ('email', 'sms')),
    language text not null constraint message_templates_language_known check (language in ('en', 'uk', 'bn', 'id')),
    subject text,
    body text not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint message_templates_pkey primary key (company_id, id),
    constraint message_templates_key unique (company_id, kind, channel, language),
    constraint message_templates_subject check ((channel = 'email') = (subject is not null)),
    constraint message_templates_one_line check (subject !~ '[\n\r]')
);
select app.tenant_table('message_templates', 'select, insert, update, delete');
