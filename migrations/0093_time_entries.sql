-- When staff came and went, as they said it themselves or as somebody put it right. What is open ends some day, so that
-- nothing can come after it: the constraint that keeps entries apart also keeps one person from being at work twice.
create table time_entries (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    staff_id uuid not null,
    clocked_in_at timestamptz not null,
    clocked_out_at timestamptz, -- null: still at work
    source text not null constraint time_entries_source_known check (source in ('self', 'manager')),
    note text not null default '',
    version integer not null default 1,
    created_at timestamptz not null,
    constraint time_entries_pkey primary key (company_id, id),
    constraint time_entries_order check (clocked_in_at <= clocked_out_at),
    constraint time_entries_length check (clocked_out_at <= clocked_in_at + interval '48 hours'),
    constraint time_entries_staff_fkey foreign key (company_id, staff_id) references staff,
    constraint time_entries_no_overlap exclude using gist (
        company_id with =, staff_id with =, tstzrange(clocked_in_at, clocked_out_at) with &&)
);
create unique index time_entries_open_key on time_entries (company_id, staff_id) where clocked_out_at is null;
create index time_entries_in_idx on time_entries (company_id, clocked_in_at, id);
create index time_entries_staff_idx on time_entries (company_id, staff_id, clocked_in_at);
select app.tenant_table('time_entries', 'select, insert, update, delete', own => 'staff_id = app.staff_id()');
