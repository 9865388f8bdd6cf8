import type { Lane, Receipt } from '@lianyi/schema/wire/exchange';
import type { Kept, KeptBundle, Proof } from '@lianyi/schema/wire/proof';
import { isAbout, proofOf } from '@lianyi/schema/wire/proof';
import type { Core } from './core.ts';
import type { DeviceKey } from './deviceKey.ts';
import { verifierOf } from './deviceKey.ts';

export type { Proof };

interface BundleRow {
  readonly id: string;
  readonly lane: Lane;
  readonly link_number: number;
  readonly link_previous: string | null;
  readonly signature: string;
  readonly body: string;
  readonly receipt: string | null;
}

/** Proves from what lies on this PC, without the county, whether a document or a bundle is held there. */
export function prove(core: Core, id: string): Proof {
  const own = core.tables.meta<DeviceKey>('deviceKey');
  const isSignedHere = own === undefined ? () => false : verifierOf(own.publicKey);
  return proofOf(keptOf(core, id), {
    isSignedByDevice: (deviceId, text, signature) => deviceId === core.identity.deviceId && isSignedHere(text, signature),
    isSignedByCounty: core.isSignedByCounty,
  });
}

/** Asked seldom, by a person: it reads through all bundles of this PC. */
function keptOf({ tables, identity }: Core, id: string): Kept {
  const rows = tables.all<BundleRow>(
    `SELECT id, lane, link_number, link_previous, signature, body, receipt FROM bundle
      WHERE id = ? OR instr(body, ?) > 0 OR instr(coalesce(receipt, ''), ?) > 0 ORDER BY save_number`,
    id, id, id,
  );
  const bundles = rows.flatMap((row): readonly KeptBundle[] => {
    const receipt = row.receipt === null ? null : (JSON.parse(row.receipt) as Receipt);
    if (row.id !== id && !isAbout(row.body, receipt, id)) return [];
    return [{ id: row.id, deviceId: identity.deviceId, body: row.body, link: { lane: row.lane, number: row.link_number, previous: row.link_previous }, signature: row.signature, receipt }];
  });
  const document = tables.get<{ kind: string; revision: number; body: string | null }>(
    'SELECT d.kind, d.revision, coalesce(p.body, d.base, d.shown) AS body FROM document d LEFT JOIN parked p ON p.document_id = d.id WHERE d.id = ?', id,
  );
  return { id, bundles, document: document ? { kind: document.kind, revision: document.revision, body: JSON.parse(document.body ?? 'null') as unknown, hash: null } : null };
}
