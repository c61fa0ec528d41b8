-- What is due is looked for endpoint by endpoint: a long queue of one of them is not read to find what the others have.
create index webhook_deliveries_waiting_idx on webhook_deliveries (company_id, webhook_id, next_attempt_at, id)
    where next_attempt_at is not null;
drop index webhook_deliveries_due_idx;
