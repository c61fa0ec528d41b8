-- Reports: numbers about a range of days, made in the background and kept for a while; and plans to make one whenever a day,
-- a week or a month has ended.
create table reports (
    company_id uuid not null default app.company_id() constraint reports_company_fkey references companies,
    id uuid not null,
    kind text not null constraint reports_kind_known check (kind in ('staff', 'bookings', 'clients', 'finances')),
    status text not null constraint reports_status_known check (status in ('queued', 'running', 'done', 'failed')),
    progress smallint not null default 0 constraint reports_progress check (progress between 0 and 100),
    from_day date not null,
    to_day date not null, -- the day after the last
    time_zone text not null,
    filters jsonb not null,
    own boolean not null, -- of the rows that are the asker's own
    requested_by uuid, -- the user; null: a schedule
    schedule uuid, -- which may be gone
    failure text,
    created_at timestamptz not null,
    finished_at timestamptz,
    expires_at timestamptz not null,
    constraint reports_pkey primary key (company_id, id),
    constraint reports_days check (from_day < to_day),
    constraint reports_finished check ((finished_at is not null) = (status in ('done', 'failed'))),
    constraint reports_asked check (num_nonnulls(requested_by, schedule) = 1),
    constraint reports_once unique (company_id, schedule, from_day, to_day)
);
create index reports_created_idx on reports (company_id, created_at, id);
create index reports_expires_idx on reports (expires_at);
-- Whoever reaches their own rows alone sees what was made of these, for them.
select app.tenant_table('reports', 'select, insert, update, delete', own => 'own and requested_by = app.user_id()');
grant select (company_id, id, expires_at), delete on reports to frontdesk_platform;
create policy platform on reports to frontdesk_platform using (true);

-- What came out: tables of rows. It has the report's id.
create table report_results (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    content jsonb not null constraint report_results_size check (pg_column_size(content) <= 16000000),
    expires_at timestamptz not null,
    constraint report_results_pkey primary key (company_id, id),
    constraint report_results_report_fkey foreign key (company_id, id) references reports on delete cascade
);
create index report_results_expires_idx on report_results (expires_at);
select app.tenant_table('report_results', 'select, insert, delete',
    own => 'exists (select from reports r where r.company_id = report_results.company_id and r.id = report_results.id)');
grant select (company_id, id, expires_at), delete on report_results to frontdesk_platform;
create policy platform on report_results to frontdesk_platform using (true);

create table report_schedules (
    company_id uuid not null default app.company_id() constraint report_schedules_company_fkey references companies,
    id uuid not null,
    kind text not null constraint report_schedules_kind_known check (kind in ('staff', 'bookings', 'clients', 'finances')),
    filters jsonb not null,
    period text not null constraint report_schedules_period_known check (period in ('daily', 'weekly', 'monthly')),
    format text not null constraint report_schedules_format_known check (format in ('csv', 'xlsx')),
    language text not null,
    recipients uuid[] not null constraint report_schedules_recipients check (cardinality(recipients) between 1 and 20), -- members
    enabled boolean not null default true,
    due_at timestamptz not null, -- when the period that is now has ended
    handed_at timestamptz, -- a job has been told that it is due
    version integer not null default 1,
    created_at timestamptz not null,
    constraint report_schedules_pkey primary key (company_id, id)
);
create index report_schedules_created_idx on report_schedules (company_id, created_at, id);
create index report_schedules_due_idx on report_schedules (due_at) where enabled;
-- They are about everybody's rows, so whoever reaches their own alone sees none.
select app.tenant_table('report_schedules', 'select, insert, update, delete', own => 'false');
grant select (company_id, id, enabled, due_at, handed_at), update (handed_at) on report_schedules to frontdesk_platform;
create policy platform on report_schedules to frontdesk_platform using (true) with check (true);

-- From here on, a job's transaction sees what a member sees who reaches their own rows alone. There is no way back.
create function app.narrow(company uuid, usr uuid) returns void language plpgsql as $$
begin
    execute format('set local app.own = %L; set local app.user_id = %L; set local app.staff_id = %L', 'on', usr, coalesce((
        select s.id::text from memberships m join staff s on s.company_id = m.company_id and s.membership_id = m.id
        where m.company_id = company and m.user_id = usr and m.status = 'active'), ''));
end
$$;
revoke execute on function app.narrow from public;
grant execute on function app.narrow to frontdesk_tenant;
