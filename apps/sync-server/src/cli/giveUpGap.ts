import type { RecordDecision } from '../access/deviceActs.ts';
import { rightsOf } from '../access/permissions.ts';
import type { Database } from '../store/database.ts';
import { deviceById } from '../store/devices.ts';
import { postgresStore } from '../store/postgresStore.ts';
import { declareGapLost } from '../sync/declareGapLost.ts';
import { openCounty } from './openCounty.ts';
import { noKeyWords } from './recordCommand.ts';
import { refuse, say, sayEither } from './say.ts';

interface Asked {
  readonly deviceId: string;
  readonly lane: string;
  readonly number: string;
  readonly reason: string;
  readonly json: boolean;
  /** In the transaction in which it is given up. */
  readonly record: RecordDecision;
}

const anId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Gives up what a PC saved and will never send; says what became of what waited behind it. @returns the exit code */
export async function giveUpGap(db: Database, databaseUrl: string, { deviceId, lane, number, reason, json, record }: Asked): Promise<number> {
  if (lane !== 'routine' && lane !== 'urgent') return refuse('通道只能是 routine 或 urgent\nThe lane is routine or urgent');
  if (!/^[1-9]\d{0,8}$/.test(number)) return refuse(`序号要一个数字：${number}\nThe number must be one: ${number}`);
  if (reason === '' || reason.length > 300) return refuse('请用 --reason 写明原因（300 字以内）\nSay why with --reason (at most 300 characters)');
  const device = anId.test(deviceId) ? await deviceById(db, deviceId) : undefined;
  if (!device) return refuse(`没有这台设备：${deviceId}\nNo such device: ${deviceId}`);
  const opened = await openCounty(db, databaseUrl);
  if (opened === null) return refuse(noKeyWords);
  try {
    // Null: there was no such gap.
    const store = postgresStore(db, async (tx, ended) => { if (ended !== null) await record(tx); });
    const given = await declareGapLost({ ...opened.county, store }, device, await rightsOf(db, device), { lane, number: Number(number), reason });
    if (given === null) return refuse(`这台设备的 ${lane} 通道在 ${number} 处没有缺口（见 npm run county -- device list）\nThis device has no gap at ${lane} ${number}: see npm run county -- device list`);
    if (json) return await sayEither({ json }, { deviceId, lane, ...given }, '');
    await say(`${lane} ${given.firstNumber}${given.lastNumber === given.firstNumber ? '' : `-${given.lastNumber}`}：已作为丢失登记；万一以后送到，照样收下 · recorded as lost; should it come after all, it is taken`);
    for (const { outcome, reason: why } of given.outcomes) await say(`  ${outcome}${why === null ? '' : ` ${why}`}`);
    return 0;
  } finally {
    await opened.close();
  }
}
