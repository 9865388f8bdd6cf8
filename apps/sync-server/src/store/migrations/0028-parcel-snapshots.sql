-- Whether the PC's last parcel said that its first sync was not through: what goes back carries snapshots.
alter table parcel_request add column takes_snapshots boolean not null default false;
