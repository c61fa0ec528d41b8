-- Time is taken by errand, also for those who may write no allocation, and never for somebody else's booking: a visitor's
-- is yet to be written, a customer's own is open.
select app.errand_table('calendars', 'frontdesk_clerk', 'select');

create function app.check_taker(company uuid, booking uuid) returns void language plpgsql stable as $$
begin
    if company is distinct from app.company_id() then
        raise exception 'another company' using errcode = 'FD404';
    end if;
    if app.actor() not in ('guest', 'customer') then
        return;
    end if;
    perform from bookings b
    where b.company_id = check_taker.company and b.id = check_taker.booking
      and (b.client_id is distinct from app.client_id() or b.status not in ('pending', 'confirmed'));
    if found then
        raise exception 'nothing of theirs that is open' using errcode = 'FD404';
    end if;
end
$$;

-- Takes all the time that a booking or a hold needs, or none of it: so many units of each calendar, the lowest that are free.
-- Calendars are locked in one order before anything is written, so that nobody waits in a circle, and what has run out on
-- them is given back first. With `replacing`, the time that the booking has is given up in the same step: it has the old
-- time or the new, never both, never none.
--
-- `on conflict do nothing` makes the exclusion constraint the judge. What was taken before one calendar turned out to be
-- full is undone by the exception, and the locks are gone with it.
create or replace function app.take(company uuid, booking uuid, hold uuid, calendars uuid[], units smallint[],
                                    froms timestamptz[], tos timestamptz[], expires timestamptz, replacing boolean,
                                    at timestamptz)
returns boolean language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    wanted record;
    unit integer;
    inserted integer;
    got integer;
    involved uuid[] := calendars;
begin
    perform app.check_taker(company, booking);
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
alter function app.take owner to frontdesk_clerk;
revoke execute on function app.check_taker, app.take from public;
grant execute on function app.check_taker to frontdesk_clerk;
grant execute on function app.take to frontdesk_tenant, frontdesk_guest, frontdesk_customer;
revoke insert on allocations from frontdesk_guest;

-- Makes a hold's time a booking's, and answers what was held, and when it begins. Of two who redeem it at once, one does.
create or replace function app.redeem_hold(company uuid, secret_hash bytea, booking uuid, booking_expires timestamptz,
                                           at timestamptz)
returns jsonb language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    held public.holds;
begin
    perform app.check_taker(company, booking);
    select h.* into held from public.holds h
    where h.company_id = company and h.secret_hash = redeem_hold.secret_hash and h.expires_at > redeem_hold.at
    for update;
    if not found then
        return null;
    end if;
    update public.allocations a set booking_id = redeem_hold.booking, hold_id = null, expires_at = redeem_hold.booking_expires
    where a.company_id = company and a.hold_id = held.id;
    -- Somebody whose hold had run out a moment ago by another clock may have lost it meanwhile.
    if not found then
        return null;
    end if;
    delete from public.holds h where h.company_id = company and h.id = held.id;
    return jsonb_build_array(held.choice, held.starts_at);
end
$$;
grant execute on function app.redeem_hold to frontdesk_customer;
