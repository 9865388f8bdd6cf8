import type { ExchangeResponse } from '@lianyi/schema/wire/exchange';
import type { Applied } from '../replica/applyPage.ts';
import type { ReplicaForExchange } from '../replica/openReplica.ts';
import type { Road } from '../replica/scopesTaken.ts';

export interface TakenIn {
  readonly applied: Applied;
  /** Documents of the page. */
  readonly pulled: number;
  readonly hasMore: boolean;
}

/** Takes the county's answer into the replica, and remembers when the first sync is through. */
export function takeIn(replica: ReplicaForExchange, response: ExchangeResponse, { isPulled, road = 'line' }: { readonly isPulled: boolean; readonly road?: Road }): TakenIn {
  const applied = replica.apply(response, road);
  if (response.lease) replica.takeLease(response.lease);
  const isMore = response.page.more;
  // By stick an older answer may be read again: that it was not all then says nothing of now.
  if (isPulled && isMore !== replica.isMoreAtCounty() && (road === 'line' || !isMore)) replica.noteMoreAtCounty(isMore);
  if (isPulled && !isMore && !replica.isFirstSyncDone()) replica.firstSyncIsDone();
  return { applied, pulled: response.page.documents.length, hasMore: isMore };
}
