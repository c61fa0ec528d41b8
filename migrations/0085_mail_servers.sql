-- A mail server of the company's own: what it tells its clients goes out there, from its own address. Its password is encrypted
-- under a key that the database has not got.
create table mail_servers (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    host text not null,
    port integer not null constraint mail_servers_port check (port between 1 and 65535),
    security text not null constraint mail_servers_security_known check (security in ('tls', 'starttls', 'none')),
    username text,
    secret text,
    from_email text not null,
    from_name text, -- none: the company's
    tested_at timestamptz,
    version integer not null default 1,
    updated_at timestamptz not null,
    failing_since timestamptz, -- the first failure since it has taken anything
    failure text, -- what it said last
    refused_at timestamptz, -- when it last did not let us in
    told_at timestamptz, -- when the admins were told so
    constraint mail_servers_pkey primary key (company_id, id),
    constraint mail_servers_company_key unique (company_id),
    constraint mail_servers_credentials check ((username is null) = (secret is null)),
    constraint mail_servers_failing check ((failing_since is null) = (failure is null)),
    constraint mail_servers_company_fkey foreign key (company_id) references companies
);
select app.tenant_table('mail_servers', 'select, insert, update, delete');
