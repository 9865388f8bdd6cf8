import { resolve } from 'node:path';
import type { RekeyView } from '../contract/views.ts';
import type { Clinic } from './connect.ts';
import { noDeviceWords } from './enrol.ts';
import { fileWords } from './fileWords.ts';
import { remark, sayEither } from './sayEither.ts';

const leastCharacters = 12;
const passphraseOf = (): string | null => {
  const given = process.env['LIANYI_BACKUP_PASSPHRASE'] ?? '';
  return given.length >= leastCharacters ? given : null;
};
const noPassphrase = `请用 LIANYI_BACKUP_PASSPHRASE 给出口令（至少 ${leastCharacters} 个字符）· Give a passphrase of ${leastCharacters} characters or more in LIANYI_BACKUP_PASSPHRASE`;

/** The whole clinic in a sealed file, while it is open. */
export function backupTo(path: string, isJson: boolean): ((clinic: Clinic) => Promise<number>) | string {
  const passphrase = passphraseOf();
  if (passphrase === null) return noPassphrase;
  return async (clinic) => {
    const result = await clinic.backup(path, passphrase);
    if (!result.ok) return fail(`没有备份 · Not backed up: ${fileWords(result.trouble, path)}`, 1);
    return sayEither(isJson, { file: path, bytes: result.bytes }, `已备份 backed up: ${path} (${result.bytes} B)`);
  };
}

const refusals = {
  notEmpty: '这个目录里已经有诊所，没有动它 · There is a clinic in this directory: nothing was touched',
  noBackup: '这不是诊所备份，或已损坏 · This is no backup of a clinic, or it is damaged',
  wrongPassphrase: '口令不对 · The passphrase is another',
} as const;

/** Puts a clinic back into an empty data directory. @returns the exit code */
export async function restore(files: readonly string[], dataDir: string | undefined, folder: string, isJson: boolean): Promise<number> {
  const [file, ...more] = files;
  const passphrase = passphraseOf();
  if (file === undefined || more.length > 0 || dataDir === undefined) return fail('用法 · Usage: npm run clinic -- restore FILE --data-dir DIR', 2);
  if (passphrase === null) return fail(noPassphrase, 2);
  const path = resolve(folder, file);
  const { restoreClinic } = await import('../host/index.ts');
  const directory = resolve(folder, dataDir);
  const restored = restoreClinic(directory, path, passphrase);
  if (!restored.ok && 'trouble' in restored) return fail(`没有恢复 · Not restored: ${fileWords(restored.trouble, restored.reason === 'unreadable' ? path : directory)}`, 1);
  if (!restored.ok) return fail(`${refusals[restored.reason]}: ${restored.reason === 'notEmpty' ? directory : path}`, 1);
  return sayEither(isJson, { dataDir: directory }, '已恢复。如果县里说这台电脑被复制过，请县信息科给一个登记码，再运行 rekey CODE\nRestored. If the county says that this PC was cloned, ask county IT for a code and run rekey CODE');
}

const rekeyRefusals = {
  ...noDeviceWords,
  refused: '县里没有接受：登记码不对、用过或过了 10 分钟，或不是本机构的；也可能这台电脑已停用。请县信息科另给一个（county -- device code） · the county did not take it: the code is wrong, used, older than 10 minutes or of another institution, or this PC was retired. Ask county IT for another (county -- device code)',
};

/** @returns the exit code */
export function sayRekeyed(result: RekeyView, isJson: boolean): number {
  if (!result.ok) return fail(`没有换成，这里的记录都在 · Not done; all that is saved here stays\n${rekeyRefusals[result.reason]} (${result.detail})`, 1);
  return sayEither(isJson, { waiting: result.waiting }, `已换新密钥，${result.waiting} 条正在上传。县信息科确认（county -- confirm-device）以前不取别处的记录\nA new key; ${result.waiting} are being sent. Nothing of others is fetched until county IT confirms this PC (county -- confirm-device)`);
}

function fail(text: string, code: number): number {
  remark(text);
  return code;
}
