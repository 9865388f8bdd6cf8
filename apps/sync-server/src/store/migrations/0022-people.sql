-- Posts at several institutions, with days; what each person may prescribe; closed institutions. Days are texts, as in the
-- documents: they are days of a calendar on a wall, and of no time zone.
alter table organisation add column closed_on text;

create table post (
  person_id uuid not null references person (id),
  -- As the person's document has them, from 0.
  place integer not null,
  org_id uuid not null,
  role text not null,
  begins text,
  ends text,
  primary key (person_id, place)
);
create index post_at_organisation on post (org_id);

-- Who had one post has it without days, as the document of before says.
insert into post (person_id, place, org_id, role, begins, ends) select id, 0, org_id, role, null, null from person;
drop index person_of_organisation;
alter table person drop column org_id, drop column role, add column grants jsonb not null default '[]';

-- Drugs whose prescription needs a right: asked at each exchange that brings bundles.
create index graded_product on document (id) where kind = 'product' and (body ->> 'antibioticGrade' <> '' or body ->> 'specialControl' <> '');
create index patient_home on document ((body ->> 'homeId')) where kind = 'patient';

alter table county_user drop constraint county_user_role_check;
alter table county_user add constraint county_user_role_check check (role in ('countyOffice', 'countyIt', 'regionalAnalyst', 'auditor'));
