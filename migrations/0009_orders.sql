-- What is sold. A booking has one order from its first moment; an order need not have a booking. Prices are copied when
-- sold, so a later change of the service changes nothing here. Totals are sums of lines, never stored beside them.
create table orders (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    client_id uuid not null,
    booking_id uuid,
    currency text not null,
    version integer not null default 1,
    created_at timestamptz not null,
    constraint orders_pkey primary key (company_id, id),
    constraint orders_booking_key unique (company_id, booking_id),
    constraint orders_client_fkey foreign key (company_id, client_id) references clients,
    constraint orders_booking_fkey foreign key (company_id, booking_id) references bookings
);
create index orders_client_idx on orders (company_id, client_id);

create table order_lines (
    company_id uuid not null default app.company_id(),
    id uuid not null,
    order_id uuid not null,
    kind text not null constraint order_lines_kind_known check (kind in ('service')),
    service_id uuid,
    description text not null,
    quantity integer not null constraint order_lines_quantity check (quantity > 0),
    unit_amount bigint not null,
    amount bigint not null generated always as (unit_amount * quantity) stored,
    constraint order_lines_pkey primary key (company_id, id),
    constraint order_lines_order_fkey foreign key (company_id, order_id) references orders,
    constraint order_lines_service_fkey foreign key (company_id, service_id) references services
);
create index order_lines_order_idx on order_lines (company_id, order_id);

-- Who may see the booking may see what was sold with it; an order without one is not anybody's own.
select app.tenant_table('orders', 'select, insert, update',
    own => 'exists (select from bookings b where b.company_id = orders.company_id and b.id = orders.booking_id)');
select app.tenant_table('order_lines', 'select, insert',
    own => 'exists (select from orders o where o.company_id = order_lines.company_id and o.id = order_lines.order_id)');
select app.guest_table('orders', 'insert', 'booking_id is not null');
select app.guest_table('order_lines', 'insert');
