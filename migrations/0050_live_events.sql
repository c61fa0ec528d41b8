-- Events as they happen: whoever listens is told by one reader a process, which sees that a company has news, and nothing
-- of what the news is. What it is, each listener's own transaction reads.
grant select (company_id, id, xid) on events to frontdesk_platform;
create policy platform on events for select to frontdesk_platform using (true);

-- Which of these callers a door would still let in, in the order they are asked about: so that one look a second tells
-- for all who listen in a process. It answers nothing else, and lets nobody in.
create function app.admitted(companies uuid[], users uuid[], sessions uuid[], keys uuid[], roles text[],
                             role_versions integer[], at timestamptz)
returns boolean[] language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    answer boolean[] := '{}';
begin
    for i in 1 .. cardinality(companies) loop
        begin
            perform app.admit(companies[i], users[i], sessions[i], keys[i], roles[i], role_versions[i], at);
            answer := answer || true;
        exception when sqlstate 'FD401' or sqlstate 'FD403' or sqlstate 'FD412' then
            answer := answer || false;
        end;
    end loop;
    return answer;
end
$$;
alter function app.admitted owner to frontdesk_clerk;
revoke execute on function app.admitted from public;
grant execute on function app.admit to frontdesk_clerk;
grant execute on function app.admitted to frontdesk_app;
