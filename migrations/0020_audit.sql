-- Who changed what, when and from where: a row a change, written by triggers in the change's own transaction, and sealed
-- into a chain, so that whoever alters the record later is found out.
--
-- A row's digest covers everything but the payload itself, of which it covers a salted digest: a payload can be erased
-- and the chain still holds. What the chain cannot show is that its very end is gone, seals and rows together: for that,
-- somebody outside has to keep the last seal's hash. Nor does it hold against somebody who runs SQL of their own as the
-- application: the settings that say who acts are theirs to set then.

-- A UUIDv7: later ones sort after earlier ones, by the millisecond.
create function app.new_id(at timestamptz) returns uuid language sql volatile parallel safe return
    encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
        placing substr(int8send(floor(extract(epoch from at) * 1000)::bigint), 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid;

-- It names no foreign key to `companies`: every write of a company inserts here.
create table audit_log (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    at timestamptz not null,
    actor text not null,
    actor_id uuid,
    api_key uuid,
    request_id text,
    address text,
    table_name text not null,
    row_id uuid,
    action text not null constraint audit_log_action_known check (action in ('insert', 'update', 'delete')),
    changes jsonb, -- column -> [before, after]; null when erased
    salt bytea,
    payload_digest bytea not null,
    xid xid8 not null default pg_current_xact_id(),
    seal bigint,
    constraint audit_log_pkey primary key (company_id, id),
    constraint audit_log_erased check ((changes is null) = (salt is null))
);
create index audit_log_at_idx on audit_log (company_id, at, id);
create index audit_log_row_idx on audit_log (company_id, row_id, at);
create index audit_log_unsealed_idx on audit_log (company_id, xid, id) where seal is null;

-- A batch of rows, by id and digest, and the hash of these and of the seal before. It names no foreign key either: checking
-- one takes a right to update that not even the owner has here.
create table audit_seals (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    number bigint not null,
    previous bytea not null,
    hash bytea not null,
    audit_ids uuid[] not null,
    digests bytea[] not null,
    sealed_at timestamptz not null,
    constraint audit_seals_pkey primary key (company_id, id),
    constraint audit_seals_number_key unique (company_id, number),
    constraint audit_seals_lengths check (cardinality(audit_ids) = cardinality(digests) and cardinality(audit_ids) > 0)
);

select app.tenant_table('audit_log', 'select');
select app.tenant_table('audit_seals', 'select');
select app.errand_table('audit_log', 'frontdesk_audit', 'select, insert, update (seal, changes, salt)');
select app.errand_table('audit_seals', 'frontdesk_audit', 'select, insert');
-- Not even the owner changes what is written.
revoke insert, update, delete, truncate on audit_log, audit_seals from frontdesk_owner;
-- The schedule sees which companies have rows to seal, and nothing of what the rows say.
grant select (company_id, seal, xid) on audit_log to frontdesk_platform;
create policy platform on audit_log for select to frontdesk_platform using (true);

create function app.audit_payload_digest(salt bytea, changes jsonb) returns bytea language sql immutable parallel safe
    return sha256(salt || convert_to(changes::text, 'UTF8'));
create function app.audit_digest(entry audit_log) returns bytea language sql stable parallel safe return
    sha256(convert_to(jsonb_build_array(
        entry.company_id, entry.id, floor(extract(epoch from entry.at) * 1000000)::bigint, entry.actor, entry.actor_id,
        entry.api_key, entry.request_id, entry.address, entry.table_name, entry.row_id, entry.action,
        encode(entry.payload_digest, 'hex'))::text, 'UTF8'));
create function app.audit_seal_hash(seal audit_seals) returns bytea language sql stable parallel safe return
    sha256(seal.previous || convert_to(jsonb_build_array(
        seal.company_id, seal.number, floor(extract(epoch from seal.sealed_at) * 1000000)::bigint, seal.audit_ids,
        seal.digests)::text, 'UTF8'));

-- Writes a change down, of the table that its argument names. A row of `companies` is its own company's. A column that
-- proves who somebody is never shows; that it changed does. What only the database keeps for itself is no change.
create function app.audit() returns trigger language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp as $$
declare
    kept constant text[] := '{version,search,xid,last_used_at,last_seen_at}';
    unsaid constant text[] := kept || '{hash,password_hash,token,secret,id,company_id}';
    before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - kept end;
    after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - kept end;
    subject jsonb := coalesce(after, before);
    company uuid := subject ->> case tg_argv[0] when 'companies' then 'id' else 'company_id' end;
    at timestamptz := clock_timestamp();
    salt bytea := uuid_send(gen_random_uuid());
    changes jsonb;
begin
    if before = after then
        return null;
    end if;
    select coalesce(jsonb_object_agg(c.name, jsonb_build_array(before -> c.name, after -> c.name)), '{}') into changes
    from jsonb_object_keys(subject - unsaid) as c (name)
    where coalesce(before -> c.name, 'null') <> coalesce(after -> c.name, 'null');
    insert into public.audit_log (company_id, id, at, actor, actor_id, api_key, request_id, address, table_name, row_id,
                                  action, changes, salt, payload_digest)
    values (company, app.new_id(at), at, app.actor(), app.user_id(), app.api_key_id(), app.request_id(), app.address(),
            tg_argv[0], (subject ->> 'id')::uuid, lower(tg_op), changes, salt, app.audit_payload_digest(salt, changes));
    return null;
end
$$;
alter function app.audit owner to frontdesk_audit;

-- Seals the oldest rows that no transaction still under way can come before. Two at once wait for each other. Answers how
-- many it sealed.
create function app.seal_audit(company uuid, at timestamptz, most integer) returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    made public.audit_seals;
begin
    if company is distinct from app.company_id() then
        raise exception 'another company' using errcode = 'FD404';
    end if;
    perform pg_advisory_xact_lock(hashtextextended('audit ' || company, 0));
    select array_agg((o.entry).id order by (o.entry).xid, (o.entry).id),
           array_agg(app.audit_digest(o.entry) order by (o.entry).xid, (o.entry).id)
    into made.audit_ids, made.digests
    from (select l as entry from public.audit_log l
          where l.company_id = company and l.seal is null and l.xid < pg_snapshot_xmin(pg_current_snapshot())
          order by l.xid, l.id limit most) o;
    if made.audit_ids is null then
        return 0;
    end if;
    select s.number, s.hash into made.number, made.previous
    from public.audit_seals s where s.company_id = company order by s.number desc limit 1;
    made.company_id := company;
    made.id := app.new_id(at);
    made.number := coalesce(made.number, 0) + 1;
    made.previous := coalesce(made.previous, '');
    made.sealed_at := at;
    made.hash := app.audit_seal_hash(made);
    insert into public.audit_seals select made.*;
    update public.audit_log l set seal = made.number where l.company_id = company and l.id = any (made.audit_ids);
    return cardinality(made.audit_ids);
end
$$;
alter function app.seal_audit owner to frontdesk_audit;

-- Walks a company's chain and names the first seal and the first row that do not hold. Where it cannot be told which row of
-- a seal it is, that is the seal's first one. `reason`: `missing_seal`, `missing_row`, `added_row`, `changed_row`,
-- `changed_payload`, `changed_seal`.
create function app.verify_audit(company uuid, out ok boolean, out seals bigint, out sealed_rows bigint,
                                 out unsealed_rows bigint, out broken_seal bigint, out broken_row uuid, out reason text)
language plpgsql stable as $$
declare
    seal public.audit_seals;
    before public.audit_seals;
    added record;
begin
    ok := false;
    seals := 0;
    sealed_rows := 0;
    select count(*) into unsealed_rows from public.audit_log l where l.company_id = company and l.seal is null;
    -- A row that says it is of a seal which does not have it, or does not exist.
    select l.seal, l.id into added
    from public.audit_log l
    left join (select s.number, unnest(s.audit_ids) as id from public.audit_seals s where s.company_id = company) k
        on k.number = l.seal and k.id = l.id
    where l.company_id = company and l.seal is not null and k.id is null order by l.seal, l.xid, l.id limit 1;

    for seal in select * from public.audit_seals s where s.company_id = company order by s.number loop
        broken_seal := seals + 1;
        if seal.number <> broken_seal then
            reason := 'missing_seal';
            broken_row := case when added.seal = broken_seal then added.id else seal.audit_ids[1] end;
            return;
        end if;
        -- A hash that is right in itself, and that the next seal does not know: the one before was made anew.
        if seal.previous <> coalesce(before.hash, '') and seal.hash = app.audit_seal_hash(seal) and seals > 0 then
            broken_seal := seals;
            broken_row := before.audit_ids[1];
            reason := 'changed_seal';
            return;
        end if;
        select k.id, case when l.id is null then 'missing_row'
                          when coalesce(app.audit_payload_digest(l.salt, l.changes) <> l.payload_digest, false)
                              then 'changed_payload'
                          else 'changed_row' end
        into broken_row, reason
        from unnest(seal.audit_ids, seal.digests) with ordinality as k (id, digest, place)
        left join public.audit_log l on l.company_id = company and l.id = k.id
        where l.id is null or l.seal is distinct from seal.number or app.audit_digest(l) <> k.digest
           or coalesce(app.audit_payload_digest(l.salt, l.changes) <> l.payload_digest, false)
        order by k.place limit 1;
        if found then
            return;
        end if;
        if added.seal = seal.number then
            broken_row := added.id;
            reason := 'added_row';
            return;
        end if;
        if seal.hash <> app.audit_seal_hash(seal) or seal.previous <> coalesce(before.hash, '') then
            broken_row := seal.audit_ids[1];
            reason := 'changed_seal';
            return;
        end if;
        seals := seals + 1;
        sealed_rows := sealed_rows + cardinality(seal.audit_ids);
        before := seal;
    end loop;

    broken_seal := added.seal;
    broken_row := added.id;
    reason := case when added.id is not null then 'missing_seal' end;
    if broken_row is null then
        select l.id, 'changed_payload' into broken_row, reason
        from public.audit_log l
        where l.company_id = company and l.seal is null
          and coalesce(app.audit_payload_digest(l.salt, l.changes) <> l.payload_digest, false)
        order by l.xid, l.id limit 1;
    end if;
    ok := broken_row is null;
end
$$;

-- Forgets what was changed in a row, and keeps that it was changed.
create function app.erase_audit_payload(company uuid, subject_table text, subject uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if company is distinct from app.company_id() then
        raise exception 'another company' using errcode = 'FD404';
    end if;
    update public.audit_log l set changes = null, salt = null
    where l.company_id = company and l.row_id = subject and l.table_name = subject_table;
end
$$;
alter function app.erase_audit_payload owner to frontdesk_audit;

revoke execute on function app.new_id, app.audit_payload_digest, app.audit_digest, app.audit_seal_hash, app.audit,
    app.seal_audit, app.verify_audit, app.erase_audit_payload from public;
grant execute on function app.new_id to frontdesk_audit;
grant execute on function app.audit_payload_digest, app.audit_digest, app.audit_seal_hash
    to frontdesk_audit, frontdesk_tenant;
grant execute on function app.seal_audit, app.verify_audit to frontdesk_tenant;
