-- The chain is verified a piece at a time, so that no length of it is too long for one statement.
create index audit_log_seal_idx on audit_log (company_id, seal, xid, id) where seal is not null;

-- Walks a company's chain from the seal after `after` (0: from its beginning), seal by seal until it has seen `most` rows,
-- and names the first seal and the first row that do not hold. Where it cannot be told which row of a seal it is, that is
-- the seal's first one. `next_seal`: where to go on, null at the end. FD422: there is no seal `after`. `reason`:
-- `missing_seal`, `missing_row`, `added_row`, `changed_row`, `changed_payload`, `changed_seal`.
drop function app.verify_audit(uuid);
create function app.verify_audit(company uuid, after bigint, most integer, out ok boolean, out seals bigint,
                                 out sealed_rows bigint, out unsealed_rows bigint, out next_seal bigint,
                                 out broken_seal bigint, out broken_row uuid, out reason text)
language plpgsql stable as $$
declare
    seal public.audit_seals;
    before public.audit_seals;
    last bigint := after;
    added record;
begin
    ok := false;
    seals := 0;
    sealed_rows := 0;
    select count(*) into unsealed_rows from public.audit_log l where l.company_id = company and l.seal is null;
    if after <> 0 then
        select * into before from public.audit_seals s where s.company_id = company and s.number = after;
        if not found then
            raise exception 'no such seal' using errcode = 'FD422', constraint = 'after_seal';
        end if;
    end if;

    for seal in
        select * from public.audit_seals s where s.company_id = company and s.number > after order by s.number
    loop
        if sealed_rows >= most then
            next_seal := last;
            ok := true;
            return;
        end if;
        broken_seal := last + 1;
        -- A row that says it is of a seal which does not have it, or does not exist.
        select l.seal, l.id into added
        from public.audit_log l
        left join unnest(seal.audit_ids) k (id) on k.id = l.id and l.seal = seal.number
        where l.company_id = company and l.seal > last and l.seal <= seal.number and k.id is null
        order by l.seal, l.xid, l.id limit 1;
        if seal.number <> broken_seal then
            reason := 'missing_seal';
            broken_row := case when added.seal = broken_seal then added.id else seal.audit_ids[1] end;
            return;
        end if;
        -- A hash that is right in itself, and that the next seal does not know: the one before was made anew.
        if seal.previous <> coalesce(before.hash, '') and seal.hash = app.audit_seal_hash(seal) and last > 0 then
            broken_seal := last;
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
        if added.id is not null then
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
        last := seal.number;
        before := seal;
    end loop;

    -- Rows of seals that do not exist: before the first, or after the last.
    select l.seal, l.id into broken_seal, broken_row
    from public.audit_log l
    where l.company_id = company and (l.seal < 1 or l.seal > last) order by l.seal, l.xid, l.id limit 1;
    reason := case when broken_row is not null then 'missing_seal' end;
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
revoke execute on function app.verify_audit from public;
grant execute on function app.verify_audit to frontdesk_tenant;
