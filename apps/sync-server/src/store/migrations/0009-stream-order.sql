-- Streams follow the log of all scopes in one order.
create index scope_log_position on scope_log (position);
