import type { OrganisationPage, StreamCheckpoint } from '../../src/reports/views.ts';
import { standingPage } from './standing.ts';

const pullPath = '/console/streams/organisations/pull';

/** The institutions that changed after the checkpoint, oldest change first. */
export type FetchPage = (checkpoint: StreamCheckpoint | null, limit: number) => Promise<OrganisationPage>;

/** The county answered, but not with a page. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly status: number;

  constructor(status: number) {
    super(`the county answered ${status}`);
    this.status = status;
  }
}

/**
 * Asks the county over HTTP.
 * @param base the county's address; empty in its own pages
 * @throws RefusedError on any status but 200; TypeError when the county cannot be reached
 */
export function fetchPageFrom(base = '', ask: typeof fetch = fetch): FetchPage {
  return async (checkpoint, limit) => {
    const query = new URLSearchParams({ checkpoint: JSON.stringify(checkpoint), limit: String(limit) });
    const response = await ask(`${base}${pullPath}?${query.toString()}`, { headers: { accept: 'application/json' } });
    if (response.status !== 200) throw new RefusedError(response.status);
    return standingPage.parse(await response.json());
  };
}
