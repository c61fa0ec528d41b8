-- Customers fetch their own booking for their calendar, with the notes that they made when they booked.
grant select (notes) on bookings to frontdesk_customer;
