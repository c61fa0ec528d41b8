-- How time is taken and given back. The exclusion constraint is what makes a double booking impossible to store; the locks
-- here keep those who take time on the same calendars from waiting for each other in circles.

-- Whoever takes or gives back time on calendars locks them first, in one order, until the end of the transaction.
create function app.lock_calendars(company uuid, calendars uuid[]) returns void language plpgsql as $$
declare
    lock bigint;
begin
    for lock in select distinct hashtextextended('calendar ' || company || c, 0) from unnest(calendars) c order by 1 loop
        perform pg_advisory_xact_lock(lock);
    end loop;
end
$$;

-- Locks these calendars, and gives back what has run out on them in that window: a constraint cannot know the time. A job
-- tells the booking itself.
create or replace function app.release_expired(company uuid, calendars uuid[], window_from timestamptz,
                                               window_to timestamptz, at timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if company is distinct from app.company_id() then
        raise exception 'another company' using errcode = 'FD404';
    end if;
    perform app.lock_calendars(company, calendars);
    delete from public.allocations a
    where a.company_id = company and a.calendar_id = any (calendars)
      and a.expires_at <= release_expired.at and a.starts_at < window_to and a.ends_at > window_from;
end
$$;

-- Takes all the time of a block that is still free, on every unit, in pieces of at most 30 days. What is booked in it stays
-- booked; whoever calls it has locked the calendar.
create function app.fill_block(company uuid, block uuid) returns void language sql as $$
    insert into allocations (company_id, id, calendar_id, unit, starts_at, ends_at, block_id)
    select b.company_id, gen_random_uuid(), b.calendar_id, u.unit, lower(p.piece), upper(p.piece), b.id
    from blocks b
    join calendars c on c.company_id = fill_block.company and c.id = b.calendar_id
    cross join lateral generate_series(1, c.capacity) as u (unit)
    cross join lateral (
        select unnest(tstzmultirange(tstzrange(b.starts_at, b.ends_at)) - coalesce(range_agg(a.during), '{}')) as gap
        from allocations a
        where a.company_id = fill_block.company and a.calendar_id = b.calendar_id and a.unit = u.unit
          and a.ends_at > b.starts_at and a.starts_at < b.ends_at) f
    cross join lateral (
        select tstzrange(greatest(lower(f.gap), s), least(upper(f.gap), s + interval '720 hours')) as piece
        from generate_series(b.starts_at, b.ends_at, interval '720 hours') s
        where s < upper(f.gap) and s + interval '720 hours' > lower(f.gap)) p
    where b.company_id = fill_block.company and b.id = fill_block.block and b.status = 'active' and not isempty(p.piece)
    on conflict do nothing
$$;

-- A booking's time that lies in a block is the block's, once the booking lets go of it.
create function app.refill_blocks() returns trigger language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into public.allocations (company_id, id, calendar_id, unit, starts_at, ends_at, block_id)
    select g.company_id, gen_random_uuid(), g.calendar_id, g.unit, greatest(g.starts_at, b.starts_at),
           least(g.ends_at, b.ends_at), b.id
    from gone g
    join public.blocks b on b.company_id = g.company_id and b.calendar_id = g.calendar_id and b.status = 'active'
                        and b.starts_at < g.ends_at and b.ends_at > g.starts_at
    where g.block_id is null
    on conflict do nothing;
    return null;
end
$$;
alter function app.refill_blocks owner to frontdesk_clerk;
grant insert, update (booking_id, hold_id, expires_at) on allocations to frontdesk_clerk;
create trigger refill_blocks after delete on allocations referencing old table as gone
    for each statement when (current_user <> 'frontdesk_eraser') execute function app.refill_blocks();

-- What somebody with a hold's secret holds; nothing once it has run out.
create function app.find_hold(company uuid, secret_hash bytea, at timestamptz, out starts_at timestamptz,
                              out expires_at timestamptz, out choice jsonb)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if company is distinct from app.company_id() then
        raise exception 'another company' using errcode = 'FD404';
    end if;
    select h.starts_at, h.expires_at, h.choice into find_hold.starts_at, find_hold.expires_at, find_hold.choice
    from public.holds h
    where h.company_id = company and h.secret_hash = find_hold.secret_hash and h.expires_at > find_hold.at;
end
$$;
alter function app.find_hold owner to frontdesk_clerk;

-- Makes a hold's time a booking's, and answers what was held, and when it begins. Of two who redeem it at once, one does.
create function app.redeem_hold(company uuid, secret_hash bytea, booking uuid, booking_expires timestamptz, at timestamptz)
returns jsonb language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    held public.holds;
begin
    if company is distinct from app.company_id() then
        raise exception 'another company' using errcode = 'FD404';
    end if;
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
alter function app.redeem_hold owner to frontdesk_clerk;

-- Lets go of a hold.
create function app.drop_hold(company uuid, secret_hash bytea) returns boolean language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp as $$
declare
    held uuid;
begin
    if company is distinct from app.company_id() then
        raise exception 'another company' using errcode = 'FD404';
    end if;
    select h.id into held from public.holds h where h.company_id = company and h.secret_hash = drop_hold.secret_hash;
    delete from public.allocations a where a.company_id = company and a.hold_id = held;
    delete from public.holds h where h.company_id = company and h.id = held;
    return found;
end
$$;
alter function app.drop_hold owner to frontdesk_clerk;
grant update on holds to frontdesk_clerk; -- to lock a row

revoke execute on function app.lock_calendars, app.release_expired, app.fill_block, app.refill_blocks, app.find_hold,
    app.redeem_hold, app.drop_hold from public;
grant execute on function app.lock_calendars to frontdesk_clerk, frontdesk_tenant, frontdesk_guest;
grant execute on function app.fill_block to frontdesk_tenant;
grant execute on function app.find_hold, app.redeem_hold, app.drop_hold to frontdesk_guest;

-- A customer cancels a booking of their own, and its time is free: all of it in one errand, since a customer writes nothing
-- but their card. Answers what it was; null: nothing of theirs that can still be cancelled. That it is soon enough, the
-- caller has looked at.
create function app.cancel_own_booking(company uuid, booking uuid, reason text, ids uuid[], at timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    before text;
    taken uuid[];
begin
    if company is distinct from app.company_id() then
        raise exception 'another company' using errcode = 'FD404';
    end if;
    select b.status into before from public.bookings b
    where b.company_id = company and b.id = booking and b.client_id = app.client_id() for update;
    if before is null or before not in ('pending', 'confirmed') then
        return null;
    end if;
    select array_agg(distinct a.calendar_id) into taken
    from public.allocations a where a.company_id = company and a.booking_id = booking;
    perform app.lock_calendars(company, taken);
    update public.bookings b set status = 'cancelled', expires_at = null, version = b.version + 1
    where b.company_id = company and b.id = booking;
    delete from public.allocations a where a.company_id = company and a.booking_id = booking;
    update public.messages m set status = 'cancelled'
    where m.company_id = company and m.booking_id = booking and m.status = 'scheduled';
    insert into public.booking_history (company_id, id, booking_id, from_status, to_status, actor_kind, actor_id, reason, at)
    values (company, ids[1], booking, before, 'cancelled', 'customer', app.user_id(), cancel_own_booking.reason,
            cancel_own_booking.at);
    insert into public.events (company_id, id, kind, payload, created_at)
    values (company, ids[2], 'booking.cancelled', jsonb_build_object('booking_id', booking), cancel_own_booking.at);
    return before;
end
$$;
alter function app.cancel_own_booking owner to frontdesk_clerk;
grant select, update (status, expires_at, version) on bookings to frontdesk_clerk;
select app.errand_table('booking_history', 'frontdesk_clerk', 'insert');
revoke execute on function app.cancel_own_booking from public;
grant execute on function app.cancel_own_booking to frontdesk_customer;
