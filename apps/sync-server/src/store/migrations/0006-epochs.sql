-- Restored backups: the histories before this one, what witnesses brought, and devices that wait for county IT.

-- Each history that this one goes back to, and the number of each scope up to which they are the same.
create table county_ancestry (
  epoch text primary key,
  fork_numbers jsonb not null,
  -- The order in which they were left; the newest is the highest.
  generation integer not null unique,
  restored_at timestamptz not null default now()
);

-- A document as a witness brought it after a restore: only a witness of a higher revision replaces it unasked.
create table witnessed (
  document_id uuid primary key references document (id),
  revision integer not null,
  hash text not null
);

-- True until county IT has confirmed the device: it may push, and pull nothing but the catalogues.
alter table device add column awaits_confirmation boolean not null default false;
