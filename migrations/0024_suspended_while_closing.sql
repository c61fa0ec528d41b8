-- A company that is closing can be suspended too. It remembers that it was closing, and until when: it is not erased meanwhile,
-- and closing again once it is restored.
alter table companies
    drop constraint companies_closing,
    add constraint companies_closing check (
        case status when 'closing' then closes_at is not null when 'active' then closes_at is null else true end);
