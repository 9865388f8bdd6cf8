import type { WordsLike } from '../i18n/wordsLike.ts';
import type { patientZh } from './words.zh.ts';

export const patientEn: WordsLike<typeof patientZh> = {
  banner: 'Patient',
  allergies: 'Allergies',
  noAllergies: 'Asked, no known allergies',
  allergiesUnasked: 'Allergies not asked',
  problems: 'History',
  risks: 'Risk',
  risk: { over65: 'over 65', under6: 'under 6', pregnant: 'pregnant', hypertension: 'hypertension programme', diabetes: 'diabetes programme', copd: 'COPD programme' },
  waiting: 'Saved here, waiting',
  completeAsOf: 'Complete as of {{when}}',
  completeNote: '{{ago}}; later visits may be missing',
  completeFresh: 'compared with the county {{ago}}',
  neverExchanged: 'Not yet exchanged with the county',
  neverExchangedNote: 'Visits and medicines elsewhere may be missing',
  openReviews_other: '{{count}} to review',
  openReviews_one: '{{count}} to review',
  place: { here: 'Saved here, waiting', toSend: 'waiting to be sent', held: 'County has it', waitingAtCounty: 'At county, waits for earlier', quarantined: 'In quarantine' },
  placeNote: {
    here: 'Saved on this PC, waiting to be sent',
    held: 'The county holds it',
    waitingAtCounty: 'The county holds it and waits for what comes before it',
    quarantined: 'In quarantine at the county: nothing is lost, people must settle it',
  },
  quarantined_other: '{{count}} sent back',
  quarantined_one: '{{count}} sent back',
  lookAt: 'Look at it',
  programme: { hypertension: 'Hypertension', diabetes: 'Type 2 diabetes', copd: 'COPD' },
  severity: { mild: 'mild', severe: 'severe', unknown: 'severity unknown' },
};
