-- A bundle in quarantine is corrected by a later one of its device, which is judged in its place, or released by the county.

-- The correction that took its place, whatever has become of that one: the last of such a row is what counts.
alter table bundle add column corrected_by uuid;

drop index bundle_quarantined;
create index bundle_quarantined on bundle (received_at) where outcome = 'quarantined' and corrected_by is null;
create index bundle_quarantined_of_device on bundle (device_id, save_number) where outcome = 'quarantined';
create index bundle_corrected_by on bundle (corrected_by) where corrected_by is not null;

-- Who had a bundle judged again, why, when, and what came of it.
create table release (
  id uuid primary key,
  bundle_id uuid not null references bundle (id),
  released_by text not null,
  reason text not null,
  outcome text not null,
  released_at text not null
);
create index release_of_bundle on release (bundle_id);
