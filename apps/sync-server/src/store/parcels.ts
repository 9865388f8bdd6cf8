import { sql } from 'kysely';
import type { ExchangeRequest, Lane } from '@lianyi/schema/wire/exchange';
import type { ClinicParcel } from '@lianyi/schema/wire/parcel';
import { exchangeRequest } from '@lianyi/schema/wire/exchange';
import type { Database } from './database.ts';

/** What a PC's last parcel said of it. */
export interface ParcelRequest {
  /** Its last request, without bundles. */
  readonly request: ExchangeRequest;
  /** The version of the exchange that the PC writes and reads. */
  readonly wireVersion: number;
  readonly heads: ClinicParcel['heads'];
  /** Where the bundles that it brought are in their chain. */
  readonly links: readonly { readonly lane: Lane; readonly number: number }[];
  /** Its first sync was not through. */
  readonly takesSnapshots: boolean;
}

/** An older parcel that comes after a later one says nothing new. */
export async function keepParcelRequest(db: Database, deviceId: string, { request, wireVersion, heads, links, takesSnapshots }: ParcelRequest): Promise<void> {
  await sql`
    insert into parcel_request as kept (device_id, request, wire_version, heads, links, takes_snapshots)
    values (${deviceId}, ${JSON.stringify(request)}::jsonb, ${wireVersion}, ${JSON.stringify(heads)}::jsonb, ${JSON.stringify(links)}::jsonb, ${takesSnapshots})
    on conflict (device_id) do update set request = excluded.request, wire_version = excluded.wire_version, heads = excluded.heads, links = excluded.links, takes_snapshots = excluded.takes_snapshots, taken_at = now()
    where (kept.heads ->> 'routine')::int <= (excluded.heads ->> 'routine')::int and (kept.heads ->> 'urgent')::int <= (excluded.heads ->> 'urgent')::int`.execute(db);
}

/** Undefined for a PC that has sent no parcel, or one that this version does not read. */
export async function parcelRequestOf(db: Database, deviceId: string): Promise<ParcelRequest | undefined> {
  const { rows: [row] } = await sql<Omit<ParcelRequest, 'request'> & { readonly request: unknown }>`select request, wire_version, heads, links, takes_snapshots from parcel_request where device_id::text = ${deviceId}`.execute(db);
  const request = exchangeRequest.safeParse(row?.request);
  return row && request.success ? { ...row, request: request.data } : undefined;
}
