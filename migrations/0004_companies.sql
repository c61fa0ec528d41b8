-- Companies and who works in them.
create table companies (
    id uuid primary key,
    slug text not null constraint companies_slug_key unique,
    name text not null,
    time_zone text not null,
    currency text not null,
    language text not null,
    status text not null default 'active' constraint companies_status_known check (status in ('active', 'suspended')),
    confirmation text not null default 'automatic'
        constraint companies_confirmation_known check (confirmation in ('automatic', 'manual')),
    slot_step_minutes integer not null default 15 constraint companies_step check (slot_step_minutes between 5 and 240),
    minimum_notice_minutes integer not null default 60
        constraint companies_notice check (minimum_notice_minutes between 0 and 43200),
    horizon_days integer not null default 60 constraint companies_horizon check (horizon_days between 1 and 365),
    pending_minutes integer not null default 1440
        constraint companies_pending check (pending_minutes between 5 and 20160),
    reminder_lead_minutes integer not null default 1440
        constraint companies_reminder check (reminder_lead_minutes between 0 and 20160),
    version integer not null default 1,
    created_at timestamptz not null default now(),
    constraint companies_slug_shape check (slug ~ '^[a-z0-9](-?[a-z0-9])*$' and length(slug) between 3 and 63)
);
alter table companies owner to frontdesk_owner;
alter table companies enable row level security;
alter table companies force row level security;
grant select, update on companies to frontdesk_tenant;
create policy tenant on companies to frontdesk_tenant using (id = app.company_id()) with check (id = app.company_id());
grant select on companies to frontdesk_guest;
create policy guest on companies to frontdesk_guest using (id = app.company_id() and status = 'active');

create table memberships (
    company_id uuid not null default app.company_id() constraint memberships_company_fkey references companies,
    id uuid not null,
    user_id uuid not null constraint memberships_user_fkey references users,
    role text not null,
    name text not null,
    email text not null,
    status text not null default 'active' constraint memberships_status_known check (status in ('active', 'suspended')),
    version integer not null default 1,
    created_at timestamptz not null default now(),
    constraint memberships_pkey primary key (company_id, id),
    constraint memberships_user_key unique (company_id, user_id)
);
create index memberships_user_idx on memberships (user_id);
select app.tenant_table('memberships', 'select');

-- Signing up makes a company and its first membership; signing in lists the companies of the person it is about
-- (`app.user_id`), and of nobody else.
grant select, insert on companies, memberships to frontdesk_identity;
create policy identity on memberships to frontdesk_identity
    using (user_id = app.user_id()) with check (user_id = app.user_id());
create policy identity on companies to frontdesk_identity
    using (exists (select from memberships m where m.company_id = companies.id and m.user_id = app.user_id()))
    with check (app.user_id() is not null);

-- The address on the web names the company before anybody is anybody.
grant select on companies to frontdesk_clerk;
create policy clerk on companies to frontdesk_clerk using (true);
create function app.company_by_slug(wanted text) returns uuid language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    begin atomic select id from companies where slug = wanted and status = 'active'; end;
alter function app.company_by_slug owner to frontdesk_clerk;
revoke execute on function app.company_by_slug from public;
grant execute on function app.company_by_slug to frontdesk_app;
