import { addDays, localDay } from '@lianyi/schema/basics/dates';
import type { OrganisationId } from '@lianyi/schema/basics/ids';
import { newId } from '@lianyi/schema/basics/ids';
import { aCounty, create, people, places } from '@lianyi/tests/builders/aCounty';
import type { TestCountyServer } from '@lianyi/tests/builders/aCounty';
import { enrolWith } from '@lianyi/tests/builders/aDevice';
import { aPatient } from '@lianyi/tests/builders/aPatient';
import { anAccount } from '@lianyi/tests/builders/anAccount';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { movePatient } from '../sync/movePatient.ts';
import { addOrganisation, closeOrganisation, moveOrganisation, setOrganisation } from './changeOrganisations.ts';
import { addPerson, endPosts, givePost, giveRights } from './changePeople.ts';
import { organisationsIn, peopleIn } from './directoryDocuments.ts';
import { faultWords } from './faults.ts';

let county: TestCountyServer;
beforeEach(async () => { county = await aCounty(); });
afterEach(async () => { await county.close(); });

const today = localDay(new Date());
const asked = (id: string) => ({ id, on: undefined, reason: '撤乡并镇' });
const codeOf = (changed: { readonly ok: true } | { readonly ok: false; readonly fault: { readonly code: string } }) => (changed.ok ? 'ok' : changed.fault.code);
const newClinic = { name: '高坪村卫生室', shortName: '高坪村卫生室', type: 'village', parentId: places.township, divisionCode: '522299101299', capabilities: [] } as const;

describe('institutions', () => {
  test('PERM-1 a move changes at once who may see and do what: the old township no longer, the new one whole, from the next request', { timeout: 60_000 }, async () => {
    const [village, township, farTownship] = [await county.enrol(places.village), await county.enrol(places.township), await county.enrol(places.farTownship)];
    const patient = aPatient({ homeId: places.village });
    await village.push([create(patient)]);
    expect((await township.pull()).has(patient.id)).toBe(true);
    expect((await farTownship.pull()).has(patient.id)).toBe(false);

    expect(await moveOrganisation(county.county, asked(places.village), places.farTownship)).toMatchObject({ ok: true, isNew: true, document: { parentId: places.farTownship, history: [{ event: 'moved', fromId: places.township }] } });
    const scope = `org:${places.village}`;
    expect((await township.exchange()).scopes).not.toContain(scope);
    expect((await farTownship.exchange()).scopes).toContain(scope);
    expect((await farTownship.pull()).has(patient.id)).toBe(true);
    expect((await township.push([create(aPatient({ homeId: places.village }))])).outcome).toBe('quarantined');
    expect((await farTownship.push([create(aPatient({ homeId: places.village }))], { personId: people.villageDoctor, orgId: places.village })).outcome).toBe('accepted');
    // Staff of the new township visit, those of the old one do not.
    expect((await village.push([create(aPatient({ homeId: places.village }))], { personId: people.nurse, orgId: places.township })).outcome).toBe('quarantined');
    const later = await county.enrol(places.village);
    expect(later.enrolled.staff.map(({ name }) => name)).toEqual(['龙正明']);
  });

  test('PERM-1 a change that would leave the directory unreadable is refused: a day that does not exist, a reason without end', { timeout: 60_000 }, async () => {
    for (const on of ['2020-99-99', 'yesterday', '2026-02-30']) {
      expect(await closeOrganisation(county.county, { id: places.otherVillage, on, reason: '' })).toMatchObject({ ok: false, fault: { code: 'invalid', values: { field: 'on' } } });
      expect(await moveOrganisation(county.county, { id: places.otherVillage, on, reason: '' }, places.farTownship)).toMatchObject({ ok: false, fault: { code: 'invalid' } });
    }
    expect(await moveOrganisation(county.county, { ...asked(places.otherVillage), reason: '长'.repeat(5_000) }, places.farTownship)).toMatchObject({ ok: false, fault: { code: 'invalid' } });
    expect((await organisationsIn(county.county)).find(({ id }) => id === places.otherVillage)).toMatchObject({ parentId: places.township, closedOn: null, history: [] });
  });

  test('PERM-1 one that still has an active PC, patients, or somebody in a post is not closed, and what to do first is said', { timeout: 60_000 }, async () => {
    const pc = await county.enrol(places.village, undefined, '一号机');
    const patient = aPatient({ homeId: places.village });
    await pc.push([create(patient)]);
    const close = async () => closeOrganisation(county.county, asked(places.village));
    const first = await close();
    expect(first).toEqual({ ok: false, fault: { code: 'hasDevices', values: { count: 1, names: '一号机' } } });
    expect(first.ok ? '' : faultWords(first.fault)).toMatch(/一号机.*先让它们交完并停用 · 1 active PCs/);
    await county.county.db.updateTable('device').set({ status: 'retired' }).where('id', '=', pc.id).execute();
    expect(await close()).toMatchObject({ ok: false, fault: { code: 'hasPatients', values: { count: 1 } } });
    await movePatient(county.county.store, { patientId: patient.id, toId: places.township, reason: '卫生室撤并' }, new Date());
    expect(await close()).toMatchObject({ ok: false, fault: { code: 'hasPosts', values: { names: '龙正明' } } });
    await endPosts(county.county, people.villageDoctor, places.village, addDays(today, -1));
    const code = await county.code(places.village);
    // A closure that is not written ends no code.
    const away = { ...county.county, store: { ...county.county.store, transaction: async () => Promise.reject(new Error('the database went away')) } };
    await expect(closeOrganisation(away, asked(places.village))).rejects.toThrow('went away');
    expect(await county.county.db.selectFrom('enrolmentCode').select('orgId').where('usedAt', 'is', null).execute()).toEqual([{ orgId: places.village }]);
    expect(await close()).toMatchObject({ ok: true, isNew: true, document: { closedOn: today, history: [{ event: 'closed', reason: '撤乡并镇' }] } });
    expect(await close()).toMatchObject({ ok: true, isNew: false });

    await expect(county.code(places.village)).rejects.toThrow('no such institution');
    await expect(enrolWith(county.url, code, '二号机', people.villageDoctor)).rejects.toThrow('used or too old');
    expect(await movePatient(county.county.store, { patientId: patient.id, toId: places.village, reason: '回来' }, new Date())).toEqual({ ok: false, reason: 'noSuchInstitution' });
    expect(codeOf(await addOrganisation(county.county, { ...newClinic, parentId: places.village }))).toBe('wrongParentType');
    expect(await setOrganisation(county.county, { id: places.village, can: [], cannot: [], reopens: true })).toMatchObject({ ok: true, document: { closedOn: null, history: [{ event: 'closed' }, { event: 'reopened' }] } });
  });

  test('PERM-6 a new institution reaches every PC as the county\'s own bundle; told again it is the same one, and another of its name is refused', async () => {
    const pc = await county.enrol(places.village);
    await pc.pull();
    const added = await addOrganisation(county.county, newClinic);
    const id = added.ok ? added.document.id : '';
    expect((await pc.pull()).get(id)).toMatchObject({ name: '高坪村卫生室', parentId: places.township });
    expect(await addOrganisation(county.county, newClinic)).toMatchObject({ ok: true, isNew: false, document: { id } });
    expect(await addOrganisation(county.county, { ...newClinic, divisionCode: '522299101298' })).toEqual({ ok: false, fault: { code: 'sameName', values: { id } } });
    expect(codeOf(await addOrganisation(county.county, { ...newClinic, name: '新', divisionCode: '5' }))).toBe('invalid');
    expect(codeOf(await addOrganisation(county.county, { ...newClinic, name: '新', capabilities: ['flying'] }))).toBe('unknownCapability');
    expect(await setOrganisation(county.county, { id, can: ['intravenousAntibiotics', 'warehouse'], cannot: ['warehouse'], reopens: false })).toMatchObject({ ok: true, document: { capabilities: ['intravenousAntibiotics'] } });
    expect(codeOf(await moveOrganisation(county.county, { ...asked(id), on: addDays(today, 1) }, places.farTownship))).toBe('notToday');
  });

  test('PERM-1 of two moves and closures at one moment each sees what the other has done: no open institution ends under a closed one', async () => {
    const added = await addOrganisation(county.county, { ...newClinic, type: 'township', name: '新卫生院', parentId: places.county });
    const [empty, moving] = [added.ok ? added.document.id : '', places.otherVillage];
    await Promise.all([closeOrganisation(county.county, asked(empty)), moveOrganisation(county.county, asked(moving), empty as OrganisationId)]);
    const all = await organisationsIn(county.county);
    expect(all.filter(({ parentId, closedOn }) => closedOn === null && all.some((above) => above.id === parentId && above.closedOn !== null))).toEqual([]);
  });
});

describe('people', () => {
  const wang = { name: '王小燕', qualification: 'physician', title: 'intermediate', orgId: places.township, role: 'physician', from: '2026-01-01', until: null, isAnother: false } as const;

  test('PERM-2 a person is on the roster once: told again it is the same one, a namesake there is asked about, posts are added to the one account', async () => {
    const added = await addPerson(county.county, wang);
    const id = added.ok ? added.document.id : '';
    expect(await addPerson(county.county, wang)).toMatchObject({ ok: true, isNew: false, document: { id } });
    expect(await addPerson(county.county, { ...wang, role: 'nurse' })).toEqual({ ok: false, fault: { code: 'samePersonName', values: { id } } });
    expect(await addPerson(county.county, { ...wang, role: 'nurse', qualification: 'nurse', isAnother: true })).toMatchObject({ ok: true, isNew: true });
    expect(await givePost(county.county, id, { orgId: places.farVillage, role: 'villageDoctor', from: '2026-02-01', until: '2026-12-31' })).toMatchObject({ ok: true, document: { id, posts: [{ orgId: places.township }, { orgId: places.farVillage }] } });
    // Another end of the same post, however late it was told to begin: what was saved since stays covered.
    expect(await givePost(county.county, id, { orgId: places.farVillage, role: 'villageDoctor', from: '2026-05-01', until: null })).toMatchObject({ ok: true, document: { posts: [{}, { from: '2026-02-01', until: null }] } });
    expect((await peopleIn(county.county)).filter(({ name }) => name === '王小燕')).toHaveLength(2);
  });

  test('PERM-2 the last post that ends closes the account, another opens it again; what cannot be is refused', async () => {
    expect(await endPosts(county.county, people.nurse, null, addDays(today, -1))).toMatchObject({ ok: true, document: { active: false, posts: [{ until: addDays(today, -1) }] } });
    expect(await endPosts(county.county, people.nurse, null, addDays(today, -1))).toMatchObject({ ok: true, isNew: false });
    expect(await givePost(county.county, people.nurse, { orgId: places.farTownship, role: 'nurse', from: today, until: null })).toMatchObject({ ok: true, document: { active: true } });
    const post = { orgId: places.village, role: 'nurse', from: today, until: null } as const;
    const codes = [
      await givePost(county.county, newId(), post), await givePost(county.county, people.nurse, { ...post, orgId: newId() }), await givePost(county.county, people.nurse, { ...post, orgId: places.county }),
      await givePost(county.county, people.nurse, { ...post, role: 'auditor' }), await givePost(county.county, people.nurse, { ...post, until: addDays(today, -1) }), await givePost(county.county, people.nurse, { ...post, from: '2026-02-30' }),
      await endPosts(county.county, people.nurse, places.otherVillage, today),
    ].map(codeOf);
    expect(codes).toEqual(['noSuchPerson', 'noSuchOrganisation', 'wrongPlaceForRole', 'wrongPlaceForRole', 'daysReversed', 'invalid', 'noSuchPost']);
  });

  test('PERM-2 one post ends and another role at the same place goes on; one that began today is taken back today, as never held', async () => {
    const yesterday = addDays(today, -1);
    const added = await addPerson(county.county, { name: '杨信科', qualification: 'unknown', title: 'unknown', orgId: places.county, role: 'countyIt', from: yesterday, until: null, isAnother: false });
    const id = added.ok ? added.document.id : '';
    expect(codeOf(await givePost(county.county, id, { orgId: places.county, role: 'auditor', from: today, until: null }))).toBe('auditsItself');
    // Who may be both is not thereby the last of county IT who may go.
    const both = await givePost(county.county, id, { orgId: places.county, role: 'auditor', from: today, until: null });
    const lookedAt = both.ok ? undefined : both.fault;
    expect(codeOf(await givePost(county.county, id, { orgId: places.county, role: 'countyIt', from: yesterday, until: today, allowed: lookedAt }))).toBe('lastIt');
    await givePost(county.county, id, { orgId: places.county, role: 'auditor', from: today, until: null, allowed: lookedAt });
    const refused = await endPosts(county.county, id, places.county, today);
    expect(refused.ok ? '' : faultWords(refused.fault)).toMatch(/countyIt, auditor.*--role/);
    expect(await endPosts(county.county, id, places.county, yesterday, 'auditor')).toMatchObject({ ok: true, document: { active: true, posts: [{ role: 'countyIt', until: null }] } });
    expect((await peopleIn(county.county)).find((one) => one.id === id)?.posts).toHaveLength(1);
    await givePost(county.county, id, { orgId: places.county, role: 'auditor', from: today, until: null, allowed: 'all' });
    expect(codeOf(await endPosts(county.county, id, places.county, today, 'countyIt'))).toBe('lastIt');
    expect(await endPosts(county.county, id, places.county, today, 'countyIt', true)).toMatchObject({ ok: true, document: { active: true, posts: [{ role: 'countyIt', until: today }, { role: 'auditor', until: null }] } });
    // Where one role alone is left to end, it is the one that is meant.
    expect(await endPosts(county.county, id, places.county, today)).toMatchObject({ ok: true, document: { posts: [{}, { role: 'auditor', until: today }] } });
    expect(codeOf(await endPosts(county.county, id, places.county, addDays(today, -9), 'countyIt'))).toBe('daysReversed');
  });

  test('PERM-8 the last of county IT is the last who can log in: a post without an account, or with one that is blocked, is no other', async () => {
    const { personId } = await anAccount(county.county, { login: 'long', role: 'countyIt' });
    const other = await anAccount(county.county, { login: 'shen', role: 'countyIt' });
    const idle = await addPerson(county.county, { name: '无账号', qualification: 'none', title: 'none', orgId: places.county, role: 'countyIt', from: null, until: null, isAnother: false });
    const block = async (active: boolean) => county.county.db.updateTable('countyUser').set({ active }).where('id', '=', other.userId).execute();
    await block(false);
    expect(codeOf(await endPosts(county.county, personId, places.county, today))).toBe('lastIt');
    // To give the post another end is to end it.
    const until = { orgId: places.county, role: 'countyIt' as const, from: null, until: today };
    expect(codeOf(await givePost(county.county, personId, until))).toBe('lastIt');
    // Whoever has no account takes nothing from the console.
    expect(codeOf(await endPosts(county.county, idle.ok ? idle.document.id : '', places.county, today))).toBe('ok');
    await block(true);
    expect(codeOf(await endPosts(county.county, personId, places.county, today))).toBe('ok');
  });

  test('PERM-8 whoever is to prescribe has a licence entered, unless county IT allows it without', async () => {
    const shi = { name: '石无证', qualification: 'unknown', title: 'unknown', orgId: places.township, from: today, until: null, isAnother: false } as const;
    for (const role of ['physician', 'assistantPhysician', 'villageDoctor'] as const) {
      const refused = await addPerson(county.county, { ...shi, role });
      expect(refused.ok ? '' : faultWords(refused.fault)).toMatch(/没有登记资格：写 --qualification.*no licence is entered/);
    }
    const added = await addPerson(county.county, { ...shi, role: 'nurse' });
    const id = added.ok ? added.document.id : '';
    expect(codeOf(await givePost(county.county, id, { ...shi, role: 'villageDoctor' }))).toBe('licenceMissing');
    expect(codeOf(await givePost(county.county, id, { ...shi, role: 'villageDoctor', allowed: 'all' }))).toBe('ok');
    // Another end of a post that is held asks for nothing more.
    expect(codeOf(await givePost(county.county, id, { ...shi, role: 'villageDoctor', until: addDays(today, 9) }))).toBe('ok');
  });

  test('PERM-2 who is there already is told so only if licence, title and days are those that are asked; impossible days are refused first', async () => {
    const id = (await addPerson(county.county, wang).then((added) => (added.ok ? added.document.id : '')));
    expect(await addPerson(county.county, { ...wang, qualification: 'unknown', title: 'unknown', from: today, isFromAssumed: true })).toMatchObject({ ok: true, isNew: false });
    for (const other of [{ qualification: 'assistantPhysician' }, { title: 'senior' }, { from: '2026-01-02' }, { until: '2026-12-31' }] as const) expect(await addPerson(county.county, { ...wang, ...other })).toEqual({ ok: false, fault: { code: 'samePersonOtherwise', values: { id } } });
    expect(codeOf(await addPerson(county.county, { ...wang, from: '2026-13-01' }))).toBe('invalid');
    expect(codeOf(await addPerson(county.county, { ...wang, from: '2026-03-09', until: '2026-03-01' }))).toBe('daysReversed');
  });

  test('PERM-8 a role takes its licence and its kind of place; a licence may be allowed, one by one, a place may not', async () => {
    const post = { orgId: places.village, from: today, until: null } as const;
    const nurse = { name: '石小红', qualification: 'nurse', title: 'junior', isAnother: false, ...post } as const;
    const refused = await addPerson(county.county, { ...nurse, role: 'physician' });
    expect(refused.ok ? '' : faultWords(refused.fault)).toMatch(/执业医师的资格要是 physician，这个人登记的是 nurse.*Physician takes a licence as physician, and what is entered is nurse/);
    const added = await addPerson(county.county, { ...nurse, role: 'nurse' });
    const id = added.ok ? added.document.id : '';
    expect(codeOf(await givePost(county.county, id, { ...post, role: 'pharmacist' }))).toBe('roleBeyondLicence');
    // What was looked at is that fault of that role: of another nobody has looked at anything.
    const asPhysician = await givePost(county.county, id, { ...post, role: 'physician' });
    const lookedAt = asPhysician.ok ? undefined : asPhysician.fault;
    expect(codeOf(await givePost(county.county, id, { ...post, role: 'pharmacist', allowed: lookedAt }))).toBe('roleBeyondLicence');
    expect(await givePost(county.county, id, { ...post, role: 'physician', allowed: lookedAt })).toMatchObject({ ok: true, isNew: true });
    expect(await endPosts(county.county, id, places.village, today, 'physician')).toMatchObject({ ok: true });
    expect(await givePost(county.county, id, { ...post, role: 'pharmacist', allowed: 'all' })).toMatchObject({ ok: true, isNew: true });
    expect(await givePost(county.county, id, { ...post, role: 'storeKeeper' })).toMatchObject({ ok: true, isNew: true });
    // Another licence would take the one from under the posts that are held: all of them are told, and looked at, at once.
    const several = await giveRights(county.county, id, { title: undefined, antibiotics: undefined, narcotic: undefined, from: today, qualification: 'villageDoctor' });
    expect(several.ok ? '' : faultWords(several.fault)).toMatch(/护士、执业医师、药师的资格.*Nurse, Physician, Pharmacist takes/);
    expect(await giveRights(county.county, id, { title: undefined, antibiotics: undefined, narcotic: undefined, from: today, qualification: 'villageDoctor', allowed: several.ok ? undefined : several.fault })).toMatchObject({ ok: true });
    await giveRights(county.county, id, { title: undefined, antibiotics: undefined, narcotic: undefined, from: today, qualification: 'nurse', allowed: 'all' });
    const rights = { title: undefined, antibiotics: undefined, narcotic: undefined, from: today };
    expect(codeOf(await giveRights(county.county, id, { ...rights, qualification: 'physician' }))).toBe('roleBeyondLicence');
    expect(await giveRights(county.county, id, { ...rights, qualification: 'physician', allowed: 'all' })).toMatchObject({ ok: true });
    const heads = [places.village, places.county].map(async (orgId) => codeOf(await givePost(county.county, id, { ...post, orgId, role: 'townshipHead', allowed: 'all' })));
    expect(await Promise.all(heads)).toEqual(['wrongPlaceForRole', 'wrongPlaceForRole']);
    expect(await givePost(county.county, id, { ...post, orgId: places.township, role: 'townshipHead' })).toMatchObject({ ok: true });
  });

  test('PERM-8 what is mistyped is asked about: a role twice for the same days, a year, somebody who is on the roster elsewhere, a division code of another', async () => {
    const post = { orgId: places.farTownship, role: 'storeKeeper' } as const;
    const give = async (from: string, until: string | null) => givePost(county.county, people.pharmacist, { ...post, from, until });
    expect(await give('2026-01-01', '2026-01-31')).toMatchObject({ ok: true });
    expect(await give('2026-03-01', '2026-03-31')).toMatchObject({ ok: true });
    expect(codeOf(await give('2026-01-15', '2026-03-15'))).toBe('postTwice');
    expect(await give('2026-01-15', '2026-02-15')).toMatchObject({ ok: true });
    expect(codeOf(await give('2062-01-01', null))).toBe('unlikelyDay');
    expect(codeOf(await give('2026-06-01', '2206-06-01'))).toBe('unlikelyDay');
    expect(codeOf(await endPosts(county.county, people.nurse, null, '2926-05-05'))).toBe('unlikelyDay');
    expect(codeOf(await giveRights(county.county, people.nurse, { qualification: undefined, title: undefined, antibiotics: 'nonRestricted', narcotic: undefined, from: '2926-01-01' }))).toBe('unlikelyDay');
    expect(codeOf(await moveOrganisation(county.county, { ...asked(places.otherVillage), on: '1900-01-01' }, places.farTownship))).toBe('unlikelyDay');
    // What a terminal obeys and no reader sees: ESC, BEL, a new line, an override of direction, nothing but blanks without width.
    for (const name of ['\u200b\u200b', '王\u001b[2J燕', '王\u0007燕', '王\n燕', '王\u202e燕']) {
      const changed = [await addPerson(county.county, { name, qualification: 'unknown', title: 'unknown', orgId: places.village, role: 'nurse', from: today, until: null, isAnother: false }), await addOrganisation(county.county, { ...newClinic, name }),
        await addOrganisation(county.county, { ...newClinic, shortName: name }), await setOrganisation(county.county, { id: places.village, name, can: [], cannot: [], reopens: false }), await closeOrganisation(county.county, { ...asked(places.village), reason: name })];
      expect(changed.map(codeOf)).toEqual(Array.from(changed, () => 'unprintable'));
    }
    const young = await addOrganisation(county.county, newClinic);
    const early = { ...asked(young.ok ? young.document.id : ''), on: '1990-01-01' };
    for (const changed of [await closeOrganisation(county.county, early), await moveOrganisation(county.county, early, places.farTownship)]) expect(changed).toMatchObject({ ok: false, fault: { code: 'beforeLastChange', values: { day: today } } });
    const again = { name: '冉光碧', qualification: 'pharmacist', title: 'unknown', orgId: places.village, role: 'pharmacist', from: today, until: null, isAnother: false } as const;
    expect(await addPerson(county.county, again)).toMatchObject({ ok: false, fault: { code: 'samePersonElsewhere', values: { id: people.pharmacist } } });
    expect(await addPerson(county.county, { ...again, isAnother: true })).toMatchObject({ ok: true, isNew: true });
    const twin = { ...newClinic, name: '双石村卫生室', divisionCode: '522299101202' };
    expect(await addOrganisation(county.county, twin)).toMatchObject({ ok: false, fault: { code: 'divisionCodeTaken', values: { code: '522299101202', name: '木叶村卫生室' } } });
    expect(await setOrganisation(county.county, { id: places.village, divisionCode: '522299101202', can: [], cannot: [], reopens: false })).toMatchObject({ ok: false, fault: { code: 'divisionCodeTaken' } });
    expect(await addOrganisation(county.county, { ...twin, allowed: 'all' })).toMatchObject({ ok: true, isNew: true });
  });

  test('PERM-4 nobody is given more than licence and title allow, with words that say the most', async () => {
    const give = async (over: Partial<Parameters<typeof giveRights>[2]>) => giveRights(county.county, people.villageDoctor, { qualification: undefined, title: undefined, antibiotics: undefined, narcotic: undefined, from: today, ...over });
    // To give one right takes none away that the post had.
    expect(await giveRights(county.county, people.physician, { qualification: 'physician', title: 'senior', antibiotics: undefined, narcotic: true, from: today })).toMatchObject({ ok: true, document: { grants: [{ antibiotics: 'restricted', narcotic: true }] } });
    const refused = await give({ qualification: 'villageDoctor', antibiotics: 'restricted' });
    expect(refused.ok ? '' : faultWords(refused.fault)).toContain('antimicrobials nonRestricted, narcotics no');
    expect(await give({ qualification: 'physician', title: 'intermediate', antibiotics: 'restricted', narcotic: true })).toMatchObject({ ok: true, document: { grants: [{ from: today, antibiotics: 'restricted', narcotic: true }] } });
    expect(await give({ antibiotics: 'restricted' })).toMatchObject({ ok: true, isNew: false });
    // A title that no longer allows what stands: the right is narrowed first.
    expect(codeOf(await give({ title: 'junior' }))).toBe('beyondLicence');
  });
});
