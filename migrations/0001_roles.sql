-- Who may connect, and as whom a transaction runs.
--
-- The application logs in as `frontdesk_app`, which owns nothing and inherits nothing: a connection can do nothing until
-- a transaction says who it is (`app.enter_*`, next migration). Roles belong to the cluster, not to the database, and
-- several databases may be made at once, so each statement tolerates having been done already.
do $$
declare
    name text;
begin
    foreach name in array array[
        'frontdesk_owner',    -- owns the tables
        'frontdesk_tenant',   -- staff, API keys and jobs of one company
        'frontdesk_guest',    -- a visitor of one company's public pages
        'frontdesk_platform', -- schedulers and the operator: narrow grants across companies
        'frontdesk_identity', -- sign-up, sign-in, sessions
        'frontdesk_queue',    -- the job queue's own pool
        'frontdesk_search',   -- owner of the text search functions
        'frontdesk_clerk'     -- owner of the small fixed errands run for callers who may not see the rows themselves
    ] loop
        begin
            execute format('create role %I nologin', name);
        exception when duplicate_object or unique_violation then null;
        end;
    end loop;

    begin
        create role frontdesk_app login noinherit;
    exception when duplicate_object or unique_violation then null;
    end;

    begin
        grant frontdesk_tenant, frontdesk_guest, frontdesk_platform, frontdesk_identity, frontdesk_queue to frontdesk_app;
        -- `set role` applies no settings of the role it switches to, so the limits sit on the login.
        alter role frontdesk_app set statement_timeout = '15s';
        alter role frontdesk_app set idle_in_transaction_session_timeout = '30s';
        alter role frontdesk_app set lock_timeout = '10s';
    exception when internal_error or unique_violation then null; -- another database's migration did it this instant
    end;
end
$$;

revoke create on schema public from public;
grant usage on schema public to
    frontdesk_tenant, frontdesk_guest, frontdesk_platform, frontdesk_identity, frontdesk_search, frontdesk_clerk;
