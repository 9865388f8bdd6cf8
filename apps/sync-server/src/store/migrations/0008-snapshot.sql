-- Snapshots of scopes, which a first sync takes instead of the whole log: made anew whenever they are missing, and in no backup.

create table snapshot (
  scope text not null,
  -- The scope's number that it is of.
  number bigint not null,
  manifest jsonb not null,
  built_at timestamptz not null,
  primary key (scope, number)
);

create table snapshot_chunk (
  sha256 text not null,
  scope text not null,
  number bigint not null,
  bytes bytea not null,
  primary key (sha256, scope, number),
  foreign key (scope, number) references snapshot (scope, number) on delete cascade
);
create index snapshot_chunk_of on snapshot_chunk (scope, number);
-- Packed already, and read in ranges.
alter table snapshot_chunk alter column bytes set storage external;
