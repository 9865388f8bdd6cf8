import type { WordsLike } from '../i18n/wordsLike.ts';
import type { shellZh } from './words.zh.ts';

export const shellEn: WordsLike<typeof shellZh> = {
  product: 'Lianyi',
  modules: 'Modules',
  module: { today: 'Today', patients: 'Patients', visit: 'Visit', dispense: 'Dispense', stock: 'Stock', followUps: 'Follow-up', reviews: 'Review', settings: 'Settings' },
  stick: {
    title: 'Trouble with the stick that stays in this PC',
    trouble: {
      missing: '{{folder}} is not there: put the stick back, or change it in the settings.', notAFolder: '{{folder}} is no folder: change it in the settings.', denied: 'Nothing can be written to {{folder}}: take off the write protection of the stick, or take another.',
      full: 'The stick is full: delete other files on it, or take another.', busy: 'Another program holds the stick: close it.', diskFull: 'The disk of this PC is full: free some space.', failed: 'The stick cannot be written: pull it and put it back, or take another.',
    },
    refused: '{{name}}, which the county put there, was not taken; the settings say why.',
    safe: 'All records are on this PC.', written: 'Last written {{when}}.', neverWritten: 'Never written yet.',
  },
  reviewsWaiting: '{{count}} to review',
  find: 'Name, initials, phone, ID or record no.',
  foundPeople: '{{count}} found',
  lock: 'Lock',
  newSecret: {
    pin: 'New PIN', passphrase: 'New passphrase', again: 'Once more', other: 'Not the same twice',
    hint: { pin: '6 digits', passphrase: '10 characters or more, not only digits' },
    fault: {
      length: 'Too short: a PIN has 6 digits, a passphrase 10 characters or more', onlyDigits: 'A passphrase is not only digits', pattern: 'Too easy: no rows and no repeats, take another', date: 'Reads as a birthday or a date, which is guessed first: take another',
      known: 'Part of this person’s identity number, telephone or birthday: take another',
    },
  },
  lineState: 'State of the line',
  noOpenVisit: 'No visit is open. Press Enter on the Today page to see the next patient',
  foot: 'Foot of the page',
  role: {
    villageDoctor: 'Village doctor', physician: 'Physician', assistantPhysician: 'Assistant physician', nurse: 'Nurse', pharmacist: 'Pharmacist', storeKeeper: 'Store keeper',
    countyOffice: 'County office', countyIt: 'County IT', townshipHead: 'Township head', regionalAnalyst: 'Regional analyst', auditor: 'Auditor',
  },
  savedHere: 'Saved here',
  savedHereUntil: 'Everything up to <b>{{clock}}</b> is saved here',
  worksOffline: 'works without a line; sent when it is back',
  cancel: 'Cancel',
  close: 'Close',
  undo: 'Take back',
  save: 'Save',
  required: 'Required',
  none: '—',
  extension: {
    code: 'Extension code of the county', codeHint: '112 characters; case and spaces do not matter, and it may be pasted', use: 'Use this code',
    why: { notACode: 'Not the right length, or letters that no code has: compare it', locked: 'Enter your PIN first', refused: 'This code is for another PC, has been used, or has a letter wrong' },
    shorter: 'This code was not used: without the county there is longer left as it is (days left: {{left}}, days of the code: {{days}})',
  },
  help: { title: 'Keys of this page', everywhere: 'Everywhere', thisPage: 'This page', find: 'find a patient', help: 'help and the keys of this page', module: 'module', lock: 'lock', next: 'next, previous field; open the chosen row', escape: 'close, never save', digits: 'in an alert or choice: take that answer' },
  failed: {
    title: { diskFull: 'Not saved: the disk is full.', unreachable: 'Not saved: Lianyi does not answer.', forbidden: 'Not saved: your post does not cover this.', invalid: 'Not saved: the content was not understood.', fault: 'Not saved: the program has failed.', locked: 'Not saved: the screen is locked.', moved: 'Not saved: the record has moved to another institution.' },
    safe: { diskFull: 'What you wrote is still on the screen; earlier records are on the disk. Make room, then save again.', unreachable: 'What you wrote is still on the screen; earlier records are on the disk.', forbidden: 'Nothing was changed. Ask a colleague who may do it to unlock.', invalid: 'What you wrote is still on the screen; earlier records are on the disk. Change it, then save again.', fault: 'What you wrote is still on the screen; earlier records are on the disk. Save again; if that fails, restart Lianyi and tell county IT.', locked: 'What you wrote is still here. Unlock, then save again.', moved: 'Nothing was changed. Call the new institution; what is still to be sent from here goes there first.' },
    again: 'Save again',
  },
  hostGone: {
    title: 'The program behind this page has stopped.', safe: 'Everything saved is on the disk; what you are writing is still on the screen.', next: 'It usually opens again by itself within seconds: enter your PIN then, and go on. If it has not after a minute, start Lianyi again.',
    foot: 'Stopped: what is written now is not saved yet', line: 'Lianyi does not answer',
  },
  crashed: { title: 'This page has failed.', body: 'Saved records are on the disk, and the other pages work.', again: 'Open this page again', today: 'Back to Today' },
  loadFailed: { title: 'This page could not be read.', body: 'The records are on the disk, unchanged.', again: 'Read again' },
  error: {
    required: 'Required', tooLarge: 'Too large ({{bytes}} bytes): split it', tooLong: 'Too long, at most {{max}} characters', invalid: 'Not valid', notFound: 'Not found: it may have changed, open it again', stale: 'Changed elsewhere just now: look at it, then save', newerVersion: 'A newer version wrote more here than this one knows: it can be changed after the update of Lianyi; nothing is lost',
      moved: 'This record has moved to another institution and cannot be written to here. What you wrote is still on the screen: call them',
    unknown: 'Not valid ({{code}})',
  },
  action: {
    'attachments.add': 'attachments', 'patients.register': 'new patients', 'patients.change': 'record changes', 'patients.move': 'moves', 'patients.link': 'links', 'patients.unlink': 'links', 'queue.add': 'queue', 'queue.leave': 'queue', 'queue.restore': 'queue', 'encounters.open': 'visits', 'encounters.save': 'visits', 'encounters.sign': 'visits',
    'encounters.addendum': 'visits', 'prescriptions.save': 'prescriptions', 'prescriptions.sign': 'prescriptions', 'prescriptions.stop': 'prescriptions', 'dispensing.dispense': 'dispensed', 'stock.receive': 'received', 'stock.count': 'counts', 'stock.move': 'stock', 'reviews.resolve': 'reviews', 'door.events': 'keys', 'chart.reads': 'looks',
    'imports.roster': 'imported', 'imports.fhir': 'imported', other: 'other',
  },
};
