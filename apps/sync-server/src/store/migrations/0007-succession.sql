-- A device that took the place of one whose disk was cloned or restored: what was saved under those goes on under this.
alter table device add column former_ids uuid[] not null default '{}';
