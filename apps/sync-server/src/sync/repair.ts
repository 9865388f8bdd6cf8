import type { ScopeId } from '@lianyi/schema/documents/kinds';
import type { ChecksumsRequest, ChecksumsResponse, RepairRequest, RepairResponse, ScopeStanding } from '@lianyi/schema/wire/repair';
import { bucketsDigest, maxRepairDocuments } from '@lianyi/schema/wire/repair';
import { wireVersion } from '@lianyi/schema/wire/exchange';
import type { Device } from '../store/devices.ts';
import type { ExchangeParts } from './county.ts';
import type { Refusal } from './exchange.ts';
import type { DevicePermission } from './permission.ts';

/** Who asks, and what it may see. */
export interface AskedBy {
  readonly device: Device;
  readonly permission: DevicePermission;
}

/** Compares what a device has of its scopes with the county's, at equal cursors: the buckets of those that differ. */
export async function compareChecksums(county: ExchangeParts, { device, permission }: AskedBy, request: ChecksumsRequest): Promise<ChecksumsResponse | Refusal> {
  const refusal = refusalOf(county, permission, request);
  if (refusal) return refusal;
  const asked = Object.entries(request.scopes).filter(([scope]) => permission.pullScopes.has(scope));
  const sums = await county.store.snapshot(permission.pullScopes, async (read) => read.scopeSums(asked.map(([scope]) => scope)));
  const standings = asked.map(([scope, { number, digest }]): [ScopeId, ScopeStanding] => {
    const ours = sums.get(scope);
    if (ours === undefined || ours.number !== number) return [scope, { state: 'behind' }];
    return [scope, bucketsDigest(ours.buckets) === digest ? { state: 'same' } : { state: 'differs', buckets: [...ours.buckets] }];
  });
  await county.store.recordCheck(device.id, county.now(), null);
  return { epoch: county.epoch, scopes: Object.fromEntries(standings) };
}

/**
 * What the device lacks or has otherwise in some buckets of a scope, from one snapshot. Only a document that the county
 * has, in other scopes, is named as gone; one that it does not know is told as such, and stays with the device.
 */
export async function repair(county: ExchangeParts, { device, permission }: AskedBy, request: RepairRequest): Promise<RepairResponse | Refusal> {
  const refusal = refusalOf(county, permission, request);
  if (refusal) return refusal;
  const nothing: RepairResponse = { epoch: county.epoch, number: 0, documents: [], gone: [], unknown: [], more: false };
  if (!permission.pullScopes.has(request.scope)) return nothing;
  // Before the snapshot, and by the county itself, since it is of other scopes too: what is written meanwhile is called unknown, and stays with the device.
  const known = await county.store.knownDocumentIds(request.have.map(({ id }) => id));
  const answer = await county.store.snapshot([request.scope], async (read): Promise<RepairResponse> => {
    const { number, members } = await read.bucketMembers(request.scope, request.buckets);
    if (number !== request.number) return { ...nothing, number };
    const theirs = new Map(request.have.map((one) => [one.id, one]));
    const ours = new Set(members.map((member) => member.id));
    const differing = members.filter(({ id, revision, hash }) => theirs.get(id)?.revision !== revision || theirs.get(id)?.hash !== hash);
    const surplus = [...theirs.keys()].filter((id) => !ours.has(id));
    const states = await read.documentStates(differing.slice(0, maxRepairDocuments).map((member) => member.id), [request.scope]);
    return {
      epoch: county.epoch, number, documents: states.map((state) => ({ ...state })),
      gone: surplus.filter((id) => known.has(id)), unknown: surplus.filter((id) => !known.has(id)), more: differing.length > maxRepairDocuments,
    };
  });
  const found = { scope: request.scope, given: answer.documents.length, gone: answer.gone.length, unknown: answer.unknown.length };
  if (found.given + found.gone + found.unknown > 0) {
    county.hears.alarm("a device's copy differed", { device: device.id, scope: request.scope, given: String(found.given), gone: String(found.gone), unknown: String(found.unknown) });
    await county.store.recordCheck(device.id, county.now(), found);
  }
  return answer;
}

export function refusalOf(county: ExchangeParts, permission: DevicePermission, request: { readonly wireVersion: number; readonly epoch: string }): Refusal | null {
  if (request.wireVersion !== wireVersion) return { refusal: 'wireVersion' };
  if (request.epoch !== county.epoch) return { refusal: 'epochMismatch' };
  return permission.mayPull ? null : { refusal: 'retired' };
}
