-- The register of backups, for whoever runs the installation. What a backup is stands beside it, where it is stored, and holds
-- where the database is lost: this is a copy to look at. Whoever makes backups writes it, as the database's owner; an operator
-- asks for one.
create table backups (
    id uuid not null constraint backups_pkey primary key,
    name text constraint backups_name_key unique,
    status text not null constraint backups_status check (status in ('waiting', 'running', 'made', 'failed')),
    requested_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz,
    bytes bigint,
    row_count bigint,
    schema_version bigint,
    encrypted boolean,
    failure text,
    -- When it was restored and compared, and whether it was the same.
    tried_at timestamptz,
    sound boolean,
    differences text[] not null default '{}'
);
create index backups_requested_idx on backups (requested_at, id);
grant select, insert (id, status, requested_at) on backups to frontdesk_platform;

-- A backup is of the whole installation: its job names no company.
alter policy platform on apalis.jobs with check (metadata -> 'company_id' is not null or job_type = 'backups.make');
