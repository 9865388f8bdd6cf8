import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { optionFault } from '@lianyi/schema/basics/optionFault';
import type { Database } from '../../store/database.ts';
import { askedText, changedNothing } from '../../access/audit.ts';
import type { RecordDecision } from '../../access/deviceActs.ts';
import { findKeyOf } from '../findCountyKey.ts';
import { noKeyWords, recordCommandIn } from '../recordCommand.ts';
import { inTransaction } from '../../store/inTransaction.ts';
import { extendDevice, recoverDevice } from '../deviceKeys.ts';
import { refuse, say } from '../say.ts';
import { actOn } from './acts.ts';
import type { DeviceAsked, DeviceCommandName } from './asked.ts';
import { makeCode, replace } from './codes.ts';
import { list, show } from './lists.ts';
import { deviceUsage, helpOf } from './words.ts';

interface DeviceCommand {
  readonly operands: 0 | 1;
  readonly options: readonly (keyof typeof optionTypes)[];
  /** @returns the exit code */
  run(asked: DeviceAsked): Promise<number>;
}

const optionTypes = {
  json: { type: 'boolean' }, reason: { type: 'string' }, by: { type: 'string' }, name: { type: 'string' }, keep: { type: 'boolean' }, take: { type: 'boolean' },
  person: { type: 'string' }, days: { type: 'string' },
} as const;

const deviceCommands = {
  list: { operands: 0, options: ['json'], run: list },
  show: { operands: 1, options: ['json'], run: show },
  code: { operands: 1, options: ['json', 'name'], run: makeCode },
  retire: { operands: 1, options: ['json', 'reason', 'by', 'keep'], run: async (asked) => actOn(asked, asked.keep ? 'keep' : 'retire') },
  stolen: { operands: 1, options: ['json', 'reason', 'by'], run: async (asked) => actOn(asked, 'stolen') },
  found: { operands: 1, options: ['json', 'reason', 'by', 'take'], run: async (asked) => actOn(asked, 'found') },
  replace: { operands: 1, options: ['json', 'reason', 'by', 'name'], run: replace },
  recover: { operands: 1, options: ['json', 'reason', 'by', 'person'], run: async ({ db, operand, person, reason, by, json, record }) => recoverDevice(db, { deviceId: operand, personId: person, reason: reason.trim(), by, json, record }) },
  extend: { operands: 1, options: ['json', 'days'], run: extendDevice },
} satisfies Readonly<Record<DeviceCommandName, DeviceCommand>>;

export const deviceCommandNames = Object.keys(deviceCommands);

/** `npm run county -- device COMMAND`. @param onDatabase opens the county's database around the work @returns the exit code */
export async function deviceMain(args: readonly string[], onDatabase: (work: (db: Database, databaseUrl: string) => Promise<number>) => Promise<number>): Promise<number> {
  const [name = '', ...rest] = args;
  if (name === '--help' || name === '-h') {
    await say(deviceUsage);
    return 0;
  }
  if (!isCommand(name)) return notUnderstood(name === '' ? 'device 后面要一个命令 · A command is wanted after device' : `没有这个命令 · No such command: device ${name}`, deviceUsage);
  const command: DeviceCommand = deviceCommands[name];
  const parsed = parse(rest, command);
  if (typeof parsed === 'string') return notUnderstood(parsed, helpOf[name]);
  const { values, positionals } = parsed;
  if (values.help === true) {
    await say(helpOf[name]);
    return 0;
  }
  if (positionals.length !== command.operands) return notUnderstood(`device ${name} 后面要 ${command.operands} 个词，给了 ${positionals.length} 个 · device ${name} takes ${command.operands} words, not ${positionals.length}`, helpOf[name]);
  return onDatabase(async (db, databaseUrl) => {
    const isLook = name === 'list' || name === 'show';
    const key = isLook ? null : await findKeyOf(db);
    if (!isLook && key === null) return refuse(noKeyWords);
    const { json: _, ...options } = values;
    const asked = { [name === 'code' ? 'orgId' : 'deviceId']: positionals[0] ?? '', ...options };
    let isWritten = false;
    const record: RecordDecision = async (tx, more) => {
      if (key !== null) await recordCommandIn(tx, key, 'device.manage', positionals[0] ?? '', { procedure: `device ${name}`, asked: askedText(asked), ...more });
      isWritten = true;
    };
    const code = await command.run({
      db, databaseUrl, operand: positionals[0] ?? '', json: values.json ?? false, by: values.by ?? userInfo().username, reason: values.reason ?? '', name: values.name ?? '', keep: values.keep ?? false, take: values.take ?? false, person: values.person, days: values.days, record,
    });
    // What was so already is written down as asked for.
    if (code === 0 && !isLook && !isWritten) await inTransaction(db, async (tx) => record(tx, changedNothing));
    return code;
  });
}

const isCommand = (name: string): name is DeviceCommandName => Object.hasOwn(deviceCommands, name);

function notUnderstood(why: string, help: string): number {
  refuse(`${why}\n\n${help}`);
  return 2;
}

/** What is wrong with the options, in words, if something is. */
function parse(args: readonly string[], { options }: DeviceCommand) {
  try {
    const parsed = parseArgs({ args: [...args], allowPositionals: true, options: { ...optionTypes, help: { type: 'boolean', short: 'h' } } });
    const foreign = (Object.keys(optionTypes) as (keyof typeof optionTypes)[]).find((option) => parsed.values[option] !== undefined && !options.includes(option));
    return foreign === undefined ? parsed : `这个命令没有这个选项：--${foreign}；有哪些看 --help · This command has no such option: --${foreign}; --help tells which there are`;
  } catch (error) {
    return optionFault(error);
  }
}
