import { uuid } from '@lianyi/schema/basics/ids';
import { inOneLine } from '@lianyi/schema/basics/visibleText';
import { deviceActRows } from '../../reports/deviceActs.ts';
import { deviceRows } from '../../reports/devices.ts';
import type { DeviceRow } from '../../reports/views.ts';
import type { Database } from '../../store/database.ts';
import { refuse, say, sayTable } from '../say.ts';
import type { DeviceAsked } from './asked.ts';

/** `device list` */
export async function list({ db, json }: DeviceAsked): Promise<number> {
  const rows = await deviceRows(db);
  if (json) await say(JSON.stringify(rows));
  else await sayTable(rows.map(inColumns));
  return 0;
}

/** `device show ID` */
export async function show({ db, operand, json }: DeviceAsked): Promise<number> {
  const device = await theDevice(db, operand);
  if (device === null) return 1;
  const acts = await deviceActRows(db, device.id);
  if (json) {
    await say(JSON.stringify({ ...device, acts }));
    return 0;
  }
  for (const [name, value] of Object.entries(inColumns(device))) await say(inOneLine(`${name.padEnd(12)} ${value}`));
  for (const { act, at, by, reason, person, days } of acts) await say(inOneLine([at, act, by, ...(person === null ? [] : [person]), ...(days === null ? [] : [`${days} days`]), reason].join('  ').trimEnd()));
  return 0;
}

/** The device that a word of the command line names; null where there is none, which is told. */
export async function theDevice(db: Database, id: string): Promise<DeviceRow | null> {
  const [device] = uuid.safeParse(id).success ? await deviceRows(db, id) : [];
  if (device !== undefined) return device;
  refuse(`没有这台设备（见 device list）· No such device (see device list): ${id}`);
  return null;
}

/** A PC that is reported stolen is refused in the words that a retired one is, so that whoever has it learns nothing; here it is called what it is. */
function inColumns(row: DeviceRow): Readonly<Record<string, string | number>> {
  const { condition, trouble } = row;
  return {
    id: row.id, organisation: row.organisation.name, name: row.name,
    status: [row.status, ...(row.forkedAt === null ? [] : ['forked']), ...(row.turn === null ? [] : row.turn.heardAt === null ? (row.turn.act === 'found' ? [`found ${row.turn.at}, not heard since`] : []) : row.turn.act === 'stolen' ? [`heard again ${row.turn.heardAt}`] : []), ...(row.hasCome ? [] : ['has not come']), ...(row.awaitsConfirmation ? ['awaits confirm-device'] : []), ...(row.replacedBy === null ? [] : [`replaced by ${row.replacedBy.name}`])].join(', '),
    heard: row.lastHeardAt ?? 'never', waiting: row.waiting, oldest: condition?.outboxOldestAt ?? '', disk: condition?.diskFreeMb == null ? '' : `${condition.diskFreeMb} MB`,
    clock: condition === null ? '' : clockWords(condition.clockAheadS), trouble: [...(trouble === null ? [] : [`${row.status === 'stolen' && trouble.code === 'retired' ? 'stolen' : trouble.code} ${trouble.at}`]), ...(condition?.trouble == null ? [] : [`${condition.trouble} (PC)`])].join(', '),
    version: row.appVersion, bundles: row.bundles, quarantined: row.quarantined, purged: row.purgedAt ?? '',
    gaps: row.gaps.map((gap) => `${gap.lane} ${gap.number} (${gap.behind} wait since ${gap.since})`).join(', '),
    compared: row.check?.at ?? 'never', differed: differedWords(row.check?.differed ?? null),
  };
}

const clockWords = (aheadS: number): string => (aheadS === 0 ? '0 s' : `${aheadS > 0 ? '+' : ''}${aheadS} s`);

const differedWords = (differed: NonNullable<DeviceRow['check']>['differed']): string =>
  differed === null ? '' : `${differed.at}: ${differed.given} given, ${differed.gone} gone, ${differed.unknown} unknown here`;
