-- What operators see and do of background work. A queue that is paused keeps its jobs: no worker, on any process, gets one
-- that waits; those under way are finished. The policy says so, and with it every way there is to fetch one.
create table paused_queues (
    queue text not null constraint paused_queues_pkey primary key,
    paused_at timestamptz not null
);
grant select, insert, delete on paused_queues to frontdesk_platform;
grant select on paused_queues to frontdesk_queue;

-- One policy a command: who wakes a dead worker's jobs must see, and may put back, what it may not fetch.
drop policy queue on apalis.jobs;
create policy queue_select on apalis.jobs for select to frontdesk_queue using (true);
create policy queue_insert on apalis.jobs for insert to frontdesk_queue with check (true);
create policy queue_delete on apalis.jobs for delete to frontdesk_queue using (true);
create policy queue_update on apalis.jobs for update to frontdesk_queue
    using (status <> 'Pending' or not exists (select from public.paused_queues p where p.queue = job_type))
    with check (true);

-- Operators see whose a job is and what became of it, never its payload.
create index jobs_open_idx on apalis.jobs (job_type, status, run_at) where status <> 'Done';
create index jobs_given_up_idx on apalis.jobs (run_at, id) where status in ('Failed', 'Killed');
grant select (id, job_type, status, run_at, done_at, last_result, metadata) on apalis.jobs to frontdesk_platform;
create policy platform_select on apalis.jobs for select to frontdesk_platform using (true);

-- Has a job that was given up tried again, as if for the first time. The queue goes by the database's clock.
grant usage on schema apalis to frontdesk_clerk;
grant select (id, job_type, status, metadata),
      update (status, attempts, run_at, lock_by, lock_at, done_at, last_result, metadata) on apalis.jobs to frontdesk_clerk;
create policy clerk_select on apalis.jobs for select to frontdesk_clerk using (true);
create policy clerk_update on apalis.jobs for update to frontdesk_clerk
    using (status in ('Failed', 'Killed')) with check (status = 'Pending');
create function app.rerun_job(job text) returns boolean language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp as $$
declare
    found_queue text;
begin
    update apalis.jobs j
    set status = 'Pending', attempts = 0, run_at = now(), lock_by = null, lock_at = null, done_at = null,
        last_result = null, metadata = j.metadata operator(public.||) public.hstore('attempt', '1')
    where j.id = rerun_job.job and j.status in ('Failed', 'Killed')
    returning j.job_type into found_queue;
    if found_queue is null then
        return false;
    end if;
    insert into public.operator_actions (operator_id, operator_name, action, changes, request_id, address)
    select o.user_id, o.name, 'job.rerun',
           jsonb_build_object('id', jsonb_build_array(job, job), 'queue', jsonb_build_array(found_queue, found_queue)),
           app.request_id(), app.address()
    from public.operators o where o.user_id = app.user_id();
    if not found then
        raise exception 'no operator' using errcode = 'FD401';
    end if;
    return true;
end
$$;
alter function app.rerun_job owner to frontdesk_clerk;
revoke execute on function app.rerun_job from public;
grant execute on function app.rerun_job to frontdesk_platform;

create trigger note_operator_insert after insert on paused_queues
    for each row when (app.actor() = 'operator') execute function app.note_operator('queue.pause');
create trigger note_operator_delete after delete on paused_queues
    for each row when (app.actor() = 'operator') execute function app.note_operator('queue.resume');

-- What runs by the clock: who comes first when it is time has it, on whatever process, and the others wait for the next.
create table schedules (
    name text not null constraint schedules_pkey primary key,
    every_seconds integer not null constraint schedules_every check (every_seconds > 0),
    last_started_at timestamptz not null,
    last_finished_at timestamptz,
    failure text
);
grant select, insert, update on schedules to frontdesk_platform;
