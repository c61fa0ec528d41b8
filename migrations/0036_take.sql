-- Takes all the time that a booking or a hold needs, or none of it: so many units of each calendar, the lowest that are free.
-- Calendars are locked in one order before anything is written, so that nobody waits in a circle, and what has run out on
-- them is given back first. With `replacing`, the time that the booking has is given up in the same step: it has the old
-- time or the new, never both, never none.
--
-- `on conflict do nothing` makes the exclusion constraint the judge. What was taken before one calendar turned out to be
-- full is undone by the exception, and the locks are gone with it.
create function app.take(company uuid, booking uuid, hold uuid, calendars uuid[], units smallint[], froms timestamptz[],
                         tos timestamptz[], expires timestamptz, replacing boolean, at timestamptz)
returns boolean language plpgsql as $$
declare
    wanted record;
    unit integer;
    inserted integer;
    got integer;
    involved uuid[] := calendars;
begin
    if replacing then
        select calendars || coalesce(array_agg(distinct a.calendar_id), '{}') into involved
        from allocations a where a.company_id = take.company and a.booking_id = take.booking;
        perform app.lock_calendars(company, involved);
        delete from allocations a where a.company_id = take.company and a.booking_id = take.booking;
    end if;
    perform app.release_expired(company, calendars, (select min(f) from unnest(froms) f), (select max(t) from unnest(tos) t), at);
    for wanted in
        select w.calendar, w.units, w.starts, w.ends, c.capacity
        from unnest(calendars, units, froms, tos) as w (calendar, units, starts, ends)
        join calendars c on c.company_id = take.company and c.id = w.calendar
        order by w.calendar
    loop
        got := 0;
        for unit in 1..wanted.capacity loop
            exit when got >= wanted.units;
            insert into allocations (company_id, id, calendar_id, unit, starts_at, ends_at, booking_id, hold_id, expires_at)
            values (take.company, gen_random_uuid(), wanted.calendar, unit, wanted.starts, wanted.ends, take.booking,
                    take.hold, take.expires)
            on conflict do nothing;
            get diagnostics inserted = row_count;
            got := got + inserted;
        end loop;
        if got < wanted.units then
            raise exception 'taken' using errcode = 'FD409';
        end if;
    end loop;
    return true;
exception when sqlstate 'FD409' then
    return false;
end
$$;

-- Gives a booking's time back; one that took place still counts for the day's limit.
create function app.give_back(company uuid, booking uuid, took_place boolean) returns void language plpgsql as $$
begin
    perform app.lock_calendars(company, (
        select array_agg(distinct a.calendar_id) from allocations a
        where a.company_id = give_back.company and a.booking_id = give_back.booking));
    delete from allocations a
    where a.company_id = give_back.company and a.booking_id = give_back.booking and not (took_place and exists (
        select from calendars c where c.company_id = give_back.company and c.id = a.calendar_id and c.kind = 'quota'));
end
$$;
revoke execute on function app.take, app.give_back from public;
grant execute on function app.take to frontdesk_tenant, frontdesk_guest;
grant execute on function app.give_back to frontdesk_tenant;
