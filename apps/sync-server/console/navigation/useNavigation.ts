import { create } from 'zustand';
import { hashToPage, pageToHash, type Page } from './pages.ts';

interface NavigationState {
  readonly page: Page;
  /** Goes to a page; the browser's Back leads back. */
  readonly go: (page: Page) => void;
  /** The same, in the place of this page: what is typed into the find box makes no history. */
  readonly replace: (page: Page) => void;
  readonly back: () => void;
}

/** Where the person is. `useNavigation((at) => at.page)`, `useNavigation((at) => at.go)`. */
export const useNavigation = create<NavigationState>()((set) => ({
  page: hashToPage(window.location.hash),
  go: (page) => {
    if (pageToHash(page) !== window.location.hash) window.history.pushState(null, '', pageToHash(page));
    set({ page });
  },
  replace: (page) => {
    if (pageToHash(page) !== window.location.hash) window.history.replaceState(null, '', pageToHash(page));
    set({ page });
  },
  back: () => { window.history.back(); },
}));

// `popstate` also comes with a hash that the person typed.
window.addEventListener('popstate', () => {
  const page = hashToPage(window.location.hash);
  if (pageToHash(page) !== pageToHash(useNavigation.getState().page)) useNavigation.getState().replace(page);
});

/** `useGo()({ name: 'chart', patientId })` */
export const useGo = (): ((page: Page) => void) => useNavigation((at) => at.go);
