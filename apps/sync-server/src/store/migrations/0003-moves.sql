-- Where a patient's record has been and left: from the number at which a scope's log evicted it to the number at which it
-- came back. What a device saved at a cursor below `left_at` it saved before it could know. Kept whatever becomes of the log.
create table patient_absence (
  patient_id uuid not null,
  scope text not null,
  left_at bigint not null,
  back_at bigint,
  primary key (patient_id, scope, left_at)
);

-- A PC that is to delete what it holds of patients once all that it has is held, and what came of it.
alter table device drop constraint device_status_check;
alter table device add constraint device_status_check check (status in ('active', 'retired', 'stolen', 'purge'));
-- The nonce of the last order: what the device's notice must name.
alter table device add column purge_nonce text;
alter table device add column purged_at timestamptz;
