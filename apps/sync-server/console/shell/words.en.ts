import type { WordsLike } from '../i18n/wordsLike.ts';
import type { shellZh } from './words.zh.ts';

export const shellEn: WordsLike<typeof shellZh> = {
  product: 'Lianyi',
  console: 'county console',
  modules: 'Modules',
  module: { today: 'Today', organisations: 'Clinics', patients: 'Patients', reviews: 'Review', devices: 'Devices', people: 'People', audit: 'Audit', settings: 'Settings' },
  reviewsWaiting: '{{count}} to review',
  devicesSilent: '{{count}} silent for over 3 days',
  find: 'Find a patient, clinic or device',
  logout: 'Log out',
  lineState: 'State of the line',
  close: 'Close',
  cancel: 'Cancel',
  none: '—',
  never: 'never',
  and: ', ',
  role: { villageDoctor: 'Village doctor', physician: 'Physician', assistantPhysician: 'Assistant physician', nurse: 'Nurse', pharmacist: 'Pharmacist', storeKeeper: 'Store keeper', countyOffice: 'County office', countyIt: 'County IT', townshipHead: 'Township head', regionalAnalyst: 'Regional analyst', auditor: 'Auditor' },
  orgType: { county: 'County', hospital: 'County hospital', township: 'Township', village: 'Village' },
  line: {
    live: 'Live from the county server',
    reached: 'Connected to the county server',
    resuming: 'going live again',
    lost: 'County server cannot be reached',
    showing: 'showing {{when}}',
    connecting: 'Connecting to the county server',
  },
  live: 'Live',
  asOf: 'as of {{when}}',
  notLive: 'not live',
  failed: {
    title: { signedOut: 'Your session has ended.', forbidden: 'You may not see this.', tooMany: 'Too many attempts.', invalid: 'The county server does not understand this request.', missing: 'The county does not have this.', unreachable: 'The county server cannot be reached.', fault: 'The county server failed.' },
    body: {
      signedOut: 'Nothing was changed. Please log in again.', forbidden: 'If you need it, ask county IT to extend your account.', tooMany: 'Wait a minute, then try again.', invalid: 'Reload the page; if that does not help, tell county IT.', missing: 'It may have been joined to another record, or the address is incomplete. Search again.',
      unreachable: 'Clinics go on working and saving; they send by themselves once they can. This page updates when the line is back.', fault: 'Every clinic\'s records are safe and unchanged. Try again; if it goes on, tell county IT.',
    },
    again: 'Try again',
  },
  crashed: { title: 'This page has failed.', body: 'Every clinic\'s records are safe, and the other pages work.', again: 'Open this page again', today: 'Back to Today' },
  help: { title: 'Keys', find: 'find a patient, clinic or device, from anywhere', module: 'change module', rows: 'choose a row', open: 'open the chosen row', logout: 'log out', escape: 'close; empty or leave the search', help: 'this list' },
};
