import { brotliDecompressSync } from 'node:zlib';
import { deviceId } from '@lianyi/schema/basics/ids';
import { isPlainJson } from '@lianyi/schema/basics/plainJson';
import type { ScopeId } from '@lianyi/schema/documents/kinds';
import type { DeviceCertificate } from '@lianyi/schema/wire/certificate';
import type { OutcomeName } from '@lianyi/schema/wire/exchange';
import { exchangeRequest } from '@lianyi/schema/wire/exchange';
import type { ClinicParcel, ParcelSnapshot } from '@lianyi/schema/wire/parcel';
import { clinicParcel } from '@lianyi/schema/wire/parcel';
import { senderOf, whyNoHeader } from '@lianyi/schema/wire/sealedParcel';
import type { WireTable } from '@lianyi/schema/wire/steps';
import { requestNow } from '@lianyi/schema/wire/steps';
import type { Device } from '../../store/devices.ts';
import type { ParcelRequest } from '../../store/parcels.ts';
import type { County } from '../county.ts';
import { isSignedBy } from '../countyKey.ts';
import type { Refusal } from '../exchange.ts';
import { exchange } from '../exchange.ts';
import type { DevicePermission } from '../permission.ts';
import { hearPedigree } from '../sideHistories.ts';

/** What is asked of the rest of the county, where a parcel comes in or goes out. */
export interface ParcelParts {
  readonly county: Omit<County, 'db' | 'keepUp'>;
  readonly wire: WireTable;
  readonly deviceById: (id: string) => Promise<Device | undefined>;
  /** Takes in devices that a restored county does not know, on its own word; nothing where it is not good. */
  readonly readmit: (certificates: readonly DeviceCertificate[]) => Promise<void>;
  readonly rightsOf: (device: Device) => Promise<DevicePermission>;
  /** Of those scopes that are worth a snapshot, with its chunks. */
  readonly snapshotsOf: (scopes: readonly ScopeId[]) => Promise<readonly ParcelSnapshot[]>;
}

export type ParcelTaken =
  | { readonly ok: false; readonly reason: 'noParcel' | 'cutShort' | 'countyParcel' | 'notForUs' | 'damaged' | 'notSigned' | 'unreadable' | 'unknownDevice' }
  | {
      readonly ok: true;
      readonly device: Device;
      /** What became of its bundles, repeats included. */
      readonly outcomes: Readonly<Record<OutcomeName, number>>;
      /** How many of them the county had before. */
      readonly repeats: number;
      /** Why the rest was not taken. */
      readonly refusal: Refusal['refusal'] | 'badRequest' | null;
      /** Null where not one request could be read. */
      readonly said: ParcelRequest | null;
    };

const maxParcelBytes = 256 * 1024 * 1024;

/**
 * Takes in a PC's parcel: its requests one after the other, each through the same door as one that came over the line.
 * The same parcel again, or one whose bundles came over the line meanwhile, changes nothing.
 */
export async function takeParcel(parts: ParcelParts, file: Uint8Array): Promise<ParcelTaken> {
  const { county, wire } = parts;
  const from = senderOf(file);
  if (from === null) return { ok: false, reason: whyNoHeader(file) };
  // Of this county or of another: what a county made is for a PC.
  if (from === 'county') return { ok: false, reason: 'countyParcel' };
  // Whose key it must be, a restored county may have to learn from within.
  let signed: { readonly text: string; readonly signature: string } | null = null;
  const opened = county.key.open(file, (text, signature) => {
    signed = { text, signature };
    return true;
  });
  if (!opened.ok) return opened;
  // Nothing is unpacked for somebody who only says that they are a PC of ours.
  const sender = deviceId.safeParse(from);
  const named = sender.success ? await parts.deviceById(sender.data) : undefined;
  if (named !== undefined && !isSignature(signed, named)) return { ok: false, reason: 'notSigned' };
  const parcel = contentOf(opened.content);
  if (parcel === null || parcel.from !== from) return { ok: false, reason: 'unreadable' };
  const device = await deviceOf(parts, parcel);
  if (device === undefined) return { ok: false, reason: 'unknownDevice' };
  if (!isSignature(signed, device)) return { ok: false, reason: 'notSigned' };

  const outcomes = { accepted: 0, merged: 0, quarantined: 0, waiting: 0 };
  let repeats = 0;
  let said: ParcelRequest | null = null;
  for (const asked of parcel.requests) {
    const now = requestNow(asked, wire);
    if (!now.ok) return { ok: true, device, outcomes, repeats, refusal: now.reason, said };
    const request = exchangeRequest.safeParse(now.request);
    if (!request.success || request.data.deviceId !== device.id) return { ok: true, device, outcomes, repeats, refusal: 'badRequest', said };
    const links: ParcelRequest['links'] = [...(said?.links ?? []), ...request.data.submissions.map(({ link: { lane, number } }) => ({ lane, number }))];
    said = { request: { ...request.data, submissions: [] }, wireVersion: now.version, heads: parcel.heads, links, takesSnapshots: parcel.takesSnapshots === true };
    const here = await county.store.transaction(async (tx) => tx.bundlesAtLinks([device.id, ...device.formerIds], request.data.submissions.map(({ link }) => link)));
    const permission = await parts.rightsOf(device);
    const answer = await exchange(county, { device, permission, request: { ...request.data, waitMs: 0, pageDocuments: 0 }, nonce: '', signal: never, stick: { madeAt: new Date(parcel.madeAt) } });
    if ('refusal' in answer) return { ok: true, device, outcomes, repeats, refusal: answer.refusal, said };
    repeats += here.filter(({ receipt }) => receipt !== null).length;
    const sent = new Set(request.data.submissions.map(({ link }) => `${link.lane}/${link.number}`));
    for (const { chain, outcome } of answer.receipts) if (chain && sent.has(`${chain.lane}/${chain.number}`)) outcomes[outcome] += 1;
  }
  return { ok: true, device, outcomes, repeats, refusal: null, said };
}

/** By hand nobody leaves in the middle. */
export const never: AbortSignal = new AbortController().signal;

async function deviceOf(parts: ParcelParts, { from, pedigree }: ClinicParcel): Promise<Device | undefined> {
  const heard = await hearPedigree(parts.county, pedigree);
  const known = await parts.deviceById(from);
  if (known !== undefined || heard !== null) return known;
  await parts.readmit(pedigree.certificates);
  return parts.deviceById(from);
}

const isSignature = (signed: { readonly text: string; readonly signature: string } | null, device: Device): boolean =>
  signed !== null && isSignedBy(device.publicKey, signed.text, signed.signature);

function contentOf(packed: Uint8Array): ClinicParcel | null {
  try {
    const value: unknown = JSON.parse(brotliDecompressSync(packed, { maxOutputLength: maxParcelBytes }).toString('utf8'));
    const parsed = clinicParcel.safeParse(value);
    return parsed.success && isPlainJson(value) ? parsed.data : null;
  } catch {
    return null;
  }
}
