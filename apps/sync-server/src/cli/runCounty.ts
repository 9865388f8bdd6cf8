import { parseArgs } from 'node:util';
import { optionFault } from '@lianyi/schema/basics/optionFault';
import { usage, usageOf } from './commandUsage.ts';
import { commands } from './commands.ts';
import { deviceMain } from './device/main.ts';
import { findDatabaseUrl, noDatabaseWords } from './findDatabaseUrl.ts';
import type { Database } from '../store/database.ts';
import { openDatabase } from '../store/database.ts';
import { refuse, remark, say } from './say.ts';
import { findKeyOf } from './findCountyKey.ts';
import { noKeyWords, recordAsked, recordCommandIn } from './recordCommand.ts';
import { wordCommands } from './wordCommands.ts';
import { namedIn, runWords } from './words.ts';
import type { AuditAction } from '../access/audit.ts';
import { askedText } from '../access/audit.ts';
import type { RecordDecision } from '../access/deviceActs.ts';
import { troubleWords } from './troubleWords.ts';

/** The county's database from the command line. Exit codes: 0 done, 1 failed, 2 not understood. */
export async function runCounty(args: readonly string[]): Promise<number> {
  const words = namedIn(wordCommands, args);
  if (words !== null) return runWords(wordCommands, words.name, words.rest);
  if (args[0] === 'device') return deviceMain(args.slice(1), onDatabase);
  const parsed = parse(args);
  if (typeof parsed === 'string') return notUnderstood(parsed, args[0]);
  const [name = '', ...operands] = parsed.positionals;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (parsed.values.help) {
    await say(helpFor(name));
    return 0;
  }
  if (!command) return notUnderstood(name === '' ? '要一个命令 · A command is wanted' : `没有这个命令 · No such command: ${name}`);
  const called = command.operands === 'any' ? operands.map((_, at) => `${at}`) : command.operands;
  if (operands.length !== called.length) return notUnderstood(`${name} 后面要 ${called.length} 个词，给了 ${operands.length} 个 · ${name} takes ${called.length} words, not ${operands.length}`, name);
  const foreign = Object.keys(parsed.values).filter((option) => option !== 'json' && !(command.options ?? []).some((one) => one === option));
  if (foreign.length > 0) return notUnderstood(`${name} 没有这个选项：${foreign.map((option) => `--${option}`).join(' ')}；有哪些看 ${name} --help · ${name} has no such option: ${foreign.map((option) => `--${option}`).join(', ')}; ${name} --help tells which there are`, name);
  const { help: _help, json: _json, ...options } = parsed.values;
  const asked = { ...Object.fromEntries(called.map((one, at) => [one, operands[at]])), ...options };
  return onDatabase(async (db, databaseUrl) => {
    const { audited } = command;
    const key = audited === undefined ? null : await findKeyOf(db, parsed.values['key-dir']);
    if (audited !== undefined && key === null) return refuse(noKeyWords);
    // Whoever is shown patients is written down before; whoever changes something, in the transaction of the change.
    if (key !== null && audited !== undefined && isShowing(audited)) await recordAsked(db, key, audited, operands[0] ?? '', name, asked);
    const record: RecordDecision = async (tx, more) => {
      if (key !== null && audited !== undefined) await recordCommandIn(tx, key, audited, operands[0] ?? '', { procedure: name, asked: askedText(asked), ...more });
    };
    return command.run(db, operands, {
      record,
      after: parsed.values.after, reason: parsed.values.reason, by: parsed.values.by, device: parsed.values.device, keyFile: parsed.values['key-file'],
      keyDir: parsed.values['key-dir'], scopes: parsed.values.scopes, databaseUrl,
      patient: parsed.values.patient, person: parsed.values.person, from: parsed.values.from, until: parsed.values.until,
      days: parsed.values.days, pins: parsed.values.pins, json: parsed.values.json ?? false, csv: parsed.values.csv ?? false, allow: parsed.values.allow ?? false,
    });
  });
}

/** Opens the county's database around the work; what stands in the way is said. @returns the exit code */
async function onDatabase(work: (db: Database, databaseUrl: string) => Promise<number>): Promise<number> {
  const databaseUrl = findDatabaseUrl();
  if (databaseUrl === null) {
    remark(noDatabaseWords());
    return 1;
  }
  const db = openDatabase(databaseUrl, { maxConnections: 2 });
  try {
    return await work(db, databaseUrl);
  } catch (error) {
    remark(troubleWords(error));
    return 1;
  } finally {
    await db.destroy();
  }
}

function isShowing(action: AuditAction): boolean {
  return action === 'documents.dump' || action === 'document.prove' || action === 'county.backup';
}

/** Its own usage, of a command; of what is none, all that there is. */
function helpFor(name: string): string {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return command === undefined ? usage : (command.usage ?? usageOf(usage, name));
}

function notUnderstood(why: string, name = ''): number {
  remark(`${why}\n\n${helpFor(name)}`);
  return 2;
}

/** What is wrong with the options, in words, if something is. */
function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { after: { type: 'string' }, reason: { type: 'string' }, by: { type: 'string' }, device: { type: 'string' }, 'key-file': { type: 'string' }, 'key-dir': { type: 'string' }, scopes: { type: 'string' }, days: { type: 'string' }, pins: { type: 'string' }, patient: { type: 'string' }, person: { type: 'string' }, from: { type: 'string' }, until: { type: 'string' }, allow: { type: 'boolean' }, json: { type: 'boolean' }, csv: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  } catch (error) {
    return optionFault(error);
  }
}
