-- The job queue's table, behind the same wall. A job says whose it is in its metadata, and from there alone is it read; a
-- tenant or a guest can only add jobs of its own company, and see none.
--
-- apalis makes this schema before these migrations run. Its NOTIFY trigger takes one lock for all commits of the
-- database, so it is switched off: workers are nudged after commit, and poll.
alter table apalis.jobs disable trigger notify_workers;
alter table apalis.jobs enable row level security;
alter table apalis.jobs force row level security;

grant usage on schema apalis to frontdesk_tenant, frontdesk_guest, frontdesk_platform, frontdesk_queue;
grant insert on apalis.jobs to frontdesk_tenant, frontdesk_guest, frontdesk_platform;
grant select, insert, update, delete on all tables in schema apalis to frontdesk_queue;
grant execute on all functions in schema apalis to frontdesk_queue;

create policy tenant on apalis.jobs for insert to frontdesk_tenant
    with check (metadata -> 'company_id' = app.company_id()::text);
create policy guest on apalis.jobs for insert to frontdesk_guest
    with check (metadata -> 'company_id' = app.company_id()::text);
-- Schedulers enqueue for any company, always naming one.
create policy platform on apalis.jobs for insert to frontdesk_platform
    with check (metadata -> 'company_id' is not null);
create policy queue on apalis.jobs to frontdesk_queue using (true) with check (true);
