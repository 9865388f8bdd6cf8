import { isAllSeen } from '@lianyi/schema/basics/visibleText';
import { recordReplacement } from '../../access/deviceActs.ts';
import { codeLifeMs, makeEnrolmentCode } from '../../access/enrolmentCodes.ts';
import type { DeviceRow } from '../../reports/views.ts';
import type { Database } from '../../store/database.ts';
import { refuse, remark, say } from '../say.ts';
import { reasonOf } from './acts.ts';
import type { DeviceAsked } from './asked.ts';
import { theDevice } from './lists.ts';

const mostOfName = 60;
const isName = (name: string): boolean => [...name].length <= mostOfName && isAllSeen(name);
const noName = `--name 最多 ${mostOfName} 个字，都要看得见 · --name has at most ${mostOfName} characters, all of them seen`;

/** `device code ORG` */
export async function makeCode({ db, operand, name, json, record }: DeviceAsked): Promise<number> {
  if (!isName(name)) return refuse(noName);
  const organisations = await organisationsCalled(db, operand);
  const [organisation] = organisations;
  if (organisation === undefined) return refuse(`没有这个机构 · No such institution: ${operand}`);
  if (organisations.length > 1) return refuse(`有 ${organisations.length} 个机构叫这个名字，请用编号 · ${organisations.length} institutions are called so: give the id`);
  const now = new Date();
  const code = await makeEnrolmentCode(db, { orgId: organisation.id, deviceName: name }, now, record);
  if (code === null) return refuse(closedWords(organisation));
  await sayCode(code, now, json, { orgId: organisation.id, organisation: organisation.name });
  return 0;
}

/** `device replace ID`: asked again it makes another code, and the one before is good no more. */
export async function replace(asked: DeviceAsked): Promise<number> {
  const { db, operand, name, json, by, record } = asked;
  if (!isName(name)) return refuse(noName);
  const reason = reasonOf(asked);
  if (reason === null) return 1;
  const device = await theDevice(db, operand);
  if (device === null) return 1;
  if (device.replacedBy !== null) return refuse(`已经由另一台顶替 · Another PC has taken its place already: ${device.replacedBy.name} ${device.replacedBy.id}`);
  const now = new Date();
  const code = await makeEnrolmentCode(db, { orgId: device.organisation.id, deviceName: name === '' ? device.name : name, replacesId: device.id }, now, async (tx) => {
    await recordReplacement(tx, device.id, { by, reason }, now);
    await record(tx);
  });
  if (code === null) return refuse(closedWords(device.organisation));
  await sayCode(code, now, json, { orgId: device.organisation.id, organisation: device.organisation.name, replaces: device.id });
  if (!json) remark(`1. 在新电脑上填这个登记码，10 分钟以内 · Type this code in on the new PC, within 10 minutes\n${nextSteps(device)}`);
  return 0;
}

function nextSteps({ name, status, waiting }: DeviceRow): string {
  if (status === 'stolen') {
    return `2. 旧的 ${name} 已报失，一直是报失：不再给它数据，传来的都隔离 · The old ${name} stays reported stolen: it is given nothing, and what it sends is set aside
3. 它没传的有 ${waiting} 条（上次说的）；找回来就用 device found ID --take 收下 · It had ${waiting} to deliver when last heard: should it be found, device found ID --take takes them`;
  }
  return `2. 新电脑登记好，旧的 ${name} 就停用；此前照常用 · Once that is enrolled the old one is retired; until then it works as ever
3. 旧电脑还开得了机，就让它联网：没传的交完（上次说有 ${waiting} 条），再清除 · If the old PC still starts, let it on line: it delivers what it has (${waiting} when last heard), then deletes it`;
}

/** An institution that is known gets no code for this reason alone. */
function closedWords({ id, name }: { readonly id: string; readonly name: string }): string {
  return `${name} 已经关闭，不能登记电脑；要用就先重新开放：org set ${id} --reopen · ${name} is closed, and no PC can be enrolled there; to use it, open it again first: org set ${id} --reopen`;
}

async function sayCode(code: string, now: Date, json: boolean, more: Readonly<Record<string, string>>): Promise<void> {
  if (json) return say(JSON.stringify({ code, expiresAt: new Date(now.getTime() + codeLifeMs).toISOString(), ...more }));
  await say(code);
  remark(`${more['organisation']}：10 分钟内有效，用一次作废，输错 5 次作废 · good for 10 minutes, once, and for at most 5 tries`);
  return undefined;
}

async function organisationsCalled(db: Database, called: string): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return db.selectFrom('organisation').select(['id', 'name'])
    .where((where) => where.or([where(where.cast<string>('id', 'text'), '=', called.toLowerCase()), where('name', '=', called), where('shortName', '=', called)])).execute();
}
