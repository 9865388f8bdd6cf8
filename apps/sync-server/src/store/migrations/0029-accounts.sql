-- An account of the console is somebody's of the roster: what they may do there follows from their posts. At the first start of
-- this version accounts of before are put on the roster by what stands in `former_`, which is empty from then on.
alter table county_user add column person_id uuid;
-- Of county IT, from `init`, before there is a roster.
alter table county_user add column is_first boolean not null default false;
create unique index account_of_person on county_user (person_id);
create unique index first_account on county_user (is_first) where is_first;
alter table county_user rename column name to former_name;
alter table county_user rename column role to former_role;
alter table county_user rename column post_org_id to former_post_org_id;
alter table county_user alter column former_name drop not null, alter column former_role drop not null;

-- What somebody was of the county when they logged in: with another post the session is over. Those of before are.
alter table county_session add column roles text[] not null default '{}';

-- Which login was tried, where it was one: county IT forgets the failures of that one alone.
alter table login_failure add column login_hash text;
create index failures_of_login on login_failure (login_hash);
