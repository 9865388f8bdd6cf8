-- The county's history, documents, scope logs, devices and people.

create table county (
  only_row boolean primary key default true check (only_row),
  epoch text not null,
  public_key text not null,
  created_at timestamptz not null default now()
);

-- Orders bundles across scopes. Taken while the scopes' counters are locked, so that in each scope the order of
-- positions is the order of numbers.
create sequence log_position as bigint;

create table document (
  id uuid primary key,
  kind text not null,
  version integer not null,
  revision integer not null check (revision >= 1),
  hash text not null,
  -- Of the content it was created with: tells a repeated creation from another document with the same id.
  created_hash text not null,
  created_by uuid not null,
  patient_id uuid,
  body jsonb not null,
  changed_at timestamptz not null default now()
);
create index document_of_patient on document (patient_id, kind) where patient_id is not null;
create index review_about on document ((body -> 'about' ->> 'id')) where kind = 'review';
create index open_review on document (id) where kind = 'review' and body -> 'resolution' = 'null';
create index patient_name on document ((body -> 'identity' ->> 'name')) where kind = 'patient';
create index encounter_started on document ((body ->> 'startedAt') text_pattern_ops) where kind = 'encounter';

create table document_scope (
  scope text not null,
  document_id uuid not null references document (id),
  primary key (scope, document_id)
);

create table scope_counter (
  scope text primary key,
  number bigint not null
);

-- One row per bundle and scope: numbers are gapless per scope.
create table scope_log (
  scope text not null,
  number bigint not null check (number >= 1),
  position bigint not null,
  bundle_id uuid not null,
  put_ids uuid[] not null,
  put_revisions integer[] not null,
  evict_ids uuid[] not null default '{}',
  primary key (scope, number)
);
create index scope_log_bundle on scope_log (bundle_id);

create table device (
  id uuid primary key,
  org_id uuid not null,
  name text not null,
  public_key text not null unique,
  status text not null default 'active' check (status in ('active', 'retired', 'stolen')),
  enrolled_at timestamptz not null default now(),
  last_heard_at timestamptz,
  -- Bundles that the device still had to send when it was last heard.
  waiting_count integer not null default 0,
  app_version text not null default '',
  last_save_number integer not null default 0,
  forked_at timestamptz
);
create index device_of_organisation on device (org_id);

create table chain_head (
  device_id uuid not null references device (id),
  lane text not null check (lane in ('routine', 'urgent')),
  number integer not null,
  link_hash text not null,
  primary key (device_id, lane)
);

create table enrolment_code (
  hash text primary key,
  org_id uuid not null,
  device_name text not null default '',
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  device_id uuid references device (id)
);

-- What devices submitted, and what the county wrote by itself (device_id null). The body is the text as it was hashed:
-- a quarantined one may hold what jsonb cannot.
create table bundle (
  id uuid primary key,
  -- The id that its body claims: another than `id` if that one was taken by a bundle with another body.
  claimed_id uuid not null,
  device_id uuid references device (id),
  org_id uuid,
  person_id uuid,
  saved_at text,
  action text not null default '',
  save_number integer,
  lane text,
  link_number integer,
  link_hash text,
  previous text,
  signature text,
  body_hash text not null,
  body text,
  needs uuid[] not null default '{}',
  outcome text not null check (outcome in ('accepted', 'merged', 'quarantined', 'waiting')),
  reason text,
  receipt jsonb,
  -- True while the device has not been told of an outcome that replaced `waiting`.
  receipt_due boolean not null default false,
  -- The nonce of the answer that told it; that the device uses the nonce shows that the answer arrived.
  told_with text,
  received_at timestamptz not null default now(),
  settled_at timestamptz,
  position bigint
);
create unique index bundle_link on bundle (device_id, lane, link_number) where device_id is not null;
create index bundle_claimed on bundle (claimed_id);
create index bundle_unsettled on bundle (device_id) where outcome = 'waiting' or receipt_due;
create index bundle_quarantined on bundle (received_at) where outcome = 'quarantined';

-- Which bundle set a unit's present value. No row: the one that created the document.
create table unit_origin (
  document_id uuid not null references document (id),
  unit text not null,
  bundle_id uuid not null,
  primary key (document_id, unit)
);

-- Projections.
create table stock_balance (
  owner_id uuid not null,
  product_id uuid not null,
  lot_number text not null,
  expiry text not null,
  quantity bigint not null,
  -- The last review that said the lot was below zero.
  negative_review_id uuid,
  primary key (owner_id, product_id, lot_number, expiry)
);

create table dispensed (
  prescription_id uuid not null,
  item_no integer not null,
  quantity bigint not null,
  primary key (prescription_id, item_no)
);

create table organisation (
  id uuid primary key,
  parent_id uuid,
  -- Itself and everything above it, from the top.
  path uuid[] not null,
  name text not null,
  short_name text not null,
  type text not null,
  changed_at timestamptz not null default now()
);
create index organisation_path on organisation using gin (path);

create table person (
  id uuid primary key,
  org_id uuid not null,
  name text not null,
  role text not null,
  active boolean not null
);
create index person_of_organisation on person (org_id);

create table county_user (
  id uuid primary key,
  login text not null unique,
  name text not null,
  role text not null check (role in ('countyOffice', 'countyIt')),
  password_salt text not null,
  password_hash text not null,
  active boolean not null default true
);

create table county_session (
  token_hash text primary key,
  user_id uuid not null references county_user (id),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
