//! Who may do what: policies, grants, roles, functions, and the job queue's table.

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "no policy is restrictive",
        finds: "select format('%s on %s', polname, polrelid::regclass) from pg_policy where not polpermissive",
        broken_by: "create policy narrow on services as restrictive to frontdesk_tenant using (true)",
    },
    Rule {
        name: "one policy for a role and a command",
        finds: "select format('%s and %s on %s', p.polname, q.polname, p.polrelid::regclass)
                from pg_policy p join pg_policy q on q.polrelid = p.polrelid and q.oid > p.oid
                where p.polroles && q.polroles and (p.polcmd = q.polcmd or '*' in (p.polcmd, q.polcmd))",
        broken_by: "create policy second on services for select to frontdesk_tenant using (true)",
    },
    Rule {
        name: "no policy is everybody's",
        finds: "select format('%s on %s', polname, polrelid::regclass) from pg_policy where 0 = any (polroles)",
        broken_by: "create policy everybody on services using (true)",
    },
    Rule {
        name: "everybody is granted nothing",
        finds: "select c.oid::regclass::text from pg_class c
                left join pg_attribute t on t.attrelid = c.oid and t.attacl is not null
                cross join lateral (select grantee from aclexplode(c.relacl) union all select grantee from aclexplode(t.attacl)) a
                where a.grantee = 0 and c.relnamespace in ('public'::regnamespace, 'app'::regnamespace, 'apalis'::regnamespace)",
        broken_by: "grant select (name) on services to public",
    },
    Rule {
        name: "everybody may make nothing in a schema",
        finds: "select nspname::text from pg_namespace cross join lateral aclexplode(nspacl) a
                where nspname in ('public', 'app', 'apalis') and a.grantee = 0 and a.privilege_type = 'CREATE'",
        broken_by: "grant create on schema public to public",
    },
    Rule {
        name: "the login owns nothing and is granted no table",
        finds: "select c.oid::regclass::text from pg_class c
                left join pg_attribute t on t.attrelid = c.oid and t.attacl is not null
                left join lateral (select grantee from aclexplode(c.relacl)
                                   union all select grantee from aclexplode(t.attacl)) a on true
                where 'frontdesk_app'::regrole in (c.relowner, a.grantee)
                union all select oid::regproc::text from pg_proc where proowner = 'frontdesk_app'::regrole
                union all select nspname from pg_namespace where nspowner = 'frontdesk_app'::regrole",
        broken_by: "grant select (email) on users to frontdesk_app",
    },
    Rule {
        name: "the login inherits nothing, and may become only who a door or the queue needs",
        finds: "select 'inherits' from pg_roles where rolname = 'frontdesk_app' and rolinherit
                union all select r.rolname from pg_auth_members m join pg_roles r on r.oid = m.roleid
                where m.member = 'frontdesk_app'::regrole and (m.admin_option or r.rolname not in (
                    'frontdesk_tenant', 'frontdesk_customer', 'frontdesk_guest', 'frontdesk_platform',
                    'frontdesk_identity', 'frontdesk_queue'))",
        broken_by: "grant frontdesk_clerk to frontdesk_app",
    },
    Rule {
        name: "no other role is a member of anything",
        finds: "select format('%s of %s', m.member::regrole, m.roleid::regrole) from pg_auth_members m
                join pg_roles r on r.oid = m.member
                where r.rolname like 'frontdesk\\_%' and r.rolname <> 'frontdesk_app'",
        broken_by: "grant frontdesk_owner to frontdesk_tenant",
    },
    Rule {
        name: "no role of ours is above the walls, and only one logs in",
        finds: "select rolname::text from pg_roles where rolname like 'frontdesk\\_%' and (rolsuper or rolbypassrls
                    or rolcreaterole or rolcreatedb or rolreplication or (rolcanlogin and rolname <> 'frontdesk_app'))",
        broken_by: "alter role frontdesk_tenant bypassrls",
    },
    Rule {
        name: "a security definer function fixes its search path, temporary tables last",
        finds: "select p.oid::regproc::text from pg_proc p where p.prosecdef and not exists (
                    select from unnest(p.proconfig) c where c ~ '^search_path=pg_catalog.*, pg_temp$')
                and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')",
        broken_by: "alter function app.admit reset search_path",
    },
    Rule {
        name: "a security definer function is not a superuser's",
        finds: "select p.oid::regproc::text from pg_proc p join pg_roles r on r.oid = p.proowner
                where p.prosecdef and (r.rolsuper or r.rolbypassrls or r.rolcanlogin)
                and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')",
        broken_by: "alter function app.admit owner to current_user",
    },
    Rule {
        name: "people, credentials and sessions are readable by identity alone; the clerk sees sessions, the eraser whose what is",
        finds: "select format('%s by %s', t.name, r.rolname) from unnest(array[
                    'users', 'credentials', 'sessions', 'refresh_tokens', 'one_time_tokens',
                    'account_notices', 'refused_sign_ins']) as t (name) cross join pg_roles r
                where r.rolname like 'frontdesk\\_%' and r.rolname not in ('frontdesk_identity', 'frontdesk_owner')
                  and (r.rolname, t.name) not in (('frontdesk_clerk', 'sessions'), ('frontdesk_eraser', 'sessions'),
                      ('frontdesk_eraser', 'one_time_tokens'), ('frontdesk_eraser', 'users'))
                  and (has_table_privilege(r.oid, t.name, 'select, insert, update, delete, truncate, references, trigger')
                       or has_any_column_privilege(r.oid, t.name, 'select, insert, update, references'))",
        broken_by: "grant select (email) on users to frontdesk_tenant",
    },
    Rule {
        name: "the job queue's table is behind the wall too, and does not notify",
        finds: "select relname::text from pg_class where oid = 'apalis.jobs'::regclass and not (relrowsecurity and relforcerowsecurity)
                union all select tgname from pg_trigger
                where tgrelid = 'apalis.jobs'::regclass and not tgisinternal and tgname = 'notify_workers' and tgenabled <> 'D'",
        broken_by: "alter table apalis.jobs enable trigger notify_workers",
    },
    Rule {
        // A backup is of all of them.
        name: "whoever adds a job says for which company, and a person's is none's; only a company's go with it",
        finds: "select format('%s on jobs', polname) from pg_policy where polrelid = 'apalis.jobs'::regclass
                and polroles <> array['frontdesk_queue'::regrole::oid]
                and not (polname in ('platform_select', 'clerk_select', 'clerk_update') and polcmd in ('r', 'w'))
                and (polname <> 'eraser' and polcmd <> 'a'
                    or pg_get_expr(coalesce(polwithcheck, polqual), polrelid) !~ case
                    when polname = 'platform' then '^\\(\\(\\(metadata -> ''company_id''::text\\) IS NOT NULL\\) OR \\(job_type = ''backups.make''::text\\)\\)$'
                    when polname = 'identity' then '^\\(\\(metadata -> ''company_id''::text\\) IS NULL\\)$'
                    else '^\\(\\(metadata -> ''company_id''::text\\) = \\(app.company_id\\(\\)\\)::text\\)$' end)",
        broken_by: "drop policy guest on apalis.jobs;
                    create policy guest on apalis.jobs for insert to frontdesk_guest with check (true)",
    },
    Rule {
        name: "the audit log is added to by its trigger and sealed by its function; a company alone takes it along",
        finds: "select format('%s on %s by %s', v.verb, t.name, r.rolname)
                from unnest(array['audit_log', 'audit_seals']) as t (name) cross join pg_roles r
                cross join unnest(array['insert', 'update', 'delete', 'truncate']) as v (verb)
                where r.rolname like 'frontdesk\\_%'
                  and (has_table_privilege(r.oid, t.name, v.verb)
                       or v.verb in ('insert', 'update') and has_any_column_privilege(r.oid, t.name, v.verb))
                  and not (r.rolname = 'frontdesk_eraser' and v.verb = 'delete' or r.rolname = 'frontdesk_audit' and (
                      v.verb = 'insert' or v.verb = 'update' and t.name = 'audit_log' and not exists (
                          select from pg_attribute a where a.attrelid = t.name::regclass and a.attnum > 0
                            and a.attname not in ('seal', 'changes', 'salt')
                            and has_column_privilege(r.oid, a.attrelid, a.attnum, 'update'))))",
        broken_by: "grant update (seal) on audit_log to frontdesk_tenant",
    },
];
