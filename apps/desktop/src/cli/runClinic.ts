import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { optionFault } from '@lianyi/schema/basics/optionFault';
import type { Clinic } from './connect.ts';
import { connect } from './connect.ts';
import { sayFindings } from './doctorWords.ts';
import { enrolHere } from './enrol.ts';
import { dump } from './dump.ts';
import { backupTo, restore, sayRekeyed } from './keep.ts';
import { findClinic } from './findClinic.ts';
import { followImport } from './importFiles.ts';
import { parcelIn, parcelOut } from './parcel.ts';
import { prove } from './prove.ts';
import { remark, sayEither } from './sayEither.ts';
import { unlock } from './unlock.ts';
import { usage, usageOf } from './usage.ts';
import { wentWrong } from './wentWrong.ts';

const commandNames: ReadonlySet<string> = new Set(['dump', 'scopes', 'line', 'prove', 'doctor', 'backup', 'restore', 'enrol', 'rekey', 'parcel', 'import']);

/** A clinic's data from the command line. Exit codes: 0 done, 1 failed, 2 not understood. */
export async function runClinic(args: readonly string[]): Promise<number> {
  const parsed = parse(args);
  if (typeof parsed === 'string') return say(`${parsed}\n\n${usage}`, 2);
  const { options, command } = parsed;
  if (options.help) {
    console.log(commandNames.has(command[0] ?? '') ? usageOf(command) : usage);
    return 0;
  }
  // Where the person stands: npm runs scripts in the folder of the package.
  const folder = process.env['INIT_CWD'] ?? process.cwd();
  if (command[0] === undefined) return say(usage, 2);
  if (command[0] === 'restore') return restore(command.slice(1), options['data-dir'], folder, options.json);
  if (command[0] === 'enrol' && command[1] !== undefined && command.length === 2) {
    return enrolHere({ code: command[1], dataDir: options['data-dir'], countyUrl: options['county-url'], deviceName: options.name, staff: options.staff, pin: options.pin, folder, isJson: options.json });
  }
  const act = actOf(command, folder, options.json);
  if (typeof act === 'string') return say(act, 2);
  try {
    return await at(act, options, folder);
  } catch (error) {
    return say(`没有做成 · Not done: ${error instanceof Error ? error.message : String(error)}`, 1);
  }
}

async function at(act: Act, options: Options, folder: string): Promise<number> {
  const place = findClinic({ clinic: options.clinic, dataDir: options['data-dir'], folder });
  if ('problem' in place) return say(place.problem, 1);
  const clinic = await connect(place.dataDir);
  if ('problem' in clinic) return say(clinic.problem, 1);
  try {
    const refusal = await unlock(clinic, place.staff, options);
    return refusal === null ? await act(clinic) : say(refusal, 1);
  } catch (error) {
    const why = await wentWrong(clinic, error);
    if (why === null) throw error;
    return say(why, 1);
  } finally {
    // A clinic that has gone has nobody signed in: there is nothing to close, and what happened has been said.
    await clinic.close().catch(() => undefined);
  }
}

type Act = (clinic: Clinic) => Promise<number>;

/** What a command does, or what is wrong with it: looked at before anything is opened. */
function actOf([name, ...rest]: readonly string[], folder: string, isJson: boolean): Act | string {
  const [what, ...files] = rest;
  if (name === 'dump' && rest.length === 0) {
    return async (clinic) => {
      await dump(clinic, process.stdout);
      if ((await clinic.line()).pulling !== null) say('首次同步还没有完成：这还不是全部（见 npm run clinic -- line） · The first sync has not finished: this is not all yet (see npm run clinic -- line)', 0);
      return 0;
    };
  }
  if (name === 'scopes' && rest.length === 0) {
    return async (clinic) => {
      const scopes = await clinic.scopes();
      return sayEither(isJson, scopes, scopes.join(','));
    };
  }
  if (name === 'line' && rest.length === 0) {
    return async (clinic) => {
      const line = await clinic.line();
      return sayEither(isJson, line, JSON.stringify(line, undefined, 2));
    };
  }
  if (name === 'prove' && rest.length === 1) return async (clinic) => prove(clinic, what ?? '', isJson);
  if (name === 'rekey' && what !== undefined && files.length === 0) return async (clinic) => sayRekeyed(await clinic.rekey(what), isJson);
  if (name === 'backup' && what !== undefined && files.length === 0) return backupTo(resolve(folder, what), isJson);
  if (name === 'parcel' && (what === 'in' || what === 'out') && files.length === 1) {
    const path = resolve(folder, files[0] ?? '');
    return async (clinic) => (what === 'in' ? parcelIn(clinic, path, isJson) : parcelOut(clinic, path, isJson));
  }
  if (name === 'doctor' && rest.length === 0) return async (clinic) => sayFindings((await clinic.doctor()).findings, process.stdout, isJson);
  if (name !== 'import' || (what !== 'roster' && what !== 'fhir') || files.length === 0 || (what === 'roster' && files.length > 1)) return `${commandNames.has(name ?? '') ? '这个命令不是这样用的 · The command is not used like this' : '没有这个命令 · No such command'}: ${[name, ...rest].join(' ')}\n\n${usage}`;
  const paths = files.map((file) => resolve(folder, file));
  const missing = paths.find((path) => !existsSync(path));
  if (missing !== undefined) return `没有这个文件 · No such file: ${missing}`;
  return async (clinic) => {
    const { id } = what === 'roster' ? await clinic.importRoster(paths[0] ?? '') : await clinic.importFhir(paths);
    return followImport(clinic, id, process.stderr, process.stdout, isJson);
  };
}

interface Options extends Readonly<Record<'clinic' | 'data-dir' | 'county-url' | 'name' | 'staff' | 'pin', string | undefined>> {
  readonly help: boolean;
  readonly json: boolean;
}

/** What is wrong with the options, in words, if something is. */
function parse(args: readonly string[]): { readonly options: Options; readonly command: readonly string[] } | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { clinic: { type: 'string' }, 'data-dir': { type: 'string' }, 'county-url': { type: 'string' }, name: { type: 'string' }, staff: { type: 'string' }, pin: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    return { options: { clinic: values.clinic, 'data-dir': values['data-dir'], 'county-url': values['county-url'], name: values.name, staff: values.staff, pin: values.pin, help: values.help === true, json: values.json === true }, command: positionals };
  } catch (error) {
    return optionFault(error);
  }
}

function say(text: string, code: number): number {
  remark(text);
  return code;
}
