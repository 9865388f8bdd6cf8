import i18next from 'i18next';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export const languages = ['zh', 'en'] as const;
export type Language = (typeof languages)[number];

interface LanguageState {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
}

/** The language of this PC, kept on it. */
export const useLanguageStore = create<LanguageState>()(
  persist((set) => ({
    language: 'zh',
    setLanguage: (language) => { set({ language }); },
  }), { name: 'lianyi.language', partialize: ({ language }) => ({ language }) }),
);

export const useLanguage = (): Language => useLanguageStore((state) => state.language);

/** Keeps i18next and the document's `lang` at the chosen language. */
export function followLanguage(readNames: () => Promise<void>): void {
  const apply = ({ language }: LanguageState) => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    // The catalogue's English names come first, so that no page is drawn half in each.
    const names = language === 'en' ? readNames() : Promise.resolve();
    void names.catch(() => undefined).then(async () => i18next.changeLanguage(useLanguageStore.getState().language));
  };
  apply(useLanguageStore.getState());
  useLanguageStore.subscribe(apply);
}
