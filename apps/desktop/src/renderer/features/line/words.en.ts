import type { WordsLike } from '../../i18n/wordsLike.ts';
import type { lineZh } from './words.zh.ts';

export const lineEn: WordsLike<typeof lineZh> = {
  allSaved: 'All saved',
  notSaved: 'The last save failed',
  earlierSafe: 'earlier ones are safe',
  allHeld: 'County has everything · {{ago}}',
  attachmentsGo_one: 'County has the records; {{count}} attachment to go', attachmentsGo_other: 'County has the records; {{count}} attachments to go',
  attachmentsWait_one: '{{count}} attachment waits for the line', attachmentsWait_other: '{{count}} attachments wait for the line',
  sending: 'Sending {{done}} / {{total}}',
  pullingBegins: 'Fetching county records',
  pulling: 'Fetching county records, {{documents}} so far',
  pullingOf: 'Fetching county records {{documents}} / {{ofDocuments}}',
  stoppedBefore: 'No line since {{when}}; records come when it is back',
  stopped: 'No line since {{when}}; {{documents}} are here, it goes on by itself',
  stoppedOf: 'No line since {{when}}; {{documents}} of {{ofDocuments}} here, it goes on by itself',
  waiting: '{{count}} waiting',
  lastExchange: 'Last exchange {{ago}}',
  neverExchanged: 'No exchange yet',
  daysWithout_one: '{{count}} day without a line', daysWithout_other: '{{count}} days without a line',
  quarantined: '{{count}} sent back by the county',
  gap: {
    here: 'Save {{number}} of the {{lane}} is missing on this PC; tell county IT',
    county: 'The county lacks save {{number}} of the {{lane}}; sending it again. If this stays, tell county IT',
  },
  lane: { routine: 'routine lane', urgent: 'urgent lane' },
  problem: {
    epochMismatch: 'County database changed; county IT will settle it', beyondLog: 'The county is behind this PC; county IT will settle it', forked: 'This PC was cloned; county IT must confirm it', retired: 'This PC is retired: it only sends', stolen: 'This PC was reported lost; call county IT',
    unknownDevice: 'The county does not know this PC', wireVersion: 'Lianyi and the county are of different versions', badSignature: 'The county rejects our signature; tell county IT', diskFull: 'Disk full: free some space to receive', purged: 'This PC was ended; its patient data is deleted',
  },
};
