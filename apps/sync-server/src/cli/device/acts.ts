import { inOneLine, isWorded } from '@lianyi/schema/basics/visibleText';
import type { Acted, StatusAct } from '../../access/deviceActs.ts';
import { actOnDevice, maxReason } from '../../access/deviceActs.ts';
import { rightsOf } from '../../access/permissions.ts';
import { blockedBundles, deviceById } from '../../store/devices.ts';
import { inTransaction } from '../../store/inTransaction.ts';
import { postgresStore } from '../../store/postgresStore.ts';
import type { ReleasedBlocked } from '../../sync/releaseBlocked.ts';
import { releaseBlocked } from '../../sync/releaseBlocked.ts';
import { releaseDetail, releasesIn } from '../../sync/releaseBundle.ts';
import { openCounty } from '../openCounty.ts';
import { noKeyWords, recordCommandIn } from '../recordCommand.ts';
import { refuse, say } from '../say.ts';
import type { DeviceAsked } from './asked.ts';
import { theDevice } from './lists.ts';

/** `device retire | stolen | found ID`: what is so already stays so, and is told. */
export async function actOn(asked: DeviceAsked, act: StatusAct): Promise<number> {
  const { db, operand, json, by, record } = asked;
  const reason = reasonOf(asked);
  if (reason === null) return 1;
  const device = await theDevice(db, operand);
  if (device === null) return 1;
  const acted = await actOnDevice(db, device.id, act, { by, reason }, new Date(), record);
  if (!acted.ok) return refuse(whyNot[acted.why]);
  const released = asked.take ? await releaseOf(asked, device.id, reason, acted.isChanged) : null;
  if (json) await say(JSON.stringify({ id: device.id, act, isChanged: acted.isChanged, ...(released && { released }) }));
  else await say(`${inOneLine(device.name)} ${device.id}: ${acted.isChanged ? done[act] : '本来就是这样，没有改动 · it was so already, nothing was changed'}${releasedWords(released, act === 'found' ? device.blocked : 0)}`);
  return 0;
}

/** The reason as it will be kept; null where there is none, which is told. */
export function reasonOf({ reason }: DeviceAsked): string | null {
  const given = reason.trim();
  if (isWorded(given) && given.length <= maxReason) return given;
  refuse(whyNot.noReason);
  return null;
}

/** Each that is judged has an entry of its own; of a PC that was in use already, that it was asked for has one before them. @throws Error in words, without the county's key */
async function releaseOf({ db, databaseUrl, by, record }: DeviceAsked, deviceId: string, reason: string, isWritten: boolean): Promise<ReleasedBlocked> {
  const opened = await openCounty(db, databaseUrl);
  if (opened === null) throw new Error(noKeyWords);
  try {
    const [device, blocked] = [await deviceById(db, deviceId), await blockedBundles(db, deviceId)];
    if (device === undefined || blocked.length === 0) return { taken: 0, kept: 0 };
    if (!isWritten) await inTransaction(db, record);
    const { county } = opened;
    const store = postgresStore(db, async (tx, worked) => {
      for (const one of releasesIn(worked)) await recordCommandIn(tx, county.key, 'bundle.release', one.bundleId, { procedure: 'device found', ...releaseDetail(one) });
    });
    return await releaseBlocked({ ...county, store }, { device, permission: await rightsOf(db, device), releasedBy: by, reason }, blocked);
  } finally {
    await opened.close();
  }
}

function releasedWords(released: ReleasedBlocked | null, blocked: number): string {
  if (released !== null) return `；隔离的重新判过，收下 ${released.taken}，留下 ${released.kept} · of what was set aside ${released.taken} taken, ${released.kept} kept aside`;
  return blocked === 0 ? '' : `；报失期间隔离了 ${blocked} 条，要收下就再加 --take · ${blocked} saves were set aside meanwhile: ask again with --take to take them`;
}

const done: Readonly<Record<StatusAct, string>> = {
  retire: '已停用：下次联网先交完，再清除 · retired: when it is next on line it delivers all, then deletes what it holds',
  keep: '已停用：只上传，不再取数据，不清除 · retired: it delivers, is given nothing, and keeps what it holds',
  stolen: '已报失：不再给它数据，传来的都隔离。钥匙若可能一起丢了，请换掉那个机构的口令 · reported: it is given nothing, and what it sends is set aside. If passwords may be gone with it, change those of its staff',
  found: '恢复使用 · in use again',
};

const whyNot: Readonly<Record<Extract<Acted, { ok: false }>['why'], string>> = {
  noSuchDevice: '没有这台设备 · No such device',
  noReason: `请用 --reason 写明理由（至少两个字，只有标点、数字不算，${maxReason} 字以内）· Say why with --reason (in words: at least two letters, dots and digits do not count; at most ${maxReason} characters)`,
  purged: '它已经清除，钥匙也没有了：要再用就重新登记 · It has deleted what it held, its key too: enrol it anew to use it again',
  stolen: '它已报失：先用 device found 说找到了 · It is reported stolen: say first that it was found, with device found',
};
