import type { Database } from '../store/database.ts';
import type { DeviceFault } from '../access/examineDevices.ts';
import { examineDevices } from '../access/examineDevices.ts';
import type { DirectoryFault } from '../directory/examineDirectory.ts';
import { examineDirectory } from '../directory/examineDirectory.ts';
import type { AuditFault } from '../sync/examineAudit.ts';
import { examineAudit } from '../sync/examineAudit.ts';
import type { BundleFault } from '../sync/examineBundles.ts';
import { examineBundles } from '../sync/examineBundles.ts';
import type { RowFault } from '../sync/examineDocuments.ts';
import { examineDocuments } from '../sync/examineDocuments.ts';
import type { ReadsFault } from '../sync/examineReads.ts';
import { examineReads } from '../sync/examineReads.ts';
import { countyPublicKey } from '../reports/kept.ts';
import { damagedChunks } from '../store/snapshots.ts';
import { findCountyKey } from './findCountyKey.ts';
import { say } from './say.ts';

export const checkUsage = `用法 · Usage: npm run county -- check [--json]

  逐份核对全部文档（内容、版本、范围）、机构和人员的表、电脑、首次同步的快照、审计链，以及各电脑送来的每一批保存和县里签的收据，什么也不改。0：都对；1：有不对的，或没有县的密钥、审计核对不了
  Goes over every document (content, version, scopes), the tables of institutions and people, the PCs, the snapshots for first syncs, the audit's chain, and every save that PCs sent with the receipt that the county signed, and changes nothing. 0: all fits; 1: something does not, or the audit could not be checked against the county's key
  --json   一个 JSON：ok、documents、directory、devices、snapshots、audit、reads、bundles、keyFrom（file：用密钥文件核对；database：只有数据库里的公钥）· one JSON object: ok, documents, directory, devices, snapshots, audit, reads, bundles, keyFrom (file: checked against the key file; database: only the key in the database was there)
`;

/** What is found is a line each; with `json` all of it is in one object at the end. */
type Tell = (line: string) => Promise<void>;

/** Goes over every document, every bundle, every chunk of a snapshot, the directory's tables and the whole audit, changes nothing, and names what does not fit together. @returns 0 if all does */
export async function check(db: Database, isJson: boolean): Promise<number> {
  const tell: Tell = async (line) => { if (!isJson) await say(line); };
  const documents = await checkDocuments(db, tell);
  const directory = await checkDirectory(db, tell);
  const devices = await checkDevices(db, tell);
  const snapshots = await checkSnapshots(db, tell);
  const { isWhole, audit, reads, bundles, keyFrom } = await checkAudit(db, tell);
  const ok = documents.faults.length + directory.faults.length + devices.faults.length + snapshots.faults.length === 0 && isWhole && keyFrom === 'file';
  if (isJson) await say(JSON.stringify({ ok, documents, directory, devices, snapshots, audit, reads, bundles, keyFrom }));
  return ok ? 0 : 1;
}

interface CheckedDocuments {
  readonly looked: number;
  readonly faults: readonly { readonly id: string; readonly kind: string; readonly faults: readonly RowFault[] }[];
}

async function checkDocuments(db: Database, tell: Tell): Promise<CheckedDocuments> {
  let looked = 0;
  const wrong: CheckedDocuments['faults'][number][] = [];
  const met = new Set<RowFault>();
  for await (const { id, kind, faults } of examineDocuments(db)) {
    looked += 1;
    if (faults.length === 0) continue;
    wrong.push({ id, kind, faults });
    for (const fault of faults) met.add(fault);
    await tell(`${id} ${kind} ${faults.join(' ')}`);
  }
  for (const fault of met) console.error(`${fault}: ${faultWords[fault]}`);
  console.error(wrong.length === 0
    ? `${looked} 份文档，内容、版本、范围都对得上 · ${looked} documents, each with the content, version and scopes that its row says`
    : `${looked} 份文档中 ${wrong.length} 份对不上，什么也没有改。请保存数据库现状；那份文档：prove ID；完好的内容在备份和诊所的电脑里 · ${wrong.length} of ${looked} documents do not fit together; nothing was changed. Keep the database as it is and see prove ID; the whole contents are in a backup and on the clinics' PCs`);
  return { looked, faults: wrong };
}

async function checkDirectory(db: Database, tell: Tell): ReturnType<typeof examineDirectory> {
  const examined = await examineDirectory(db);
  const { looked, faults } = examined;
  for (const { id, fault } of faults) await tell(`directory ${id} ${fault}`);
  for (const fault of new Set(faults.map((one) => one.fault))) console.error(`directory ${fault}: ${directoryWords[fault]}`);
  console.error(faults.length === 0
    ? `机构和人员 ${looked} 份，表里与文档相同 · ${looked} institutions and people: the tables say what their documents say`
    : '机构和人员的表被改过，什么也没有改。权限按表里的算：请保存数据库现状，报县卫健局 · The tables of institutions and people were altered; nothing was changed. What people may do is asked of these tables: keep the database as it is, and tell the health bureau');
  return examined;
}

async function checkDevices(db: Database, tell: Tell): ReturnType<typeof examineDevices> {
  const examined = await examineDevices(db);
  const { looked, faults } = examined;
  for (const { id, fault } of faults) await tell(`device ${id} ${fault}`);
  for (const fault of new Set(faults.map((one) => one.fault))) console.error(`device ${fault}: ${deviceWords[fault]}`);
  console.error(faults.length === 0
    ? `电脑 ${looked} 台，与审计和处置记录相符 · ${looked} PCs, each as the audit and what was decided about it say`
    : '电脑的登记被改过，什么也没有改。请保存数据库现状，报县卫健局 · What is known of PCs was altered; nothing was changed. Keep the database as it is, and tell the health bureau');
  return examined;
}

async function checkSnapshots(db: Database, tell: Tell): Promise<Awaited<ReturnType<typeof damagedChunks>>> {
  const { looked, faults } = await damagedChunks(db);
  for (const { scope, number, sha256, fault } of faults) await tell(`snapshot ${scope} ${number} ${sha256} ${fault}`);
  console.error(faults.length === 0
    ? `首次同步的快照 ${looked} 块，都对得上 · ${looked} chunks of snapshots for first syncs, each as its manifest says`
    : `首次同步的快照 ${looked} 块中 ${faults.length} 块坏了或不见了。不丢什么：下次有电脑要时，县里会丢掉这份、重做一份。请查硬盘 · ${faults.length} of ${looked} chunks of snapshots are damaged or missing. Nothing is lost: when a PC next asks, the county throws that snapshot away and makes another. Have the disk examined`);
  return { looked, faults };
}

async function checkAudit(db: Database, tell: Tell) {
  const key = await findCountyKey();
  const keyFrom = key === null ? 'database' : 'file';
  if (key === null) console.error('没有找到县的密钥：审计只能用数据库里的公钥核对，谁能改数据库，谁也能换掉它，所以不算核对过。请设置 LIANYI_KEY_DIR 再来一次 · No county key found: the audit is compared with the public key in the database alone, which whoever alters the database can exchange, and so it does not count as checked. Set LIANYI_KEY_DIR and check again');
  const inDatabase = await countyPublicKey(db);
  if (key !== null && key.publicKey !== inDatabase) {
    console.error('找到的县密钥与数据库里的公钥不是一对：请核对 LIANYI_KEY_DIR；若没有错，公钥被换过 · The county key that was found is not the one of this database: check LIANYI_KEY_DIR; if that is right, the key in the database was exchanged');
    return { isWhole: false, audit: null, reads: null, bundles: null, keyFrom };
  }
  const audit = await examineAudit(db, inDatabase);
  const reads = await examineReads(db);
  const bundles = await examineBundles(db, inDatabase);
  for (const { number, fault } of audit.faults) await tell(`audit ${number} ${fault}`);
  for (const { id, fault } of reads.faults) await tell(`reads ${id} ${fault}`);
  for (const fault of new Set(audit.faults.map((one) => one.fault))) console.error(`audit ${fault}: ${auditWords[fault]}`);
  for (const fault of new Set(reads.faults.map((one) => one.fault))) console.error(`reads ${fault}: ${readsWords[fault]}`);
  console.error(audit.faults.length + reads.faults.length === 0
    ? `审计 ${audit.entries} 条、电脑上的查看 ${reads.bundles} 批，首尾相接，签名都对 · ${audit.entries} audit entries and ${reads.bundles} lists of reads on PCs: the chains are whole, every signature is right`
    : '审计被改过，什么也没有改。请保存数据库现状和服务器日志，报县卫健局 · The audit has been tampered with; nothing was changed. Keep the database and the server\'s logs as they are, and tell the health bureau');
  for (const { id, fault } of bundles.faults) await tell(`bundle ${id} ${fault}`);
  for (const fault of new Set(bundles.faults.map((one) => one.fault))) console.error(`bundle ${fault}: ${bundleWords[fault]}`);
  console.error(bundles.faults.length === 0
    ? `电脑送来的保存 ${bundles.bundles} 批，内容与县里签的收据相符，文档与保存的相同 · ${bundles.bundles} saves of PCs: each is what the county's receipt was signed for, and documents are as they were saved`
    : '电脑送来的保存或由此而来的文档被改过、被删，什么也没有改。请保存数据库现状，报县卫健局；完好的内容在备份和诊所的电脑里 · Saves of PCs, or documents that came of them, were altered or removed; nothing was changed. Keep the database as it is, and tell the health bureau; the whole contents are in a backup and on the clinics\' PCs');
  const isWhole = audit.faults.length + reads.faults.length + bundles.faults.length === 0;
  if (audit.last !== null) console.error(`审计最后一条：第 ${audit.last.number} 条，校验值 ${audit.last.hash}。请与另外记下的对一遍 · Last audit entry: number ${audit.last.number}, hash ${audit.last.hash}. Compare it with what was noted elsewhere`);
  return { isWhole, audit, reads, bundles, keyFrom };
}

const faultWords: Readonly<Record<RowFault, string>> = {
  content: '内容与写入时的校验值不同 · the content and the hash that was written with it differ',
  version: '不是这一类型、编号和版本的文档 · no document of the kind, id and version of the row',
  scopes: '所在的范围与内容、患者现在的机构、关联不符 · it is in other scopes than its content, the patient\'s present home and links say',
};

const directoryWords: Readonly<Record<DirectoryFault, string>> = {
  organisation: '机构的表与机构的文档不同 · the row of an institution is not what its document says',
  person: '人员的姓名或是否在用与文档不同 · somebody\'s name, or whether they may come in, is not what their document says',
  post: '岗位与人员的文档不同 · somebody\'s posts are not those in their document',
  right: '处方权与人员的文档不同 · somebody\'s rights to prescribe are not those in their document',
};

const deviceWords: Readonly<Record<DeviceFault, string>> = {
  unknown: '审计里没有这台电脑的登记 · the audit has no entry of how this PC came to be known',
  key: '公钥、机构或接替的电脑与登记时不同 · its key, its institution or the PCs whose place it took are not what they were when it came to be known',
  status: '状态与最后一次处置不符 · it is not what was decided about it last',
};

const auditWords: Readonly<Record<AuditFault, string>> = {
  altered: '这一条写入后被改过，或不是县服务器写的 · the entry was changed after it was written, or the county did not write it',
  chain: '与前一条接不上：有的被删、被插或换了位置 · it does not follow the one before it: one was removed, inserted or moved',
  end: '县签过的回执里有这一条，现在没有了：末尾被删 · a receipt that the county signed names it, and it is not there: the end was cut off',
  explanation: '紧急查看时写的理由与审计里的校验值不同 · what was written when a glass was broken is not what the audit has the hash of',
};

const readsWords: Readonly<Record<ReadsFault, string>> = {
  forged: '这一批不是那台电脑签的 · that PC did not sign this list',
  unlike: '显示的与电脑签的不同，或被删、被加 · what is shown is not what the PC signed, or was removed or added',
  missing: '电脑的链上少了一笔 · a place of the PC\'s chain has no bundle',
};

const bundleWords: Readonly<Record<BundleFault, string>> = {
  body: '保存的内容与收到时的校验值不同 · what was saved is not what was hashed when it came',
  receipt: '没有县里签的收据，或收据说的不是这一批 · there is no receipt that the county signed, or it speaks of something else',
  row: '旁边记的人、时间、操作或结果与内容和收据不同 · who, when, what was done or what came of it is not what the save and its receipt say',
  saved: '文档与电脑签过的保存不同、不见了，或没有谁保存过 · a document is not what PCs saved and signed, is not there, or was saved by nobody',
  end: '日志或电脑的链提到的保存不见了，或比留下的短 · a log or a PC\'s chain names saves that are not there, or ends before what is left says',
};
