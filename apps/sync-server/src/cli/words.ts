import type { Permission } from '@lianyi/schema/codes/roles';
import type { ParseArgsOptionsConfig } from 'node:util';
import { parseArgs } from 'node:util';
import { optionFault } from '@lianyi/schema/basics/optionFault';
import { inOneLine } from '@lianyi/schema/basics/visibleText';
import { openDatabase } from '../store/database.ts';
import type { Database } from '../store/database.ts';
import { inTransaction } from '../store/inTransaction.ts';
import { askedText, changedNothing } from '../access/audit.ts';
import type { RecordDecision } from '../access/deviceActs.ts';
import { findDatabaseUrl, noDatabaseWords } from './findDatabaseUrl.ts';
import { refuse, remark, say, sayTable } from './say.ts';
import { findKeyOf } from './findCountyKey.ts';
import { recordAsked, recordCommandIn } from './recordCommand.ts';
import { troubleWords } from './troubleWords.ts';

/** What a command has to say: as JSON, and for people. */
export type Said =
  | { readonly ok: true; readonly json: unknown; readonly lines: readonly string[]; readonly table?: readonly Readonly<Record<string, string | number>>[] }
  /** `isDecided`: it was understood and refused, which is in the audit. */
  | { readonly ok: false; readonly code: string; readonly words: string; readonly isDecided?: true };

type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

export interface AskedOf {
  readonly db: Database;
  readonly databaseUrl: string;
  readonly operands: readonly string[];
  readonly text: (option: string) => string | undefined;
  readonly texts: (option: string) => readonly string[];
  readonly has: (option: string) => boolean;
  /** Into the audit, in the transaction of a change of the directory. */
  readonly record: RecordDecision;
}

/** A change that names nothing to change. */
export const nothingAsked = (options: readonly string[]): Extract<Said, { ok: false }> => {
  const named = options.map((option) => `--${option}`);
  return { ok: false, code: 'nothingAsked', words: `没有说要改什么：写 ${named.join('、')} 中的一项或几项 · Nothing was asked to be changed: give one or more of ${named.join(', ')}` };
};

/** A command of two words, as `org add`, or of one. */
export interface WordCommand {
  /** What follows it, and what it does: Chinese · English. */
  readonly form: string;
  readonly does: string;
  readonly operands: number;
  readonly options: ParseArgsOptionsConfig;
  /** Which act it is: whoever has the county's database and key at hand is county IT. */
  readonly permission: Permission;
  /** Answers without a database. */
  readonly isStatic?: boolean;
  run(asked: AskedOf): Promise<Said>;
}

export type WordCommands = Readonly<Record<string, WordCommand>>;

/** The command that the words name, if they name one of these, or a group of them. */
export function namedIn(commands: WordCommands, args: readonly string[]): { readonly name: string; readonly rest: readonly string[] } | null {
  const [first = '', second = ''] = args;
  if (Object.hasOwn(commands, `${first} ${second}`)) return { name: `${first} ${second}`, rest: args.slice(2) };
  if (Object.hasOwn(commands, first)) return { name: first, rest: args.slice(1) };
  return first !== '' && Object.keys(commands).some((name) => name.startsWith(`${first} `)) ? { name: first, rest: args.slice(1) } : null;
}

/** @returns the exit code: 0 done, 1 not done, 2 not understood */
export async function runWords(commands: WordCommands, name: string, rest: readonly string[]): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  const parsed = parse(command?.options ?? {}, rest);
  if (typeof parsed === 'string') return notUnderstood(commands, name, parsed);
  if (parsed.values['help'] === true) {
    for (const line of helpOf(commands, name)) await say(line);
    return 0;
  }
  if (command === undefined) return notUnderstood(commands, name, `${name} 后面要一个词 · ${name} is followed by one of: ${Object.keys(commands).filter((one) => one.startsWith(`${name} `)).map((one) => one.slice(name.length + 1)).join(', ')}`);
  if (parsed.positionals.length !== command.operands) return notUnderstood(commands, name, `${name} 后面要 ${command.operands} 个词，给了 ${parsed.positionals.length} 个 · ${name} takes ${command.operands} words, not ${parsed.positionals.length}`);
  const asJson = parsed.values['json'] === true;
  return tell(await answered(name, command, parsed.positionals, parsed.values), asJson);
}

async function answered(name: string, command: WordCommand, operands: readonly string[], values: Values): Promise<Said> {
  const databaseUrl = findDatabaseUrl();
  if (databaseUrl === null && command.isStatic !== true) return { ok: false, code: 'noDatabase', words: noDatabaseWords() };
  const db = openDatabase(databaseUrl ?? '', { maxConnections: 4 });
  const value = (option: string): string | undefined => (typeof values[option] === 'string' ? values[option] : undefined);
  try {
    // Without the key they refuse by themselves, before anything is changed.
    const key = command.permission === 'directory.write' ? await findKeyOf(db) : null;
    const asked = askedFor(command, operands, values);
    let isWritten = false;
    const record: RecordDecision = async (tx, more) => {
      if (key === null) return;
      await recordCommandIn(tx, key, 'directory.write', operands[0] ?? '', { procedure: name, asked: askedText(asked), ...more });
      isWritten = true;
    };
    const said = await command.run({
      db, databaseUrl: databaseUrl ?? '', operands, text: value,
      texts: (option) => { const given = values[option]; return Array.isArray(given) ? given.map(String) : []; },
      has: (option) => values[option] === true,
      record,
    });
    if (key !== null) {
      // What was so already is written down as asked for.
      if (said.ok && !isWritten) await inTransaction(db, async (tx) => record(tx, changedNothing));
      if (!said.ok && said.isDecided === true) await recordAsked(db, key, 'directory.refused', operands[0] ?? '', name, asked, { refused: said.words });
    }
    return said;
  } catch (error) {
    return { ok: false, code: 'trouble', words: troubleWords(error) };
  } finally {
    await db.destroy();
  }
}

/** The words after a command by what its form calls them, as the console calls them too, and its options. */
function askedFor({ form }: WordCommand, operands: readonly string[], values: Values): Readonly<Record<string, unknown>> {
  const { json: _, ...options } = values;
  const called = form.split(' ');
  return { ...Object.fromEntries(operands.map((operand, at) => [fieldOf[called[at] ?? ''] ?? `${at}`, operand])), ...options };
}

const fieldOf: Readonly<Record<string, string>> = { NAME: 'name', ORGID: 'orgId', PARENTID: 'parentId', PERSONID: 'personId', ROLE: 'role' };

async function tell(said: Said, asJson: boolean): Promise<number> {
  if (!said.ok) return refuse(asJson ? JSON.stringify({ error: { code: said.code, words: said.words } }) : inOneLine(said.words));
  if (asJson) await say(JSON.stringify(said.json));
  else {
    if (said.table !== undefined) await sayTable(said.table);
    for (const line of said.lines) await say(inOneLine(line));
  }
  return 0;
}

function notUnderstood(commands: WordCommands, name: string, why: string): number {
  remark(`${why}\n\n${helpOf(commands, name).join('\n')}`);
  return 2;
}

/** Of one command, or of all that begin with the word. */
export function helpOf(commands: WordCommands, name: string): readonly string[] {
  return Object.entries(commands).filter(([one]) => one === name || one.startsWith(`${name} `))
    .flatMap(([one, { form, does }]) => [`用法 · Usage: npm run county -- ${[one, form].filter((part) => part !== '').join(' ')} [--json]`, `  ${does}`]);
}

/** What is wrong with the options, in words, if something is. */
function parse(options: ParseArgsOptionsConfig, args: readonly string[]): { readonly values: Values; readonly positionals: readonly string[] } | string {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { ...options, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
    return { values, positionals };
  } catch (error) {
    return optionFault(error);
  }
}
