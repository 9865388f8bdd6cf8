/** For each row of the console's table, a request that is good if whoever sends it may. */
import { newId } from '@lianyi/schema/basics/ids';
import { places, people } from '@lianyi/tests/builders/aCounty';
import type { Cast } from './cast.ts';
import { marks, password } from './cast.ts';

export interface ConsoleRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: Buffer;
  readonly contentType?: string;
}

type Input = (cast: Cast) => Promise<object> | object | undefined;
const none: Input = () => undefined;
const byName = async ({ db }: Cast, name: string): Promise<string> => (await db.selectFrom('organisation').select('id').where('name', '=', name).executeTakeFirstOrThrow()).id;
const everything = { patientId: null, personId: null, deviceId: null, from: null, until: null, what: 'all' };
const days = { from: null, until: null };

/** What each procedure is asked with. What changes something is asked for so that it can be done. */
const inputs: Readonly<Record<string, Input>> = {
  'session.me': none, 'session.demoAccounts': none, 'session.logout': none, 'session.mine': none,
  'session.login': () => ({ login: 'office', password }),
  'session.end': () => ({ sessionId: newId() }),
  'session.changePassword': () => ({ present: 'not the present one', next: 'purple otter 51 rain' }),
  'session.offerTotp': () => ({ password }),
  'session.confirmTotp': () => ({ sealed: 'sealed by nobody', code: '000000' }),
  'today': none, 'organisations.list': none, 'quarantine.list': none, 'devices.list': none, 'directory.organisations': none, 'directory.people': none,
  'patients.search': () => ({ query: marks.name }),
  'patients.get': ({ patient }) => ({ patientId: patient.id }),
  'patients.attachments': ({ patient }) => ({ patientId: patient.id }),
  'patients.breakGlass': ({ patient }) => ({ patientId: patient.id, reason: 'emergency', text: '县医院急诊来电' }),
  'reviews.list': () => ({ state: 'open' }),
  'devices.acts': ({ devices }) => ({ deviceId: devices.stolen.id }),
  'devices.code': () => ({ orgId: places.village, name: '' }),
  'devices.act': ({ spare: [one] }) => ({ deviceId: one, act: 'retire', reason: '试一试', takesBlocked: false }),
  'devices.replace': ({ spare: [, other] }) => ({ deviceId: other, name: '', reason: '试一试' }),
  'devices.recover': ({ devices }) => ({ deviceId: devices.village.id, personId: people.villageDoctor, reason: '试一试' }),
  'devices.extend': ({ devices }) => ({ deviceId: devices.village.id, days: 14, reason: '试一试' }),
  'directory.addOrganisation': () => ({ name: '新建村卫生室', shortName: '新建村', type: 'village', parentId: places.township, divisionCode: '522299101999', capabilities: [] }),
  'directory.moveOrganisation': async (cast) => ({ id: await byName(cast, '将迁村卫生室'), parentId: places.farTownship, reason: '区划调整' }),
  'directory.closeOrganisation': async (cast) => ({ id: await byName(cast, '将关村卫生室'), reason: '撤并' }),
  'directory.setOrganisation': () => ({ id: places.otherVillage, can: ['intravenousAntibiotics'], cannot: [], reopens: false }),
  'directory.addPerson': () => ({ name: '新来的', qualification: 'unknown', title: 'unknown', orgId: places.farVillage, role: 'nurse', ...days, isAnother: false }),
  'directory.givePost': () => ({ personId: people.nurse, orgId: places.farTownship, role: 'nurse', ...days }),
  'directory.endPosts': () => ({ personId: people.pharmacist, orgId: places.township, role: 'pharmacist', on: '2020-01-01' }),
  'directory.giveRights': () => ({ personId: people.physician, qualification: 'physician', title: 'intermediate', antibiotics: 'restricted', narcotic: false, from: '2020-01-01' }),
  ...Object.fromEntries(['of', 'block', 'unblock', 'endWait', 'resetTotp', 'newPassword'].map((act): [string, Input] => [`accounts.${act}`, ({ spareAccount }) => ({ personId: spareAccount })])),
  // Looks alone: who was refused before stands there too, and names nobody.
  'audit.page': () => ({ ...everything, what: 'reads' }),
  'audit.find': () => ({ query: marks.name }),
  'audit.export': () => everything,
};

/** @throws Error for a row that nobody has written a request for */
export async function consoleRequest(row: string, cast: Cast): Promise<ConsoleRequest> {
  const [method, path = '', stream = ''] = row.split(' ');
  if (method !== 'GET' && method !== 'POST') {
    const input = inputs[row];
    if (input === undefined) throw new Error(`no request is written for ${row}`);
    return { method: 'POST', path: `/console/trpc/${row}`, body: Buffer.from(JSON.stringify(await input(cast)) ?? ''), contentType: 'application/json' };
  }
  if (method === 'POST') return { method, path, body: Buffer.from('no parcel'), contentType: 'application/octet-stream' };
  return { method, path: path === '/*' ? '/index.html' : path.replace(':stream', stream) };
}
