import { isWorded } from '@lianyi/schema/basics/visibleText';
import { mostLeaseDays } from '@lianyi/schema/wire/lease';
import { askedText } from '../access/audit.ts';
import type { RecordDecision } from '../access/deviceActs.ts';
import { maxReason } from '../access/deviceActs.ts';
import { makeRecoveryCode } from '../access/deviceRecoveryCodes.ts';
import type { RecoveryAsked, RecoveryCode } from '../access/deviceRecoveryCodes.ts';
import type { Database } from '../store/database.ts';
import { devicePolicy, setDevicePolicy } from '../store/devicePolicy.ts';
import { inTransaction } from '../store/inTransaction.ts';
import { makeExtensionCode } from '../sync/extensionCode.ts';
import { findKeyOf } from './findCountyKey.ts';
import { openCounty } from './openCounty.ts';
import type { DeviceAsked } from './device/asked.ts';
import { refuse, say, sayEither } from './say.ts';
import { noKeyWords, recordCommandIn } from './recordCommand.ts';

const noReason = `请用 --reason 写明原因（至少两个字，只有标点、数字不算，${maxReason} 字以内）\nSay why with --reason (in words: at least two letters, dots and digits do not count; at most ${maxReason} characters)`;
const isReason = (reason: string): boolean => isWorded(reason) && reason.length <= maxReason;
const daysOf = (text: string | undefined): number | null => (text !== undefined && /^[1-9]\d{0,2}$/.test(text) && Number(text) <= mostLeaseDays ? Number(text) : null);
const noDays = `天数是 1 到 ${mostLeaseDays}\nThe days are 1 to ${mostLeaseDays}`;

/** `device recover ID --person ID --reason TEXT`: a one-time code that opens a locked PC again and lets that person set a PIN. @returns the exit code */
export async function recoverDevice(db: Database, asked: Omit<RecoveryAsked, 'personId'> & { readonly personId: string | undefined; readonly json: boolean; readonly record: RecordDecision }): Promise<number> {
  const { personId } = asked;
  if (personId === undefined) return refuse('给谁重设？请用 --person 写那个人的编号\nFor whom? Give the id of that person with --person');
  if (!isReason(asked.reason)) return refuse(noReason);
  const made = await makeRecoveryCode(db, { ...asked, personId }, new Date(), asked.record);
  if (!made.ok) return refuse(whyNoCode[made.reason]);
  if (asked.json) return sayEither(asked, { code: made.code, expiresAt: made.expiresAt.toISOString() }, '');
  await say(made.code);
  await say(`到 ${made.expiresAt.toISOString()} 以前有效，用一次。在那台电脑的解锁页选这个人，按“忘了 PIN”，输入这个码和新 PIN；要联网。\nGood once, until ${made.expiresAt.toISOString()}. On that PC's unlock page: choose the person, "Forgotten", this code and a new PIN; it needs the line.`);
  return 0;
}

/** `device extend ID --days N`: a code that renews the lease of a PC without a line. @returns the exit code */
export async function extendDevice({ db, databaseUrl, operand: deviceId, days, json, record }: Pick<DeviceAsked, 'db' | 'databaseUrl' | 'operand' | 'days' | 'json' | 'record'>): Promise<number> {
  const wanted = daysOf(days);
  if (wanted === null) return refuse(noDays);
  const opened = await openCounty(db, databaseUrl);
  if (opened === null) return refuse(noKeyWords);
  try {
    const made = await makeExtensionCode({ db, key: opened.county.key }, deviceId, wanted, new Date());
    if (!made.ok) return refuse(whyNoCode[made.reason]);
    const { code } = made;
    // Signed, and kept nowhere: it is in the audit before anybody is told it.
    await inTransaction(db, record);
    if (json) return await sayEither({ json }, { code, days: wanted }, '');
    await say(code);
    await say(`到期以前在那台电脑的“设置”里输入，到期以后在解锁页输入；不用联网，只能用一次：从输入时起 ${wanted} 天。\nTo be typed on that PC under Settings before its days are over, on the unlock page after; without a line, once: ${wanted} days from then.`);
    return 0;
  } finally {
    await opened.close();
  }
}

/** `device-policy [--days N] [--pins yes|no]`: what holds for all PCs. @returns the exit code */
export async function policyOfDevices(db: Database, { days, pins, json }: { readonly days: string | undefined; readonly pins: string | undefined; readonly json: boolean }): Promise<number> {
  const leaseDays = daysOf(days);
  if (days !== undefined && leaseDays === null) return refuse(noDays);
  if (pins !== undefined && pins !== 'yes' && pins !== 'no') return refuse('--pins 只能是 yes 或 no\n--pins is yes or no');
  const isChange = leaseDays !== null || pins !== undefined;
  const key = isChange ? await findKeyOf(db) : null;
  if (isChange && key === null) return refuse(noKeyWords);
  if (key !== null) {
    await inTransaction(db, async (tx) => {
      await setDevicePolicy(tx, { ...(leaseDays !== null && { leaseDays }), ...(pins !== undefined && { pinsAllowed: pins === 'yes' }) });
      await recordCommandIn(tx, key, 'device.manage', '', { procedure: 'device-policy', asked: askedText({ days, pins }) });
    });
  }
  const policy = await devicePolicy(db);
  return sayEither({ json }, policy, `不联通最多用 days ${policy.leaseDays}；没有系统密钥库的电脑可以用 PIN pins ${policy.pinsAllowed ? 'yes' : 'no'}（以后登记的电脑 · of PCs enrolled from now on）`);
}

const whyNoCode: Readonly<Record<Extract<RecoveryCode, { ok: false }>['reason'], string>> = {
  unknownDevice: '没有这台设备（见 device list）\nNo such device: see device list',
  endedDevice: '这台设备已报失或已停用，不再给它码\nThis device is stolen or ended: it gets no code',
  unknownPerson: '没有这个人，或在这台电脑的机构和上一级没有岗位\nNo such person, or without a post at this PC’s institution or the one above it',
};
