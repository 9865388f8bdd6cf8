import { jsonHash } from '../basics/digest.ts';
import type { BundleBody } from '../documents/bundle.ts';
import type { ChainLink, Receipt } from './exchange.ts';
import { linkHash, receiptToSign } from './exchange.ts';

/** A bundle as one side keeps it. */
export interface KeptBundle {
  readonly id: string;
  /** Null: the county's own, which has no chain and needs no receipt. */
  readonly deviceId: string | null;
  /** As it was hashed. */
  readonly body: string | null;
  readonly link: ChainLink | null;
  /** The device's, over the link hash. */
  readonly signature: string | null;
  readonly receipt: Receipt | null;
}

/** All that one side knows of a document or a bundle. */
export interface Kept {
  readonly id: string;
  /** In the order in which they were saved. */
  readonly bundles: readonly KeptBundle[];
  /**
   * As the county has it; at a clinic that has not heard of it there, as it was saved. Null where the id is none of a document.
   * `hash` is what was written beside the body when it was written, null where that says nothing of this body. `isAsSaved` is
   * false where the county found that it is not what the bundles that made or changed it say: no signature is over a
   * document as it is now.
   */
  readonly document: { readonly kind: string; readonly revision: number; readonly body: unknown; readonly hash: string | null; readonly isAsSaved?: boolean } | null;
}

export interface Verifiers {
  readonly isSignedByDevice: (deviceId: string, text: string, signature: string) => boolean;
  readonly isSignedByCounty: (text: string, signature: string) => boolean;
}

/**
 * `mismatch`: something does not fit together, and nobody should rely on it. `altered`: of the document's content and the
 * hash beside it one was changed in the database, past the program. `unlike`: both were, to what nobody saved.
 */
export type Standing = 'held' | 'quarantined' | 'waiting' | 'notHeld' | 'mismatch' | 'altered' | 'unlike' | 'unknown';

export interface Proof {
  readonly standing: Standing;
  readonly isHeld: boolean;
  /** What the standing means, in both languages. */
  readonly words: string;
  /** The same on both sides for the same id, line by line, once both know the same. */
  readonly lines: readonly string[];
}

/** Whether a bundle made or changed a document, or opened or amended it, if it is a review. */
export function isAbout(body: string, receipt: Receipt | null, documentId: string): boolean {
  if (receipt?.reviewIds.some((id) => id === documentId)) return true;
  if (!body.includes(documentId)) return false;
  const { writes } = JSON.parse(body) as Partial<BundleBody>;
  return Array.isArray(writes) && writes.some((write) => (write.op === 'create' ? write.document.id : write.id) === documentId);
}

/** Checks everything again from what is kept: hashes, the device's signature, the county's, and that they speak of the same. */
export function proofOf(kept: Kept, verifiers: Verifiers): Proof {
  const proven = kept.bundles.map((bundle) => provenBundle(bundle, verifiers));
  const document = kept.document === null ? null : { ...kept.document, contentHash: jsonHash(kept.document.body) };
  const isAltered = document !== null && document.hash !== null && document.hash !== document.contentHash;
  const standings = standingsOf(kept.bundles, proven.map((one) => one.standing));
  const isUnlike = document?.isAsSaved === false;
  const standing = standingOf(kept, [...standings, ...(isAltered ? ['altered' as const] : []), ...(isUnlike ? ['unlike' as const] : [])]);
  const documentLines = document === null ? [] : [
    `document ${kept.id}`, `  kind ${document.kind}`, `  revision ${document.revision}`, `  content-hash ${document.contentHash}`,
    ...(isAltered ? [`  hash-written-with-it ${document.hash}`, '  content-is-what-was-written NO'] : []),
    ...(isUnlike ? ['  content-is-what-was-saved NO'] : []),
  ];
  const isHeld = standing === 'held' || standing === 'quarantined' || standing === 'waiting';
  return { standing, isHeld, words: standingWords[standing], lines: [...proven.flatMap((one) => one.lines), ...documentLines, `held ${isHeld ? 'yes' : 'no'} (${standing})`] };
}

/** Of a bundle in quarantine that another of them corrects, that one tells. */
function standingsOf(bundles: readonly KeptBundle[], standings: readonly Standing[]): readonly Standing[] {
  const corrected = new Set(bundles.map(({ body }) => (JSON.parse(body ?? '{}') as Partial<BundleBody>).corrects?.bundleId));
  return standings.filter((standing, at) => standing !== 'quarantined' || !corrected.has(bundles[at]?.id as BundleBody['id'] | undefined));
}

function standingOf(kept: Kept, standings: readonly Standing[]): Standing {
  const weightiest = (['mismatch', 'altered', 'unlike', 'notHeld', 'quarantined', 'waiting'] as const).find((standing) => standings.includes(standing));
  if (weightiest !== undefined) return weightiest;
  if (standings.length > 0 || (kept.document?.revision ?? 0) > 0) return 'held';
  return kept.document === null ? 'unknown' : 'notHeld';
}

function provenBundle(bundle: KeptBundle, verifiers: Verifiers): { readonly standing: Standing; readonly lines: readonly string[] } {
  const { link, receipt } = bundle;
  if (bundle.deviceId === null) return { standing: 'held', lines: [`bundle ${bundle.id}`, '  device none: the county wrote it'] };
  const bodyHash = bundle.body === null ? '' : jsonHash(JSON.parse(bundle.body));
  const hash = link === null ? '' : linkHash(link, bodyHash);
  const isDevices = bundle.signature !== null && verifiers.isSignedByDevice(bundle.deviceId, hash, bundle.signature);
  const isCountys = receipt !== null && verifiers.isSignedByCounty(receiptToSign(receipt), receipt.signature);
  const isOfThis = receipt?.bodyHash === bodyHash && receipt.linkHash === hash && receipt.bundleId === bundle.id && isChain(receipt, bundle);
  return {
    standing: bundleStanding({ isDevices, isWhole: isCountys && isOfThis, receipt }),
    lines: [
      `bundle ${bundle.id}`,
      `  device ${bundle.deviceId}`,
      `  link ${link === null ? 'none' : `${link.lane} ${link.number}`}`,
      `  previous ${link?.previous ?? 'none'}`,
      `  body-hash ${bodyHash}`,
      `  link-hash ${hash}`,
      `  device-signature ${isDevices ? 'valid' : 'NOT VALID'}`,
      ...(receipt === null ? ['  receipt none'] : [
        `  outcome ${receipt.outcome}${receipt.reason === null ? '' : ` ${receipt.reason}`}`,
        `  numbers ${Object.entries(receipt.numbers).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([scope, number]) => `${scope}=${number}`).join(' ') || 'none'}`,
        `  reviews ${receipt.reviewIds.join(' ') || 'none'}`,
        `  county-time ${receipt.countyTime}`,
        `  receipt-signature ${isCountys ? 'valid' : 'NOT VALID'}`,
        `  receipt-speaks-of-this-bundle ${isOfThis ? 'yes' : 'NO'}`,
      ]),
    ],
  };
}

/** A receipt of a county that did not name the chain yet names the place by its link hash alone. */
function isChain({ chain }: Receipt, { deviceId, link }: KeptBundle): boolean {
  return chain === undefined || (chain.deviceId === deviceId && chain.lane === link?.lane && chain.number === link.number && chain.previous === link.previous);
}

function bundleStanding({ isDevices, isWhole, receipt }: { readonly isDevices: boolean; readonly isWhole: boolean; readonly receipt: Receipt | null }): Standing {
  // What was never signed as it should be is in quarantine for that very reason.
  if (!isDevices && receipt?.reason !== 'badSignature') return 'mismatch';
  if (receipt === null) return 'notHeld';
  if (!isWhole) return 'mismatch';
  return receipt.outcome === 'accepted' || receipt.outcome === 'merged' ? 'held' : receipt.outcome;
}

const standingWords: Readonly<Record<Standing, string>> = {
  held: '县里已收存；每次保存的两边签名都对，签名管的是这些保存 · The county holds it; of each save both signatures are right, and what they cover is the saves',
  quarantined: '县里已收存，但隔离着：内容都在，等人处理 · The county holds it in quarantine: nothing of it is lost, people must settle it',
  waiting: '县里已收存，还在等前面的记录到齐 · The county holds it and waits for what comes before it',
  notHeld: '县里还没有收据：只存在这台电脑上 · There is no receipt of the county: it is on this PC only',
  mismatch: '对不上：签名、校验值或收据有误，请告诉县信息科 · Something does not fit together: tell county IT',
  altered: '内容与写入时的校验值不同：有人绕过程序改过数据库，或硬盘出错，请告诉县信息科 · The content and the hash that was written with it differ: the database was changed past the program, or its disk fails. Tell county IT',
  unlike: '文档现在的内容不是签过名的那些保存的结果：有人绕过程序改过数据库，请告诉县信息科 · What the document says now is not what the signed saves made of it: the database was changed past the program. Tell county IT',
  unknown: '这里没有这个编号 · This id is not known here',
};
