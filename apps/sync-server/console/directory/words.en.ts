import type { WordsLike } from '../i18n/wordsLike.ts';
import type { directoryZh } from './words.zh.ts';

export const directoryEn: WordsLike<typeof directoryZh> = {
  save: 'Save',
  cancel: 'Cancel',
  required: 'Required',
  reason: 'Reason',
  until: 'Until (may be empty)',
  from: 'From',
  unchanged: 'It was so already: nothing was changed',
  written: 'Written; the clinics hear of it',
  noAnswer: 'Not saved: the county server does not answer. What you wrote is still here; try again.',
  notAllowed: 'Not saved: your account may not do this. County IT can.',
  capability: { intravenousAntibiotics: 'May give intravenous antibiotics', warehouse: 'Has a warehouse' },
  role: {
    villageDoctor: 'Village doctor', physician: 'Physician', assistantPhysician: 'Assistant physician', nurse: 'Nurse', pharmacist: 'Pharmacist', storeKeeper: 'Store keeper', townshipHead: 'Township head',
    countyOffice: 'County office', countyIt: 'County IT', regionalAnalyst: 'Regional analyst', auditor: 'Auditor',
  },
  qualification: { unknown: 'not entered', physician: 'Physician', assistantPhysician: 'Assistant physician', villageDoctor: 'Village doctor', nurse: 'Nurse', pharmacist: 'Pharmacist', none: 'none' },
  title: { unknown: 'not entered', none: 'no title', junior: 'junior', intermediate: 'intermediate', deputySenior: 'deputy senior', senior: 'senior' },
  antibiotics: { none: 'none', nonRestricted: 'non-restricted', restricted: 'restricted', special: 'special' },
  or: ' or ',
  allow: 'I have looked at it, and the county allows it',
  yes: 'yes',
  no: 'no',
  fault: {
    invalid: 'Not as it should be: {{field}}', notToday: 'The day cannot be after today.', noSuchOrganisation: 'There is no such clinic: reload.', noSuchParent: 'There is no such clinic to stand under: reload.',
    parentClosed: 'The clinic above is closed: choose another, or reopen it first.', wrongParentType: 'It stands under one of a higher kind: county > hospital > township > village.', isCounty: 'The county is neither moved nor closed.', secondCounty: 'There is only one county.',
    hasOpenBelow: 'Open clinics stand below it: close or move them first.', alreadyThere: 'It stands there already.', alreadyClosed: 'It is closed already.', notClosed: 'It is not closed.',
    hasDevices: '{{count}} active PCs are there ({{names}}): let them deliver, then retire them first.', hasPatients: 'The records of {{count}} patients are at home there: move them first.', hasPosts: '{{count}} people hold posts there ({{names}}): end those first, on the page of people.',
    unknownCapability: 'There is no such capability: {{code}}.', sameName: 'One of that name stands there already, and is another: change that one.', noSuchPerson: 'There is no such person: reload.', samePersonName: 'Somebody of that name works there: for the same person add a post; if it is truly another, tick the box.',
    noSuchPost: 'There is no such post.', organisationClosed: 'That clinic is closed.', daysReversed: 'It would end before it begins.',
    beyondLicence: 'More than licence and title allow: look at those first.', wrongPlaceForRole: '{{role}} is no post of such a place: those of the county are at the county, those that treat are not, a head is at a township, a village doctor at a village or township.',
    roleBeyondLicence: '{{role}} takes the licence {{licences}}; entered is: {{licence}}. Look at the licence first.', divisionCodeTaken: 'The division code {{code}} is that of {{name}}: compare it.',
    postTwice: 'It overlaps with the same post of other days ({{from}} ~ {{until}}): end that first, or give other days.', unlikelyDay: 'The day looks mistyped: {{day}} (not before 1950; a beginning within a year, an end within 60).',
    samePersonElsewhere: 'Somebody of that name is on the roster, at {{names}}: for the same person add a post there; if it is truly another, tick the box.',
  },
};
