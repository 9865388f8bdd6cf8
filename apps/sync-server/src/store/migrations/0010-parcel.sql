-- How far a PC had read, as its last parcel said: where the next one that goes to it by hand begins.
create table parcel_request (
  device_id uuid primary key references device (id),
  -- The exchange request without its bundles, in the words of the county's version.
  request jsonb not null,
  -- The version of the exchange that the PC speaks.
  wire_version integer not null,
  -- The last link of each lane that the PC had made, and where the bundles that it brought are.
  heads jsonb not null,
  links jsonb not null,
  taken_at timestamptz not null default now()
);
