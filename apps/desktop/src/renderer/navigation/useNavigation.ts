import { create } from 'zustand';
import { hashToPage, pageToHash, type Page } from './pages.ts';

interface NavigationState {
  readonly page: Page;
  /** The visit opened last, so that the module leads back to it. */
  readonly lastEncounterId: string | null;
  /** Goes to a page; the browser's Back leads back. */
  readonly go: (page: Page) => void;
  /** The same, in the place of this page: what is typed into the find box makes no history. */
  readonly replace: (page: Page) => void;
  /** From a visit that is no more, to the day; the module no longer leads to it. */
  readonly leaveVisit: () => void;
  readonly back: () => void;
}

/** Where the person is. `useNavigation((at) => at.page)`, `useNavigation((at) => at.go)`. */
export const useNavigation = create<NavigationState>()((set, get) => {
  const show = (page: Page) => { set({ page, lastEncounterId: page.name === 'visit' ? page.encounterId : get().lastEncounterId }); };
  const first = hashToPage(window.location.hash);
  return {
    page: first,
    lastEncounterId: first.name === 'visit' ? first.encounterId : null,
    go: (page) => {
      if (pageToHash(page) !== window.location.hash) window.history.pushState(null, '', pageToHash(page));
      show(page);
    },
    replace: (page) => {
      if (pageToHash(page) !== window.location.hash) window.history.replaceState(null, '', pageToHash(page));
      show(page);
    },
    leaveVisit: () => {
      get().replace({ name: 'today' });
      set({ lastEncounterId: null });
    },
    back: () => { window.history.back(); },
  };
});

// `popstate` also comes with a hash that the person typed.
window.addEventListener('popstate', () => {
  const page = hashToPage(window.location.hash);
  if (pageToHash(page) !== pageToHash(useNavigation.getState().page)) useNavigation.getState().replace(page);
});

/** `useGo()({ name: 'chart', patientId })` */
export const useGo = (): ((page: Page) => void) => useNavigation((at) => at.go);
