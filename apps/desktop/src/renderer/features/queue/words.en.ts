import type { WordsLike } from '../../i18n/wordsLike.ts';
import type { queueZh } from './words.zh.ts';

export const queueEn: WordsLike<typeof queueZh> = {
  title: 'Register in the queue',
  patient: 'Patient',
  findPatient: 'Name, initials, phone or ID',
  nobody: 'Not on this PC. Close with Esc, then F3 for a new patient.',
  nobodyYet: 'Not on this PC yet: county records are still to come. If it cannot wait, close with Esc, then F3 for a new patient.',
  reason: 'Reason',
  reasonHint: 'In a line: what, since when. May stay empty until the visit.',
  triage: 'Triage',
  triageHint: 'Danger signs go first',
  level: { I: 'Ⅰ at once', II: 'Ⅱ within 10 min', III: 'Ⅲ within 30 min', IV: 'Ⅳ not urgent' },
  register: 'Register',
  registered: 'Queue number {{number}}: {{name}}',
  choosePatient: 'Choose a patient first',
  alreadyWaits: 'waiting already',
  errors: { alreadyQueued: 'Waiting already, number {{number}}', patientMissing: 'Choose a patient first', tooLong: 'Too long, at most {{max}} characters' },
};
