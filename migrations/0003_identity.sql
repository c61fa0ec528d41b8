-- People and how they prove who they are: tables that `frontdesk_identity` alone can read.
create table users (
    id uuid primary key,
    email text not null constraint users_email_key unique,
    name text not null,
    language text not null,
    created_at timestamptz not null default now(),
    constraint users_email_normalised check (email = lower(email))
);

create table credentials (
    user_id uuid primary key constraint credentials_user_fkey references users on delete cascade,
    password_hash text not null,
    changed_at timestamptz not null default now()
);

-- A session is one sign-in of one person in one company. It names no foreign key to the company: global tables never
-- point at company tables.
create table sessions (
    id uuid primary key,
    user_id uuid not null constraint sessions_user_fkey references users on delete cascade,
    company_id uuid not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    revoked_because text
);
create index sessions_user_idx on sessions (user_id);

-- Every refresh token that was ever handed out for a session, by hash: one that comes back after it was used ends the
-- session, however old it is.
create table refresh_tokens (
    hash bytea primary key,
    session_id uuid not null constraint refresh_tokens_session_fkey references sessions on delete cascade,
    issued_at timestamptz not null,
    used_at timestamptz
);
create index refresh_tokens_session_idx on refresh_tokens (session_id);

do $$
declare
    name text;
begin
    foreach name in array array['users', 'credentials', 'sessions', 'refresh_tokens'] loop
        execute format('alter table %I owner to frontdesk_owner', name);
        execute format('grant select, insert, update, delete on %I to frontdesk_identity', name);
    end loop;
end
$$;
