-- Who looked at what, and who did what at the county: a chain of entries, each signed with the county's key, whose head
-- stands in the receipts that clinics keep. Nothing clinical and no free text is in it.
create table audit_entry (
  number bigint primary key check (number >= 1),
  at timestamptz not null,
  -- `user`: somebody in the console. `commandLine`: somebody at the county's server.
  actor text not null check (actor in ('user', 'commandLine')),
  user_id uuid,
  -- The login, or the name of the server's user.
  actor_name text not null,
  session_id uuid,
  action text not null,
  patient_ids uuid[] not null default '{}',
  -- What it was done to, of a thing that is no patient: a device, a user, a bundle.
  about text,
  -- Codes and hashes only.
  detail jsonb not null default '{}',
  previous text not null,
  hash text not null,
  signature text not null
);
create index audit_entry_at on audit_entry (at, number);
create index audit_entry_patients on audit_entry using gin (patient_ids);
create index audit_entry_session on audit_entry (session_id, at) where session_id is not null;
-- The reads on clinics' PCs, by patient.
create index chart_reads on document using gin ((body -> 'reads') jsonb_path_ops) where kind = 'chartReads';
create index bundle_received on bundle (received_at) where device_id is not null;
create index bundle_audit on bundle (((receipt -> 'audit' ->> 'number')::bigint)) where receipt -> 'audit' is not null;

-- A chart that one's post does not cover, opened for a while with a reason.
create table glass_opening (
  id uuid primary key,
  user_id uuid not null references county_user (id),
  patient_id uuid not null,
  home_id uuid not null,
  reason text not null check (reason in ('emergency', 'referral', 'complaint', 'other')),
  explanation text not null,
  opened_at timestamptz not null,
  ends_at timestamptz not null,
  review_id uuid not null
);
create index glass_opening_of_user on glass_opening (user_id, patient_id, ends_at);
create index glass_opening_of_patient on glass_opening (patient_id);

-- The institution whose charts, with those of the institutions below it, the post covers; null: no chart.
alter table county_user add column post_org_id uuid;
-- The secret of the one-time codes, sealed with the county's key; it counts once a code has confirmed it.
alter table county_user add column totp_sealed text;
alter table county_user add column totp_confirmed_at timestamptz;
-- The time step of the last code that was taken: none is taken twice.
alter table county_user add column totp_step bigint;
alter table county_user add column password_changed_at timestamptz not null default now();

create table recovery_code (
  user_id uuid not null references county_user (id),
  hash text not null,
  used_at timestamptz,
  primary key (user_id, hash)
);

-- Failed logins, by a hash of whom or where: kept here, since servers start anew and there may be several.
create table login_failure (
  name_hash text primary key,
  count integer not null,
  last_at timestamptz not null,
  locked_until timestamptz
);

alter table county_session add column id uuid not null default gen_random_uuid();
alter table county_session add column last_seen_at timestamptz not null default now();
alter table county_session add column browser text not null default '';
-- True until the person has set up the one-time codes that the post asks for: until then nothing else is answered.
alter table county_session add column awaits_totp boolean not null default false;
create unique index county_session_id on county_session (id);
