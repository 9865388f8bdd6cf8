-- What comparing a device's copy with the county's last found, and the last time that something differed.

create table device_check (
  device_id uuid primary key references device (id),
  checked_at timestamptz not null,
  -- Of the last repair that had something to do; null while there was none.
  differed_at timestamptz,
  scope text,
  -- Documents that the county gave, that it took away, and that it did not know itself.
  given integer not null default 0,
  gone integer not null default 0,
  unknown integer not null default 0
);
