-- A code is called by its first part; the rest is a secret of ten minutes, kept as a salted scrypt hash. Those of before were good for a week.
delete from enrolment_code where used_at is null;
alter table enrolment_code
  add column name text not null default '',
  add column salt text not null default '',
  -- The PC that the one which uses the code is to take the place of.
  add column replaces_id uuid references device (id);
create index enrolment_code_name on enrolment_code (name) where used_at is null;

-- Codes that were wrong, by the name that they began with, whether or not there is a code of that name: both cost the same.
create table enrolment_try (
  name text not null,
  tried_at timestamptz not null
);
create index enrolment_try_name on enrolment_try (name, tried_at);

alter table device
  -- Of the newest nonce that an exchange was signed with: a request under an older one is a copy of one that was answered.
  add column nonce_at timestamptz,
  -- How the PC fares, as it said itself, and when it said so.
  add column disk_free_mb integer,
  add column outbox_oldest_at timestamptz,
  add column pc_trouble text,
  add column condition_at timestamptz,
  -- How far its clock was ahead of the county's, as the county measured it.
  add column clock_ahead_s integer,
  -- Why the county last refused it; null again with the next exchange that takes place.
  add column trouble text,
  add column trouble_at timestamptz;

-- What county IT did about a device: who, why and when.
create table device_act (
  id uuid primary key,
  device_id uuid not null references device (id),
  act text not null check (act in ('retire', 'keep', 'stolen', 'found', 'replace', 'replaced')),
  reason text not null,
  done_by text not null,
  done_at timestamptz not null
);
create index device_act_of on device_act (device_id, done_at);
