-- People change what is theirs: their name and language by version, their address and password with a notice to whoever
-- reads the mailbox, and they see where they are signed in, as customers too.
alter table users add column version integer not null default 1;

-- A colleague who has read the old address has read another version.
grant update (version) on memberships to frontdesk_identity;

-- A customer's session is in a company that they are no member of.
alter policy identity on companies
    using (exists (select from memberships m where m.company_id = companies.id and m.user_id = app.user_id())
           or exists (select from sessions s where s.company_id = companies.id and s.user_id = app.user_id()));

-- Where on the web a customer's link leads.
alter table one_time_tokens add column company_slug text;

-- Mails that only tell something: `email` is whom it is told to, which after a change of address is the old one.
create table account_notices (
    id uuid primary key,
    kind text not null constraint account_notices_kind_known check (kind in ('password_changed', 'email_changed')),
    user_id uuid not null constraint account_notices_user_fkey references users on delete cascade,
    email text not null,
    name text not null,
    language text not null,
    new_email text,
    created_at timestamptz not null,
    constraint account_notices_new_email check ((new_email is not null) = (kind = 'email_changed'))
);
create index account_notices_user_idx on account_notices (user_id);
create index account_notices_created_idx on account_notices (created_at);
alter table account_notices owner to frontdesk_owner;
grant select, insert, delete on account_notices to frontdesk_identity;
