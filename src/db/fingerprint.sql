with theirs as (
    select classid, objid from pg_depend where deptype = 'e'
), ours as (
    select oid, nspname from pg_namespace
    where nspname !~ '^pg_' and nspname <> 'information_schema'
      and oid not in (select objid from theirs where classid = 'pg_namespace'::regclass)
), relations as (
    select c.* from pg_class c join ours n on n.oid = c.relnamespace
    where c.relpersistence <> 't' and c.oid not in (select objid from theirs where classid = 'pg_class'::regclass)
), found (name, definition) as (
    select format('schema %I', n.nspname),
           concat_ws(' ', pg_get_userbyid(n.nspowner),
               (select string_agg(a::text, ',' order by a::text)
                from unnest(coalesce(n.nspacl, acldefault('n', n.nspowner))) a))
    from pg_namespace n where n.oid in (select oid from ours)
    union all
    select format('extension %I', extname), '' from pg_extension
    union all
    select format('relation %s', c.oid::regclass),
           concat_ws(' ', c.relkind, pg_get_userbyid(c.relowner), c.relrowsecurity, c.relforcerowsecurity, c.reloptions,
               case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end,
               (select string_agg(a::text, ',' order by a::text)
                from unnest(coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's'::"char" else 'r' end, c.relowner))) a))
    from relations c where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
    union all
    select format('column %I of %s', a.attname, c.oid::regclass),
           concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
               a.attcollation::regcollation, pg_get_expr(d.adbin, d.adrelid),
               (select string_agg(g::text, ',' order by g::text) from unnest(a.attacl) g))
    from relations c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relkind in ('r', 'p', 'v', 'm', 'f')
    union all
    select format('constraint %I of %s', k.conname, k.conrelid::regclass),
           concat_ws(' ', pg_get_constraintdef(k.oid), k.convalidated)
    from pg_constraint k where k.conrelid in (select oid from relations) and k.contype <> 'n'
    union all
    select format('index %s', i.indexrelid::regclass), concat_ws(' ', pg_get_indexdef(i.indexrelid), i.indisvalid)
    from pg_index i where i.indrelid in (select oid from relations where relkind in ('r', 'p', 'm'))
    union all
    select format('policy %I of %s', p.polname, p.polrelid::regclass),
           concat_ws(' ', p.polcmd, p.polpermissive,
               (select string_agg(r.rolname, ',' order by r.rolname) from pg_roles r where r.oid = any (p.polroles)),
               pg_get_expr(p.polqual, p.polrelid), '/', pg_get_expr(p.polwithcheck, p.polrelid))
    from pg_policy p where p.polrelid in (select oid from relations)
    union all
    select format('trigger %I of %s', t.tgname, t.tgrelid::regclass), concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled)
    from pg_trigger t where not t.tgisinternal and t.tgrelid in (select oid from relations)
    union all
    select format('function %s', p.oid::regprocedure),
           concat_ws(' ', pg_get_userbyid(p.proowner),
               case when p.prokind in ('f', 'p', 'w') then pg_get_functiondef(p.oid) end,
               (select string_agg(a::text, ',' order by a::text)
                from unnest(coalesce(p.proacl, acldefault('f', p.proowner))) a))
    from pg_proc p join ours n on n.oid = p.pronamespace
    where p.oid not in (select objid from theirs where classid = 'pg_proc'::regclass)
    union all
    select format('type %s', t.oid::regtype),
           concat_ws(' ', t.typtype, pg_get_userbyid(t.typowner), format_type(t.typbasetype, t.typtypmod), t.typnotnull,
               (select string_agg(e.enumlabel, ',' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid),
               (select string_agg(pg_get_constraintdef(k.oid), ',' order by k.conname) from pg_constraint k where k.contypid = t.oid))
    from pg_type t join ours n on n.oid = t.typnamespace
    where t.typtype in ('e', 'd', 'r') and t.oid not in (select objid from theirs where classid = 'pg_type'::regclass)
    union all
    select format('default privileges of %s in %s for %s', pg_get_userbyid(d.defaclrole), coalesce(n.nspname, 'every schema'), d.defaclobjtype),
           (select string_agg(a::text, ',' order by a::text) from unnest(d.defaclacl) a)
    from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace
)
select name, left(encode(sha256(convert_to(coalesce(string_agg(definition, ' ' order by definition), ''), 'UTF8')), 'hex'), 16)
from found group by name order by name
