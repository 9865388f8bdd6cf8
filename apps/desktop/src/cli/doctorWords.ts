import type { DoctorCheck, Fault, Finding } from '../contract/views.ts';

/** Says what the doctor found, in both languages. @returns the exit code: 0 whole, 1 mended, 2 needs a person */
export function sayFindings(findings: readonly Finding[], out: NodeJS.WritableStream): number {
  for (const { check, looked, fault, count, outcome } of findings) {
    const words = fault === null ? `${looked} ✓` : `${faults[fault](count)}${advice[outcome]}`;
    out.write(`${checks[check]}: ${words}\n`);
  }
  if (findings.some(({ outcome }) => outcome === 'person')) return 2;
  return findings.some(({ outcome }) => outcome === 'mended') ? 1 : 0;
}

const checks: Readonly<Record<DoctorCheck, string>> = {
  database: '数据库 database',
  chain: '上传链 chain',
  outbox: '待上传 outbox',
  receipts: '县收据 receipts',
  county: '与县核对 county',
  documents: '文档 documents',
  projections: '索引 projections',
};

const advice: Readonly<Record<Finding['outcome'], string>> = {
  whole: '',
  mended: ' → 已修好 mended',
  person: ' → 请告诉县信息科；数据都在，先不要删除任何文件 tell county IT; nothing was deleted, and delete nothing',
  notDone: ' → 有网后再查 look again when there is a line',
};

const faults: Readonly<Record<Fault, (count: number) => string>> = {
  fileDamaged: () => '文件损坏，其余没有动 · the file is damaged; nothing else was touched',
  referencesBroken: (count) => `${count} 处引用断了 · ${count} broken references`,
  numbersMissing: (count) => `${count} 处编号不连 · ${count} gaps in the numbers`,
  linkBroken: (count) => `${count} 处链接不符 · ${count} links that do not fit`,
  bodyChanged: (count) => `${count} 包内容被改过 · ${count} bundles whose content was changed`,
  notSignedHere: (count) => `${count} 包不是本机签名 · ${count} bundles not signed by this PC`,
  heldWithoutReceipt: (count) => `${count} 包标为已收到却没有收据，已重新排队上传 · ${count} marked as held without a receipt, to be sent again`,
  receiptForeign: (count) => `${count} 张收据不是县里的，已重新排队上传 · ${count} receipts not the county's, to be sent again`,
  otherThanCounty: (count) => `${count} 份与县里不同，已按县里的补好 · ${count} other than the county's, taken from it`,
  unknownToCounty: (count) => `${count} 份县里没有，这里照样留着 · ${count} unknown to the county, kept here`,
  notMended: (count) => `${count} 处补不上 · ${count} could not be mended`,
  noLine: () => '没有网，没有核对 · no line, not compared',
  contentDamaged: (count) => `${count} 份内容损坏，要从县里重取 · ${count} contents damaged, to be fetched from the county`,
  shownWrong: (count) => `${count} 份显示的不对，已重新生成 · ${count} shown wrongly, derived anew`,
  nobodysDocument: (count) => `${count} 份不知从哪里来 · ${count} of unknown origin`,
  projectionStale: (count) => `${count} 张表与文档不符，已重建 · ${count} tables did not follow the documents, rebuilt`,
};
