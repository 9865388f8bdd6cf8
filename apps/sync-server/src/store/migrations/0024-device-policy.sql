-- What county IT has decided for all PCs: one row, or none while it has decided nothing. A backup brings its own.
create table device_policy (
  only_row boolean primary key default true check (only_row),
  -- Days that a PC may be opened without having heard from the county.
  lease_days integer not null default 30 check (lease_days between 1 and 366),
  -- Whether a PIN is enough where a PC has no system key store.
  pins_allowed boolean not null default false
);

-- One-time codes by which a locked PC has its slot for the county opened, and who asked for each and why.
create table device_recovery_code (
  code_id text primary key,
  -- Checks that whoever asks has the code, which is not kept.
  proof_key text not null,
  device_id uuid not null references device (id),
  -- For whom a PIN may be set with it.
  person_id uuid not null,
  reason text not null,
  made_by text not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  -- The key that the answer was sealed to: an answer that was lost is given again to it alone.
  used_for text
);
create index device_recovery_code_device on device_recovery_code (device_id, made_at);
