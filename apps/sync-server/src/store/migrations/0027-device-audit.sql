-- PCs do things that the county writes down itself: they say that they were purged, and ask for a chart that lives elsewhere.
alter table audit_entry drop constraint audit_entry_actor_check;
-- `device`: a PC, or somebody at it; which and who stands in `detail`.
alter table audit_entry add constraint audit_entry_actor_check check (actor in ('user', 'commandLine', 'device'));
-- Somebody who lives elsewhere is found by the whole number.
create index patient_document_number on document ((body -> 'identity' -> 'document' ->> 'number')) where kind = 'patient';
-- What PCs say of their doors.
create index door_events on document (id) where kind = 'doorEvents';
