-- What county IT did about one PC, among all that was done.
create index audit_entry_device_acts on audit_entry (about, number) where action = 'device.manage';
