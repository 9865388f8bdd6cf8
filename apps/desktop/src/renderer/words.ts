import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { attachmentsEn } from './features/attachments/words.en.ts';
import { attachmentsZh } from './features/attachments/words.zh.ts';
import { dispensingEn } from './features/dispensing/words.en.ts';
import { dispensingZh } from './features/dispensing/words.zh.ts';
import { encountersEn } from './features/encounters/words.en.ts';
import { encountersZh } from './features/encounters/words.zh.ts';
import { lineEn } from './features/line/words.en.ts';
import { lineZh } from './features/line/words.zh.ts';
import { patientsEn } from './features/patients/words.en.ts';
import { patientsZh } from './features/patients/words.zh.ts';
import { prescriptionsEn } from './features/prescriptions/words.en.ts';
import { prescriptionsZh } from './features/prescriptions/words.zh.ts';
import { queueEn } from './features/queue/words.en.ts';
import { queueZh } from './features/queue/words.zh.ts';
import { reviewsEn } from './features/reviews/words.en.ts';
import { reviewsZh } from './features/reviews/words.zh.ts';
import { sessionEn } from './features/session/words.en.ts';
import { sessionZh } from './features/session/words.zh.ts';
import { settingsEn } from './features/settings/words.en.ts';
import { settingsZh } from './features/settings/words.zh.ts';
import { stockEn } from './features/stock/words.en.ts';
import { stockZh } from './features/stock/words.zh.ts';
import { todayEn } from './features/today/words.en.ts';
import { todayZh } from './features/today/words.zh.ts';
import { loadEnglishNames } from './i18n/catalogueWords.ts';
import { followLanguage } from './i18n/language.ts';
import { patientEn } from './patient/words.en.ts';
import { patientZh } from './patient/words.zh.ts';
import { shellEn } from './shell/words.en.ts';
import { shellZh } from './shell/words.zh.ts';

/** A namespace per feature; `shell` and `patient` hold what several share. */
const zh = {
  attachments: attachmentsZh, shell: shellZh, patient: patientZh, session: sessionZh, line: lineZh, today: todayZh, patients: patientsZh, queue: queueZh, settings: settingsZh,
  encounters: encountersZh, prescriptions: prescriptionsZh, dispensing: dispensingZh, stock: stockZh, reviews: reviewsZh,
};
const en = {
  attachments: attachmentsEn, shell: shellEn, patient: patientEn, session: sessionEn, line: lineEn, today: todayEn, patients: patientsEn, queue: queueEn, settings: settingsEn,
  encounters: encountersEn, prescriptions: prescriptionsEn, dispensing: dispensingEn, stock: stockEn, reviews: reviewsEn,
};

declare module 'i18next' {
  interface CustomTypeOptions {
    readonly defaultNS: 'shell';
    readonly returnNull: false;
    readonly resources: typeof zh;
  }
}

/** Makes `useTranslation('patients')` work, in the language kept on this PC. */
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
