//! What every table with rows of companies has.

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "a table says whose its rows are, or is on the list of global ones",
        finds: "select t.name::text from $company t where t.name <> 'companies' and not exists (
                    select from pg_attribute a where a.attrelid = t.oid and a.attname = 'company_id')",
        broken_by: "create table strays (id uuid primary key)",
    },
    Rule {
        name: "frontdesk_owner owns it",
        finds: "select t.name::text from $company t where t.owner <> 'frontdesk_owner'::regrole",
        broken_by: "alter table services owner to frontdesk_queue",
    },
    Rule {
        name: "row-level security is on, and forced",
        finds: "select t.name::text from $company t where not (t.secured and t.forced)",
        broken_by: "alter table services no force row level security",
    },
    Rule {
        name: "tenants have a policy for everything",
        finds: "select t.name::text from $company t where not exists (
                    select from pg_policy p where p.polrelid = t.oid and p.polcmd = '*' and p.polname = 'tenant'
                      and p.polroles = array['frontdesk_tenant'::regrole]::oid[])",
        broken_by: "drop policy tenant on services",
    },
    Rule {
        name: "what tenants, customers, guests and the eraser see and write is their company's",
        finds: "select format('%s on %s', p.polname, t.name) from $company t join pg_policy p on p.polrelid = t.oid
                where p.polroles && array['frontdesk_tenant'::regrole, 'frontdesk_guest'::regrole,
                    'frontdesk_customer'::regrole, 'frontdesk_eraser'::regrole]::oid[] and not (
                    coalesce(pg_get_expr(p.polqual, t.oid), pg_get_expr(p.polwithcheck, t.oid))
                        ~ ('^\\(+' || case when t.name = 'companies' then 'id' else 'company_id' end || ' = app.company_id\\(\\)\\)')
                    and coalesce(pg_get_expr(p.polwithcheck, t.oid), pg_get_expr(p.polqual, t.oid))
                        ~ ('^\\(+' || case when t.name = 'companies' then 'id' else 'company_id' end || ' = app.company_id\\(\\)\\)')
                    and pg_get_expr(coalesce(p.polwithcheck, p.polqual), t.oid) !~* '^\\(+company_id = app.company_id\\(\\)\\) OR')",
        broken_by: "drop policy tenant on services;
                    create policy tenant on services to frontdesk_tenant using (company_id = app.company_id()) with check (true)",
    },
    Rule {
        name: "the primary key is (company_id, id)",
        finds: "select t.name::text from $company t where t.name <> 'companies' and not exists (
                    select from pg_constraint k where k.conrelid = t.oid and k.contype = 'p' and k.conkey = array[
                        (select attnum from pg_attribute where attrelid = t.oid and attname = 'company_id'),
                        (select attnum from pg_attribute where attrelid = t.oid and attname = 'id')])",
        broken_by: "alter table messages drop constraint messages_pkey cascade;
                    alter table messages add constraint messages_pkey primary key (id)",
    },
    Rule {
        name: "company_id is a uuid, not null, and is app.company_id() where nothing is said",
        finds: "select t.name::text from $company t where t.name <> 'companies' and not exists (
                    select from pg_attribute a join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
                    where a.attrelid = t.oid and a.attname = 'company_id' and a.attnotnull
                      and a.atttypid = 'uuid'::regtype and pg_get_expr(d.adbin, t.oid) = 'app.company_id()')",
        broken_by: "alter table services alter company_id drop default",
    },
    Rule {
        // Directly, or through a row that every row must point to. What every write adds to names none: its inserts would
        // all mark the company's row, and the door has checked the company.
        name: "company_id is a company's",
        finds: "select t.name::text from $company t
                where t.name not in ('companies', 'events', 'idempotency_keys', 'messages', 'holds', 'audit_log', 'audit_seals') and not exists (
                    select from pg_constraint f where f.conrelid = t.oid and f.contype = 'f'
                      and (select attnum from pg_attribute where attrelid = t.oid and attname = 'company_id') = any (f.conkey)
                      and not exists (select from unnest(f.conkey) k (n) join pg_attribute a
                                      on a.attrelid = t.oid and a.attnum = k.n where not a.attnotnull))",
        broken_by: "alter table services drop constraint services_company_fkey",
    },
    Rule {
        name: "a foreign key between company tables carries company_id",
        finds: "select f.conname::text from pg_constraint f
                join $company t on t.oid = f.conrelid join $company r on r.oid = f.confrelid and r.name <> 'companies'
                where f.contype = 'f' and not exists (
                    select from unnest(f.conkey, f.confkey) as k (here, there)
                    join pg_attribute h on h.attrelid = t.oid and h.attnum = k.here and h.attname = 'company_id'
                    join pg_attribute o on o.attrelid = r.oid and o.attnum = k.there and o.attname = 'company_id')",
        broken_by: "alter table clients add constraint clients_id_key unique (id);
                    alter table orders drop constraint orders_client_fkey;
                    alter table orders add constraint orders_client_fkey foreign key (client_id) references clients (id)",
    },
    Rule {
        name: "an id of a company's row is a foreign key",
        finds: "select format('%s.%s', t.name, a.attname) from $company t join pg_attribute a on a.attrelid = t.oid
                join $company r on r.name in (replace(a.attname, '_id', 's'), replace(a.attname, '_id', ''))
                where a.attname like '%\\_id' and a.attname <> 'company_id' and not exists (
                    select from pg_constraint f where f.conrelid = t.oid and f.contype = 'f' and a.attnum = any (f.conkey))",
        broken_by: "alter table orders drop constraint orders_client_fkey",
    },
    Rule {
        name: "a global table points at no company table",
        finds: "select f.conname::text from pg_constraint f join $company r on r.oid = f.confrelid
                where f.contype = 'f' and f.conrelid::regclass::text in ($global)",
        broken_by: "alter table sessions add constraint sessions_company_fkey foreign key (company_id) references companies",
    },
    Rule {
        name: "no foreign key sets anything to null or to its default",
        finds: "select conname::text from pg_constraint
                where contype = 'f' and (confdeltype in ('n', 'd') or confupdtype in ('n', 'd'))
                  and connamespace = 'public'::regnamespace",
        broken_by: "alter table orders drop constraint orders_booking_fkey;
                    alter table orders add constraint orders_booking_fkey foreign key (company_id, booking_id)
                    references bookings on delete set null",
    },
    Rule {
        name: "an index starts with company_id, or is on the list of others",
        finds: "select i.indexrelid::regclass::text from pg_index i join $company t on t.oid = i.indrelid
                where t.name <> 'companies' and i.indexrelid::regclass::text not in ($other_indexes) and i.indkey[0] is distinct
                    from (select attnum from pg_attribute where attrelid = t.oid and attname = 'company_id')",
        broken_by: "create index services_name_idx on services (name)",
    },
    Rule {
        name: "the list of other indexes has none that is gone",
        finds: "select wanted from unnest(array[$other_indexes]) as wanted where to_regclass(wanted) is null",
        broken_by: "drop index messages_due_idx",
    },
    Rule {
        name: "a constraint has a name that somebody gave it",
        finds: "select k.conname::text from pg_constraint k
                where k.connamespace = 'public'::regnamespace and k.conrelid <> 0 and k.conrelid <> '_sqlx_migrations'::regclass
                  and (k.contype = 'c' and k.conname ~ '_check[0-9]*$' or k.contype = 'f' and k.conname ~ '(_id_fkey|_fkey[0-9]+)$'
                       or k.contype = 'u' and k.conname ~ '(^[a-z_]+_company_id_.*_key|_key[0-9]+)$'
                       or k.contype = 'x' and k.conname ~ '_excl[0-9]*$')",
        broken_by: "alter table services add check (length(name) > 0)",
    },
    Rule {
        name: "a view would see with its owner's eyes",
        finds: "select c.relname::text from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm')",
        broken_by: "create view everybody as select * from clients",
    },
    Rule {
        name: "what staff can change is audited, or is on the list of what is not",
        finds: "select t.name::text from $company t
                where t.name not in ($unaudited)
                  and (has_table_privilege('frontdesk_tenant', t.oid, 'insert, update, delete')
                       or has_any_column_privilege('frontdesk_tenant', t.oid, 'insert, update'))
                  and not exists (
                    select from pg_trigger g where g.tgrelid = t.oid and g.tgname = 'audit' and g.tgenabled in ('O', 'A')
                      and g.tgtype = 29 and g.tgfoid = 'app.audit'::regproc
                      and g.tgargs = convert_to(t.name, 'UTF8') || '\\x00')",
        broken_by: "alter table services disable trigger audit",
    },
    Rule {
        name: "the list of what is not audited has no table that is gone or audited",
        finds: "select wanted from unnest(array[$unaudited]) as wanted
                where to_regclass(wanted) is null or exists (
                    select from pg_trigger g where g.tgrelid = to_regclass(wanted) and g.tgfoid = 'app.audit'::regproc)",
        broken_by: "create trigger audit after insert on events for each row execute function app.audit('events')",
    },
    Rule {
        name: "what looks like a secret is not exported",
        finds: "select format('%s.%s', t.name, a.attname) from $company t
                join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
                where a.attname ~ '(^|_)(hash|secret|password|token|cipher|credential)' and t.name <> 'audit_seals'
                  and t.name not in ($not_exported) and t.name || '.' || a.attname not in ($not_exported)",
        broken_by: "alter table services add column secret text",
    },
    Rule {
        name: "the list of what is not exported has nothing that is gone",
        finds: "select wanted from unnest(array[$not_exported]) as wanted where not exists (
                    select from $company t join pg_attribute a on a.attrelid = t.oid and not a.attisdropped
                    where wanted in (t.name, t.name || '.' || a.attname))",
        broken_by: "drop table idempotency_keys",
    },
];
