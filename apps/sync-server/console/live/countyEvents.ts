import { Observable } from 'rxjs';
import type { OrganisationPage } from '../../src/reports/views.ts';
import { standingPage } from './standing.ts';

const eventsPath = '/console/streams/organisations/events';
/** Where the browser gives up (an answer that is no stream), we begin anew after so long. */
const againMs = 5000;

export type CountyEvent =
  /** The stream is open: whatever was missed before is pulled. */
  | { readonly kind: 'open' }
  | { readonly kind: 'changed'; readonly page: OrganisationPage }
  /** Nothing comes at the moment; it tries again by itself. `isRefused`: somebody answered, but with no stream. */
  | { readonly kind: 'lost'; readonly isRefused: boolean };

/** What the county says by itself, as long as somebody listens. Never completes and never fails. */
export function countyEvents(): Observable<CountyEvent> {
  return new Observable((observer) => {
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const begin = (): void => {
      const opened = new EventSource(eventsPath);
      source = opened;
      opened.addEventListener('open', () => { observer.next({ kind: 'open' }); });
      opened.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        const page = standingPage.safeParse(jsonOf(data));
        if (page.success) observer.next({ kind: 'changed', page: page.data });
      });
      opened.addEventListener('error', () => {
        const isRefused = opened.readyState === EventSource.CLOSED;
        observer.next({ kind: 'lost', isRefused });
        if (isRefused) timer = setTimeout(begin, againMs);
      });
    };
    begin();
    return () => {
      clearTimeout(timer);
      source?.close();
    };
  });
}

function jsonOf(data: unknown): unknown {
  try {
    return typeof data === 'string' ? JSON.parse(data) : null;
  } catch {
    return null;
  }
}
