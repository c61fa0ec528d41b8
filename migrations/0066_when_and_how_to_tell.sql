-- When and how a company tells its clients: reminders with any number of leads, none in quiet hours, and the channels in the
-- order in which they are tried.
alter table companies
    add column reminder_leads integer[] not null default array[1440],
    add column quiet_from text constraint companies_quiet_from check (quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
    add column quiet_to text constraint companies_quiet_to check (quiet_to ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
    add column channels text[] not null default array['email', 'sms'];
update companies set reminder_leads = case when reminder_lead_minutes > 0 then array[reminder_lead_minutes] else '{}' end;
alter table companies
    drop column reminder_lead_minutes,
    add constraint companies_reminder_leads check (
        cardinality(reminder_leads) <= 10 and 1 <= all (reminder_leads) and 43200 >= all (reminder_leads)),
    add constraint companies_quiet_hours check ((quiet_from is null) = (quiet_to is null) and quiet_from <> quiet_to),
    add constraint companies_channels check (cardinality(channels) > 0 and channels <@ array['email', 'sms']);

-- Where a client lives by the clock; and which of their addresses have turned out to be none. Another address has done
-- nothing wrong yet.
alter table clients
    add column time_zone text,
    add column email_failed_at timestamptz,
    add column email_failure text,
    add column phone_failed_at timestamptz,
    add column phone_failure text,
    add constraint clients_email_failed check ((email_failed_at is null) = (email_failure is null)),
    add constraint clients_phone_failed check ((phone_failed_at is null) = (phone_failure is null));

create function app.forget_failure() returns trigger language plpgsql as $$
begin
    if new.email is distinct from old.email then
        new.email_failed_at := null;
        new.email_failure := null;
    end if;
    if new.phone is distinct from old.phone then
        new.phone_failed_at := null;
        new.phone_failure := null;
    end if;
    return new;
end
$$;
revoke execute on function app.forget_failure from public;
