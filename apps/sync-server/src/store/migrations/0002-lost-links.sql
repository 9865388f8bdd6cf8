-- Gaps in devices' chains that county IT has given up: what stood there will not come. Should it come after all, it is
-- taken: the bundle behind the gap has named the link hash of the last one.

create table lost_link (
  device_id uuid not null references device (id),
  lane text not null check (lane in ('routine', 'urgent')),
  first_number integer not null,
  last_number integer not null check (last_number >= first_number),
  link_hash text not null,
  reason text not null,
  declared_at timestamptz not null,
  primary key (device_id, lane, first_number)
);

create index bundle_behind_gap on bundle (device_id, lane) where outcome = 'waiting' and reason = 'predecessorMissing';
