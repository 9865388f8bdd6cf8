import { readFileSync, statSync } from 'node:fs';
import type { ParcelRead } from '../contract/views.ts';
import { writeFileAtomically } from '../host/replica/atomicFile.ts';
import { fileTroubleOf, targetTroubleOf } from '../host/replica/fileTrouble.ts';
import { largestParcel } from '../host/replication/largestParcel.ts';
import type { Clinic } from './connect.ts';
import { fileWords } from './fileWords.ts';
import { remark, sayEither } from './sayEither.ts';

/** `parcel out FILE`: what waits here, for a stick to the county. @returns the exit code */
export async function parcelOut(clinic: Clinic, path: string, isJson: boolean): Promise<number> {
  const code = onFile(path, () => {
    const inTheWay = targetTroubleOf(path);
    if (inTheWay === null) return 0;
    remark(fileWords(inTheWay, path));
    return 1;
  });
  if (code !== 0) return code;
  const { base64, bundles, left, attachments } = await clinic.makeParcel();
  return onFile(path, () => {
    writeFileAtomically(path, Buffer.from(base64, 'base64'));
    return sayEither(isJson, { file: path, bundles, left, attachments }, `${path}: ${bundles} 次保存，带到县里用 county -- parcel in 收下 · ${bundles} saves, for county -- parcel in. 这里照样留着，收到回执才算 · They stay here until a receipt comes${left === 0 ? '' : `。还有 ${left} 次随下一个：先读入县里给回的 · Left for the next: ${left}; first parcel in what the county gives back`}${attachments === 0 ? '' : `。附件（照片、报告）不走 U 盘，有 ${attachments} 个留在本机，等联网再传 · Attachments (pictures, reports) do not go by stick; waiting here for the line: ${attachments}`}`);
  });
}

/** `parcel in FILE`: what the county gave a stick. @returns the exit code */
export async function parcelIn(clinic: Clinic, path: string, isJson: boolean): Promise<number> {
  let base64 = '';
  const code = onFile(path, () => {
    const { size } = statSync(path);
    // Not even read: it would not be taken.
    if (size > largestParcel) {
      console.error(`${whyNot.tooLarge}: ${path}`);
      return 1;
    }
    base64 = readFileSync(path).toString('base64');
    return 0;
  });
  if (code !== 0) return code;
  const read = await clinic.readParcel(base64);
  if (!read.ok) {
    remark(`${whyNot[read.reason]}: ${path}`);
    return 1;
  }
  return sayEither(isJson, read, read.isRewound
    ? '县里的数据库换过，本机已跟上。请再做一个 parcel out 带去 · The county was restored, and this PC has gone over to it: make another parcel out'
    : read.isRepeat ? '全是以前读过的，没有新的 · All of it was here already, nothing is new'
    : `收到回执 ${read.receipts}，文档 ${read.documents} · ${read.receipts} receipts, ${read.documents} documents${read.isMore ? '。县里还有：请再做一个 parcel out 带去 · The county has more: make another parcel out' : ''}`);
}

function onFile(path: string, work: () => number): number {
  try {
    return work();
  } catch (error) {
    const trouble = fileTroubleOf(error);
    if (trouble === null) throw error;
    remark(fileWords(trouble, path));
    return 1;
  }
}

const whyNot: Readonly<Record<Extract<ParcelRead, { ok: false }>['reason'], string>> = {
  noParcel: '这不是联医的 U 盘文件，或开头坏了；什么也没有收。请用县里给回的那个；就是它，就请县里再做一个 · This is no parcel of Lianyi, or its beginning is damaged; nothing was taken. Give the one that the county gave back; if it is that one, have the county make another',
  cutShort: '文件是空的，或没有写完：U 盘可能拔早了。请在县里再写一次；什么也没有收 · The file is empty or was cut short: perhaps the stick was pulled out too early. Have the county write it once more; nothing was taken',
  tooLarge: '文件太大（最多 64 MB），不是县里给的 U 盘文件，没有动 · Too large (at most 64 MB): it is no parcel that a county made, and nothing was taken',
  ownParcel: '这是本机要带到县里的文件，不是县里给回的：请在县里收下它 · This is this PC\u2019s own parcel, for the county: have the county take it in',
  forCounty: '这是别的电脑要带到县里的文件，不是县里给回的；什么也没有收。请带到县里收下，这里读县里给回的 · This parcel is of another PC, for the county, and not one that it gave; nothing was taken. Have the county take it in, and read here what the county gives back',
  notForUs: '这个文件是给别的电脑的，或是别的县给的（开头坏了也会这样）；什么也没有收。请用给这台电脑的；没有，就做一个 parcel out 带到县里，请县里给一个 · This parcel is for another PC, or of another county (or its beginning is damaged); nothing was taken. Give the one for this PC; if there is none, make a parcel out, take it to the county and ask for one',
  damaged: '文件坏了，什么也没有收。请在县里重做一个 · The parcel is damaged, nothing was taken: have the county make another',
  notSigned: '签名不是县里的：文件被改过，或不是本县做的；什么也没有收。请县里再做一个；还是这样，就告诉县信息科 · The signature is not the county\u2019s: the parcel was altered, or another county made it; nothing was taken. Have the county make another; if that is no different, tell county IT',
  unreadable: '里面的内容读不懂，什么也没有收。请看联医的版本 · What is inside cannot be read, nothing was taken: check the version of Lianyi',
  otherHistory: '这是县里换数据库以前（或以后）做的，没有收。请再做一个 parcel out 带去 · It is of another history of the county, and was not taken: make another parcel out',
  beginsLater: '前面还有一个文件没有读入，请先读那一个，或再做一个 parcel out 带去 · The parcel before this one has not been read: read that first, or make another parcel out',
  interrupted: '没有读完，已收的留着。请再读一次这个文件 · Not read to its end, and what was taken stays: read this file again',
  snapshotUnusable: '文件里首次同步用的数据用不上（坏了，或与这里已收的对不上），其余已收的留着。请再做一个 parcel out 带到县里收下，县里会重做一个带回来 · What this file has for the first sync is of no use here (damaged, or it does not fit what has come since), and the rest stays: make another parcel out, have the county take it in and make a new file',
  diskFull: '硬盘满了，后面的没有收。请腾出空间，再读一次这个文件 · The disk is full, the rest was not taken: free some space and read this file again',
};
