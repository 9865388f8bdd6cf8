import type { WordsLike } from '../../i18n/wordsLike.ts';
import type { auditZh } from './words.zh.ts';

export const auditEn: WordsLike<typeof auditZh> = {
  title: 'Audit',
  sub: 'Who looked at or changed whose record, from where and when. Nothing of what the records say.',
  table: 'Audit entries',
  what: 'Which',
  kinds: { all: 'All', reads: 'Looks', glass: 'Opened with a reason', changes: 'Changes', access: 'Logins and rights' },
  from: 'From',
  until: 'Until',
  at: 'When', who: 'Who', did: 'What', whom: 'Patient', where: 'From where',
  only: { patientId: 'This patient only', personId: 'This person only', deviceId: 'This PC only' },
  filtered: { patientId: 'Patient: {{name}}', personId: 'Person: {{name}}', deviceId: 'PC: {{name}}' },
  clear: 'Clear',
  more: 'Further back',
  export: 'Export CSV',
  exported: '{{count}} entries exported',
  empty: 'No such entries',
  emptyNext: 'Try another time or filter.',
  chosen: 'The chosen entry',
  patientCount: '{{count}} patients',
  session: 'Session', device: 'PC', place: 'Institution', about: 'Of', received: 'At the county', console: 'County console', server: 'Command line of the county server',
  reason: 'Reason', explanation: 'What was written', clinic: 'The record\'s clinic', unseen: 'has not seen it yet', seen: 'saw it {{when}}', asks: 'asks {{when}}: {{question}}',
  action: {
    'patients.search': 'searched patients', 'chart.read': 'read the chart', 'chart.refused': 'chart stayed closed', 'today.read': 'saw the to-do of today', 'reviews.read': 'saw reviews', 'stream.read': 'copied documents', 'audit.read': 'read the audit', 'audit.export': 'exported the audit', 'glass.open': 'opened with a reason',
    'session.login': 'logged in', 'session.wrong': 'failed to log in', 'session.logout': 'logged out', 'session.end': 'ended another session', 'session.recovery': 'used a recovery code',
    'user.add': 'new user', 'user.password': 'changed a password', 'user.totp': 'set up one-time codes', 'user.totpReset': 'took one-time codes back', 'user.block': 'blocked a user', 'user.unblock': 'let a user in again',
    'directory.write': 'changed institutions or people', 'device.manage': 'decided about a PC', 'device.confirm': 'confirmed a PC', 'patient.move': 'moved a record', 'bundle.release': 'released from quarantine', 'gap.lost': 'gave up a gap', 'county.backup': 'backup', 'county.restore': 'restore', 'documents.dump': 'dumped all documents', 'document.prove': 'proved a document',
    'read.chart': 'read the chart', 'read.card': 'saw the card', 'read.visit': 'saw a visit', 'read.prescription': 'saw a prescription', 'read.dispense': 'saw what is dispensed', 'read.review': 'saw a review', 'read.quarantine': 'saw the quarantine',
  },
  reasons: { emergency: 'Emergency', referral: 'Referral', complaint: 'Complaint', other: 'Other' },
};
