import { join, resolve } from 'node:path';
import type { NoDeviceReason } from '../contract/views.ts';
import { fileWords } from './fileWords.ts';
import { remark, sayEither } from './sayEither.ts';

/** As the county's roster of PCs takes it. */
const mostNameLetters = 60;

/** Why the county gave no device, with what to do next. */
export const noDeviceWords: Readonly<Record<NoDeviceReason, string>> = {
  refused: '登记码不对、用过了，或过了 10 分钟。请县信息科另给一个（county -- device code） · the code is wrong, used, or older than 10 minutes: ask county IT for another (county -- device code)',
  tooMany: '试得太多太快，等一分钟再用同一个码运行一次 · too many tries: wait a minute, and run it again with the same code',
  offline: '没有联上县里；有网后用同一个登记码再运行一次 · the county was not reached: run it again with the same code when there is a line',
  clock: '这台电脑的日期或时间不对，先调好，再用同一个码运行一次 · date or time of this PC is wrong: set it, and run it again with the same code',
  untrusted: '这个地址证明不了它是县里的：对一遍地址，没有写错就告诉县信息科 · this address cannot prove that it is the county: compare it, and tell county IT if it is right',
  notCounty: '这个地址有应答，但不是县里的服务器：对一遍地址和端口 · what answers there is no county: compare address and port',
  unreadable: '县里的应答看不懂，稍后用同一个登记码再运行一次，仍不行请告诉县信息科 · the county’s answer was not understood: run it again later with the same code, and tell county IT if it stays so',
  wrongKey: '县里的应答和它自己的钥匙对不上，可能有人在中间：不要继续，告诉县信息科 · the county’s answer does not fit its own key, somebody may be in between: stop, and tell county IT',
};

/** As this run counts: see `triesLeft`. */
const triesLeftWords = (left: number): string => `同一个码最多还能试 ${left} 次，前几次运行里试过的也要减去 · tries left with this code: at most ${left}, less those of earlier runs`;

const sameCode = '码在 10 分钟内还能用：改好后用同一个登记码再运行一次 · the code stays good for its 10 minutes: mend it, and run this again with the same code';

const notBegunWords = {
  ...noDeviceWords,
  address: '县里的地址写得不对 · the address of the county is not one',
  alreadyEnrolled: '这个目录里已经有诊所，没有动它 · there is a clinic in this directory: nothing was touched',
  notWritable: '这个目录写不进去：硬盘满了，或没有权限；码还没有送出 · the directory cannot be written: the disk is full, or not allowed; the code was not sent',
} as const;

const notFinishedWords = {
  fault: '这里要口令：10 个字以上，不能全是数字，不能太好猜 · a passphrase is needed here: 10 characters or more, not digits alone, not too easy to guess',
  notBegun: '没有登记成 · not enrolled',
  notWritten: '硬盘没有写进去：满了，或者坏了 · the disk did not take it: it is full, or damaged',
} as const;

export interface EnrolOptions {
  readonly code: string;
  readonly dataDir: string | undefined;
  readonly countyUrl: string | undefined;
  readonly deviceName: string | undefined;
  readonly staff: string | undefined;
  readonly pin: string | undefined;
  readonly folder: string;
  readonly isJson: boolean;
}

/** Makes a data directory a clinic's, with a code of county IT, and opens it for one member of staff. @returns the exit code */
export async function enrolHere({ code, dataDir, countyUrl, deviceName, staff, pin, folder, isJson }: EnrolOptions): Promise<number> {
  if (dataDir === undefined || countyUrl === undefined || deviceName === undefined || staff === undefined || pin === undefined) {
    return fail('用法 · Usage: npm run clinic -- enrol CODE --data-dir DIR --county-url URL --name NAME --staff NAME --pin PIN', 2);
  }
  const { isNoSecret } = await import('../host/enrolment.ts');
  const refused = refusedHere({ code, deviceName, staff, isPinWeak: isNoSecret(pin) });
  if (refused !== null) return fail(`没有登记，登记码也没有用掉 · Not enrolled, and the code was not used: ${refused}`, 2);
  const directory = resolve(folder, dataDir);
  const [{ openFront }, { DirectoryInUse, fileKeyStore }, { fileTroubleOf }] = await Promise.all([import('../host/front.ts'), import('../host/index.ts'), import('../host/replica/fileTrouble.ts')]);
  try {
    const front = openFront({ dataDir: directory, resourcesDir: resolve(import.meta.dirname, '../../../../resources'), keyStore: fileKeyStore(join(directory, 'keystore')), countyUrl });
    try {
      const { enrolment } = front.serving().context;
      const begun = await enrolment.begin({ countyUrl, code, deviceName });
      if (!begun.ok) return fail(`没有登记成 · Not enrolled: ${notBegunWords[begun.reason]}${begun.reason === 'refused' ? `\n${triesLeftWords(begun.triesLeft)}` : ''}`, 1);
      const person = begun.staff.find(({ name }) => name === staff);
      if (person === undefined) return fail(`${begun.clinicName} 没有这个人 · Nobody there is called ${staff} (${begun.staff.map(({ name }) => name).join(', ')})\n${sameCode}`, 1);
      const finished = await enrolment.finish({ personId: person.personId, secret: pin });
      if (!finished.ok) return fail(`${notFinishedWords[finished.reason]}\n${sameCode}`, 1);
      return sayEither(isJson, { clinic: begun.clinicName, dataDir: directory, personId: person.personId }, `已登记 enrolled: ${begun.clinicName}, ${directory}\n解锁后开始首次同步 · The first sync begins with the first unlock`);
    } finally {
      await front.close();
    }
  } catch (error) {
    if (error instanceof DirectoryInUse) return fail('这个目录的程序正开着：请在它的页面上输入登记码 · The program of this directory is open: type the code on its page', 1);
    const trouble = fileTroubleOf(error);
    if (trouble === null) throw error;
    return fail(`没有登记，登记码也没有用掉 · Not enrolled, and the code was not used: ${fileWords(trouble, directory)}`, 1);
  }
}

/** What can be refused without the county, so that no code is spent on it; in words, or null. */
function refusedHere({ code, deviceName, staff, isPinWeak }: Readonly<Record<'code' | 'deviceName' | 'staff', string>> & { readonly isPinWeak: boolean }): string | null {
  if (!/^[2-9A-HJKMNP-Z]{12}$/.test(code.toUpperCase().replace(/[^0-9A-Z]/g, ''))) return '登记码是 12 位，没有 0、1、I、L、O · a code has 12 characters, and no 0, 1, I, L or O';
  if (deviceName.trim() === '' || deviceName.trim().length > mostNameLetters) return `--name 要 1 到 ${mostNameLetters} 个字 · --name takes 1 to ${mostNameLetters} characters`;
  if (staff.trim() === '') return '--staff 要写一位员工的姓名 · --staff takes the name of one of the staff';
  return isPinWeak ? 'PIN 是 6 位数字，连号、重复、像日期的不行；口令要 10 个字以上，不能全是数字 · a PIN has six digits, and is no sequence, repetition or date; a passphrase has 10 characters or more, not digits alone' : null;
}

function fail(text: string, code: number): number {
  remark(text);
  return code;
}
