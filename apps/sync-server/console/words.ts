import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { auditEn } from './features/audit/words.en.ts';
import { auditZh } from './features/audit/words.zh.ts';
import { directoryEn } from './directory/words.en.ts';
import { directoryZh } from './directory/words.zh.ts';
import { devicesEn } from './features/devices/words.en.ts';
import { devicesZh } from './features/devices/words.zh.ts';
import { organisationsEn } from './features/organisations/words.en.ts';
import { organisationsZh } from './features/organisations/words.zh.ts';
import { patientsEn } from './features/patients/words.en.ts';
import { patientsZh } from './features/patients/words.zh.ts';
import { peopleEn } from './features/people/words.en.ts';
import { peopleZh } from './features/people/words.zh.ts';
import { reviewsEn } from './features/reviews/words.en.ts';
import { reviewsZh } from './features/reviews/words.zh.ts';
import { rolesEn } from './features/roles/words.en.ts';
import { rolesZh } from './features/roles/words.zh.ts';
import { sessionEn } from './features/session/words.en.ts';
import { sessionZh } from './features/session/words.zh.ts';
import { settingsEn } from './features/settings/words.en.ts';
import { settingsZh } from './features/settings/words.zh.ts';
import { todayEn } from './features/today/words.en.ts';
import { todayZh } from './features/today/words.zh.ts';
import { loadEnglishNames } from './i18n/catalogueWords.ts';
import { followLanguage } from './i18n/language.ts';
import { recordEn } from './record/words.en.ts';
import { recordZh } from './record/words.zh.ts';
import { shellEn } from './shell/words.en.ts';
import { shellZh } from './shell/words.zh.ts';

/** A namespace per feature; `shell` and `record` hold what several share. */
const zh = { shell: shellZh, record: recordZh, directory: directoryZh, people: peopleZh, roles: rolesZh, session: sessionZh, today: todayZh, organisations: organisationsZh, patients: patientsZh, reviews: reviewsZh, devices: devicesZh, audit: auditZh, settings: settingsZh };
const en = { shell: shellEn, record: recordEn, directory: directoryEn, people: peopleEn, roles: rolesEn, session: sessionEn, today: todayEn, organisations: organisationsEn, patients: patientsEn, reviews: reviewsEn, devices: devicesEn, audit: auditEn, settings: settingsEn };

declare module 'i18next' {
  interface CustomTypeOptions {
    readonly defaultNS: 'shell';
    readonly returnNull: false;
    readonly resources: typeof zh;
  }
}

/** Makes `useTranslation('patients')` work, in the language kept in this browser. */
export function startWords(): void {
  void i18next.use(initReactI18next).init({
    resources: { zh, en },
    defaultNS: 'shell',
    fallbackLng: 'zh',
    interpolation: { escapeValue: false },
    initAsync: false,
    returnNull: false,
  });
  followLanguage(loadEnglishNames);
}
