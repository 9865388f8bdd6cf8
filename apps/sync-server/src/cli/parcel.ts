import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { deviceId } from '@lianyi/schema/basics/ids';
import { maxParcelFileBytes } from '@lianyi/schema/wire/parcel';
import { parcelParts } from '../http/parcelParts.ts';
import type { Database } from '../store/database.ts';
import { deviceById } from '../store/devices.ts';
import { keepParcelRequest, parcelRequestOf } from '../store/parcels.ts';
import { answerParcel } from '../sync/parcels/answerParcel.ts';
import type { ParcelParts, ParcelTaken } from '../sync/parcels/takeParcel.ts';
import { takeParcel } from '../sync/parcels/takeParcel.ts';
import { openCounty } from './openCounty.ts';
import { noKeyWords, recordCommand } from './recordCommand.ts';
import { refuse, say, sayEither } from './say.ts';
import { troubleWords } from './troubleWords.ts';

interface ParcelAsked {
  readonly databaseUrl: string;
  readonly device: string | undefined;
  readonly json: boolean;
}

/** `parcel in FILE`: takes in what a PC gave a stick. @returns the exit code */
export async function parcelIn(db: Database, path: string, { databaseUrl, json }: ParcelAsked): Promise<number> {
  return withParts(db, databaseUrl, path, async (parts) => {
    // Not even read: no PC makes one so large, and it would all lie in memory.
    if ((await stat(path)).size > maxParcelFileBytes) return refuse(`${tooLarge}: ${path}`);
    const taken = await takeParcel(parts, await readFile(path));
    if (!taken.ok) return refuse(`${whyNot[taken.reason]}: ${path}`);
    await recordCommand(db, parts.county.key, 'parcel.in', taken.device.id, { bundles: taken.outcomes.accepted + taken.outcomes.merged + taken.outcomes.quarantined + taken.outcomes.waiting, repeats: taken.repeats });
    if (taken.said !== null) await keepParcelRequest(db, taken.device.id, taken.said);
    const { accepted, merged, quarantined, waiting } = taken.outcomes;
    const all = accepted + merged + quarantined + waiting;
    const before = taken.repeats === 0 ? '' : taken.repeats === all ? '。全是以前收过的，没有新的 · All of it was here already, nothing is new' : `。其中 ${taken.repeats} 次以前收过 · ${taken.repeats} of them were here already`;
    await sayEither({ json }, { device: taken.device.id, outcomes: taken.outcomes, repeats: taken.repeats, refusal: taken.refusal }, `${taken.device.name} ${taken.device.id}: 收下 accepted ${accepted + merged}, 隔离 quarantined ${quarantined}, 等前面的 waiting ${waiting}${before}`);
    if (taken.refusal !== null) return refuse(refusalWords[taken.refusal]);
    if (!json) await say(`回执和别处的记录带回去 · To take back receipts and what others wrote: county -- parcel out FILE --device ${taken.device.id}`);
    return 0;
  });
}

/** `parcel out FILE --device ID`: what that PC is to be told, for a stick. @returns the exit code */
export async function parcelOut(db: Database, path: string, { databaseUrl, device: asked, json }: ParcelAsked): Promise<number> {
  if (asked === undefined) return refuse('给哪台电脑？请用 --device 写编号（见 device list）· For which PC? Give its id with --device (see device list)');
  return withParts(db, databaseUrl, path, async (parts) => {
    const id = deviceId.safeParse(asked);
    const device = id.success ? await deviceById(db, id.data) : undefined;
    if (device === undefined) return refuse('没有这台电脑（见 device list）· There is no such PC: see device list');
    const said = await parcelRequestOf(db, device.id);
    if (said === undefined) return refuse('这台电脑还没有带来过 U 盘文件，请先 parcel in · No parcel of this PC has come yet: parcel in first');
    const found = await stat(path).catch(() => null);
    if (found?.isDirectory() === true) return refuse(`这是文件夹，要给出文件名 · This is a folder: name a file: ${path}`);
    // It would be put in its place: a device as well, for who may do that.
    if (found?.isFile() === false) return refuse(`这不是普通文件，什么也没有写：请给另一个文件名 · This is no regular file, and nothing was written: name another: ${path}`);
    const answered = await answerParcel(parts, device, said);
    if (!answered.ok) return refuse(refusalWords[answered.refusal]);
    await recordCommand(db, parts.county.key, 'parcel.out', device.id, { receipts: answered.receipts, documents: answered.documents });
    await writeWhole(path, answered.file);
    return sayEither({ json }, { file: path, device: device.id, isRestored: answered.isRestored, receipts: answered.receipts, documents: answered.documents, isMore: answered.isMore }, answered.isRestored
      ? `县里的数据库换过。请在诊所读入这个文件，再做一个新的带来 · The county was restored: read this in the clinic, and bring another parcel: ${path}`
      : `${path}: ${answered.receipts} 个回执 receipts, ${answered.documents} 份文档 documents${answered.isMore ? '；还有，读入后再做一个 · and more: make another once this one has been read' : ''}`);
  });
}

/** @param path the file that somebody named */
async function withParts(db: Database, databaseUrl: string, path: string, work: (parts: ParcelParts) => Promise<number>): Promise<number> {
  // This command has no log that somebody reads.
  const opened = await openCounty(db, databaseUrl, (what, facts) => {
    const words = alarmWords[what];
    if (words !== undefined) console.error(`${words} ${JSON.stringify(facts)}`);
  });
  if (opened === null) return refuse(noKeyWords);
  try {
    return await work(parcelParts(opened.county, db));
  } catch (error) {
    return refuse(troubleWords(error, path).replace(unfinished(path), path));
  } finally {
    await opened.close();
  }
}

const unfinished = (path: string): string => `${path}.part`;

/** A stick that is pulled out in the middle has the whole file or none. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const part = unfinished(path);
  try {
    await writeFile(part, bytes, { mode: 0o600, flush: true });
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

const alarmWords: Readonly<Partial<Record<string, string>>> = {
  'a snapshot was damaged': '首次同步的一份快照坏了，已丢掉重做；请查硬盘 · A snapshot for first syncs was damaged, and was thrown away and made anew; have the disk examined:',
};

const tooLarge = '文件太大（最多 64 MB），不是诊所带来的 U 盘文件，没有动 · Too large (at most 64 MB): it is no parcel that a clinic made, and nothing was taken';

const whyNot: Readonly<Record<Extract<ParcelTaken, { ok: false }>['reason'], string>> = {
  noParcel: '这不是联医的 U 盘文件，或开头坏了；什么也没有收。请用诊所带来的那个；就是它，就请诊所再做一个 · This is no parcel of Lianyi, or its beginning is damaged; nothing was taken. Give the one that the clinic brought; if it is that one, have the clinic make another',
  cutShort: '文件是空的，或没有写完：U 盘可能拔早了。请在诊所再写一次；什么也没有收 · The file is empty or was cut short: perhaps the stick was pulled out too early. Write it once more in the clinic; nothing was taken',
  countyParcel: '这是县里给诊所电脑的文件，不是诊所带来的：请在那台电脑上读入 · This is what a county gave for a PC, not what a clinic brings: read it on that PC',
  notForUs: '这个文件是给别的县的（开头坏了也会这样）；什么也没有收。请用本县诊所的；诊所确是本县的，就请它再做一个，还是这样，就看那台电脑登记在哪个县 · This parcel is for another county (or its beginning is damaged); nothing was taken. Give one of a clinic of this county; if it is one, have it make another, and if that is no different see where that PC is enrolled',
  damaged: '文件坏了，什么也没有收。请在诊所重做一个 · The parcel is damaged, nothing was taken: make another in the clinic',
  notSigned: '签名不是那台电脑的；什么也没有收。请在那台电脑上再做一个 · The signature is not of that PC; nothing was taken. Make another on that PC',
  unreadable: '里面的内容读不懂，什么也没有收。请看联医的版本 · What is inside cannot be read, nothing was taken: check the version of Lianyi',
  unknownDevice: '县里不认识那台电脑，什么也没有收。请先登记它 · The county does not know that PC, nothing was taken: enrol it first',
};

const refusalWords: Readonly<Record<NonNullable<Extract<ParcelTaken, { ok: true }>['refusal']>, string>> = {
  wireVersion: '那台电脑的联医比县里的新：请先升级县服务器，文件留着 · Lianyi on that PC is newer than the county: upgrade the county first, and keep the parcel',
  epochMismatch: '县里的数据库换过：请做 parcel out 带回诊所读入，诊所再做一个新的带来 · The county was restored: take a parcel out back to the clinic, and bring another from there',
  beyondLog: '那台电脑取到的比县里现有的还新：县里的数据库退回过去了，请先查明 · That PC has read more than the county has: the county went back; find out why first',
  forked: '那台电脑的硬盘像是被复制过：请给它一个登记码换密钥 (rekey) · That PC was cloned: give it a code for a new key (rekey)',
  retired: '那台电脑已停用：送来的照收，不再给它数据 · That PC is retired: it delivers, and is given nothing',
  badRequest: '有一段读不懂，后面的没有收 · A part cannot be read; what follows it was not taken',
};
