-- Whom the database shows what. Nobody but migrations works as the owner of the tables: the county's server and command
-- line work as its engine, which owns nothing and changes no table; what is read for a PC or for somebody in the console is
-- read as its reader, which sees what it was told to reach in that transaction, and without being told nothing.

-- What this transaction may show: scopes, patients, or the whole county.
create function reach_scopes() returns text[] language sql stable parallel safe
  return coalesce(nullif(current_setting('lianyi.scopes', true), ''), '{}')::text[];
create function reach_patients() returns uuid[] language sql stable parallel safe
  return coalesce(nullif(current_setting('lianyi.patients', true), ''), '{}')::uuid[];
create function reach_is_county() returns boolean language sql stable parallel safe
  return coalesce(current_setting('lianyi.reach', true), '') = 'county';

do $$
declare
  -- Roles belong to all databases of a PostgreSQL: each county has its own, or one would open the other's tables.
  place text := case when octet_length(current_database()) <= 40 then current_database() else md5(current_database()) end;
  engine text := 'lianyi_engine_' || place;
  reader text := 'lianyi_reader_' || place;
  -- Before PostgreSQL 16 there is one kind of membership.
  has_kinds boolean := current_setting('server_version_num')::int >= 160000;
  one text;
begin
  begin
    foreach one in array array[engine, reader] loop
      if not exists (select from pg_roles where rolname = one) then
        execute format('create role %I nologin noinherit', one);
      end if;
      -- To become it, and not to have its rights beside one's own.
      if not pg_has_role(current_user, one, case when has_kinds then 'set' else 'member' end) then
        execute format('grant %I to %I', one, current_user) || case when has_kinds then ' with inherit false, set true' else '' end;
      end if;
    end loop;
  exception when insufficient_privilege then
    raise insufficient_privilege using message = format(
      '数据库用户 %1$s 不能创建角色。请数据库管理员在这台 PostgreSQL 上执行下面两行，再启动县服务器 · The database user %1$s may not create roles. Let an administrator of this PostgreSQL run these two lines, then start the county server again:%4$screate role %2$I nologin noinherit; create role %3$I nologin noinherit;%4$sgrant %2$I, %3$I to %1$I%5$s;',
      current_user, engine, reader, chr(10), case when has_kinds then ' with inherit false, set true' else '' end);
  end;

  revoke create on schema public from public;
  execute format('grant usage on schema public to %I, %I', engine, reader);

  -- The engine adds to what is kept for ever, and takes nothing of it away.
  execute format('grant select, insert on all tables in schema public to %I', engine);
  execute format('revoke insert on migration from %I', engine);
  execute format('grant update on county, county_ancestry, scope_counter, organisation, person, device, device_policy, device_check, chain_head, parcel_request,
    enrolment_code, device_recovery_code, document, bundle, unit_origin, stock_balance, dispensed, patient_absence, witnessed, attachment_blob, snapshot, snapshot_chunk,
    county_user, county_session, recovery_code, login_failure to %I', engine);
  execute format('grant delete on document_scope, post, attachment_blob, snapshot, snapshot_chunk, witnessed, enrolment_code, enrolment_try, county_session, recovery_code,
    login_failure to %I', engine);
  execute format('grant select, update, usage on log_position to %I', engine);

  -- What answers are made of, and names. Nothing that lets anybody in, no body of a bundle, no key of a file.
  execute format('grant select on document, document_scope, scope_counter, scope_log, snapshot, snapshot_chunk to %I', reader);
  execute format('grant select (id, parent_id, path, name, short_name, type, closed_on) on organisation to %I', reader);
  execute format('grant select (id, name) on person, device to %I', reader);

  -- Whatever is a patient's, a clinic's or a secret: no row without a policy, for its owner neither.
  foreach one in array array['document', 'document_scope', 'scope_counter', 'scope_log', 'snapshot', 'snapshot_chunk', 'bundle', 'unit_origin', 'stock_balance', 'dispensed',
    'patient_absence', 'witnessed', 'release', 'attachment_blob', 'chain_head', 'lost_link', 'device_check', 'device_act', 'parcel_request', 'enrolment_code', 'enrolment_try',
    'device_recovery_code', 'audit_entry', 'glass_opening', 'county_user', 'county_session', 'recovery_code', 'login_failure']
  loop
    execute format('alter table %I enable row level security, force row level security', one);
    execute format('create policy engine on %I to %I using (true) with check (true)', one, engine);
  end loop;

  -- Whose log, numbers, memberships and snapshots: those of the scopes. What is to be reached is looked up once in a statement.
  foreach one in array array['document_scope', 'scope_counter', 'scope_log', 'snapshot', 'snapshot_chunk'] loop
    execute format('create policy reader on %I for select to %I using ((select reach_is_county()) or scope = any ((select reach_scopes())::text[]))', one, reader);
  end loop;
  -- Of a document's memberships the reader sees those that it reaches: one is enough. With the offset they are looked up one by
  -- one; without it the planner may make a table of them all first, for a page of a few.
  execute format('create policy reader on document for select to %I using (
    (select reach_is_county()) or patient_id = any ((select reach_patients())::uuid[]) or exists (select from document_scope s where s.document_id = document.id offset 0))', reader);
end
$$;
