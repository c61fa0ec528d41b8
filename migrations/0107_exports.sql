-- A company leaves with everything it has: exports that its admins ask for. The file lies beside the installation's other files;
-- the row says how far it is, and that it was fetched, once.
create table company_exports (
    company_id uuid not null default app.company_id() constraint company_exports_company_fkey references companies,
    id uuid not null,
    requested_by uuid not null, -- a member
    status text not null constraint company_exports_status_known check (status in ('queued', 'running', 'ready', 'failed')),
    tables integer not null default 0,
    tables_done integer not null default 0,
    rows bigint not null default 0,
    bytes bigint,
    file text, -- its name, which nobody could guess
    created_at timestamptz not null,
    finished_at timestamptz,
    expires_at timestamptz, -- then the file is deleted
    downloaded_at timestamptz,
    constraint company_exports_pkey primary key (company_id, id),
    constraint company_exports_ready check ((status = 'ready') = (num_nonnulls(bytes, file, expires_at) = 3)),
    constraint company_exports_member_fkey foreign key (company_id, requested_by) references memberships
);
create index company_exports_created_idx on company_exports (company_id, created_at, id);
-- One at a time.
create unique index company_exports_under_way_key on company_exports (company_id) where status in ('queued', 'running');
select app.tenant_table('company_exports', 'select, insert, update');

-- Somebody who was a member where a company was exported need not be anybody here.
alter table memberships drop constraint memberships_erased;
alter table memberships
    add constraint memberships_erased check (erased_at is null or user_id is null),
    add constraint memberships_nobody_removed check (user_id is not null or status = 'removed');
