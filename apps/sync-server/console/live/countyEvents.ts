import { Observable } from 'rxjs';
import type { OrganisationPage } from '../../src/reports/views.ts';
import { standingPage } from './standing.ts';

const eventsPath = '/console/streams/organisations/events';
/** The county says something at least every 20 s: a line that is silent for longer is dead, though nobody closed it. */
const patienceMs = 50_000;
/** Where the browser gives up (an answer that is no stream), we begin anew after so long. */
const againMs = 5000;

export type CountyEvent =
  /** The stream is open: whatever was missed before is pulled. */
  | { readonly kind: 'open' }
  /** The line lives. */
  | { readonly kind: 'beat' }
  | { readonly kind: 'changed'; readonly page: OrganisationPage }
  /** Nothing comes at the moment; it tries again by itself. `isRefused`: somebody answered, but with no stream. */
  | { readonly kind: 'lost'; readonly isRefused: boolean };

/** What the county says by itself, as long as somebody listens. Never completes and never fails. */
export function countyEvents(): Observable<CountyEvent> {
  return new Observable((observer) => {
    let source: EventSource | null = null;
    let again: ReturnType<typeof setTimeout> | undefined;
    let watch: ReturnType<typeof setTimeout> | undefined;
    const beginIn = (ms: number): void => {
      clearTimeout(again);
      again = setTimeout(begin, ms);
    };
    const begin = (): void => {
      const opened = new EventSource(eventsPath);
      source = opened;
      const lose = (isRefused: boolean): void => {
        clearTimeout(watch);
        observer.next({ kind: 'lost', isRefused });
      };
      const hear = (event: CountyEvent): void => {
        clearTimeout(watch);
        watch = setTimeout(() => {
          opened.close();
          lose(false);
          beginIn(0);
        }, patienceMs);
        observer.next(event);
      };
      opened.addEventListener('open', () => { hear({ kind: 'open' }); });
      opened.addEventListener('beat', () => { hear({ kind: 'beat' }); });
      opened.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        const page = standingPage.safeParse(jsonOf(data));
        if (page.success) hear({ kind: 'changed', page: page.data });
      });
      opened.addEventListener('error', () => {
        const isRefused = opened.readyState === EventSource.CLOSED;
        lose(isRefused);
        if (isRefused) beginIn(againMs);
      });
    };
    begin();
    return () => {
      clearTimeout(again);
      clearTimeout(watch);
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
