/**
 * Who may do what, written down by hand as a person of the county expects it, from the issue of the work, DESIGN.md (7) and
 * ADR 0042. It is not made from `codes/roles.ts`, which it checks.
 */
import { readTable } from './readTable.ts';

/**
 * Of the console. `device`: an active PC's signature and no session. `posted`: of the county's office, with a post at the
 * township that the village belongs to. `uncoded`: of county IT, and has yet to set one-time codes up.
 *
 * `who`: 401. `no`: 403. `answers`: nothing of any patient. `names`: whose the record is. `chart`: what stands in it.
 * `writes`: something is changed at the county. `unread`: 400, let in, and what was sent is nonsense.
 */
export const consoleTable = readTable(['nobody', 'device', 'office', 'posted', 'it', 'analyst', 'auditor', 'uncoded'], `
                                            | nobody   device   office   posted   it       analyst  auditor  uncoded
  session.me                                | answers  answers  answers  answers  answers  answers  answers  answers
  session.demoAccounts                      | answers  answers  answers  answers  answers  answers  answers  answers
  session.login                             | answers  answers  answers  answers  answers  answers  answers  answers
  session.logout                            | answers  answers  answers  answers  answers  answers  answers  answers
  session.mine                              | who      who      answers  answers  answers  answers  answers  who
  session.end                               | who      who      answers  answers  answers  answers  answers  who
  session.changePassword                    | who      who      answers  answers  answers  answers  answers  who
  session.offerTotp                         | who      who      answers  answers  answers  answers  answers  answers
  session.confirmTotp                       | who      who      unread   unread   unread   unread   unread   unread

  today                                     | who      who      names    names    names    answers  answers  who
  organisations.list                        | who      who      answers  answers  answers  answers  answers  who
  patients.search                           | who      who      names    names    names    no       no       who
  patients.get                              | who      who      names    chart    names    no       no       who
  patients.attachments                      | who      who      answers  names    answers  no       no       who
  patients.breakGlass                       | who      who      writes   writes   writes   no       no       who
  reviews.list                              | who      who      chart    chart    chart    no       no       who
  quarantine.list                           | who      who      answers  answers  answers  no       no       who

  devices.list                              | who      who      answers  answers  answers  no       no       who
  devices.acts                              | who      who      answers  answers  answers  no       no       who
  devices.code                              | who      who      no       no       writes   no       no       who
  devices.act                               | who      who      no       no       writes   no       no       who
  devices.replace                           | who      who      no       no       writes   no       no       who
  devices.recover                           | who      who      no       no       writes   no       no       who
  devices.extend                            | who      who      no       no       answers  no       no       who

  directory.organisations                   | who      who      answers  answers  answers  no       answers  who
  directory.people                          | who      who      answers  answers  answers  no       answers  who
  directory.addOrganisation                 | who      who      no       no       writes   no       no       who
  directory.moveOrganisation                | who      who      no       no       writes   no       no       who
  directory.closeOrganisation               | who      who      no       no       writes   no       no       who
  directory.setOrganisation                 | who      who      no       no       writes   no       no       who
  directory.addPerson                       | who      who      no       no       writes   no       no       who
  directory.givePost                        | who      who      no       no       writes   no       no       who
  directory.endPosts                        | who      who      no       no       writes   no       no       who
  directory.giveRights                      | who      who      no       no       writes   no       no       who

  accounts.of                               | who      who      no       no       answers  no       no       who
  accounts.block                            | who      who      no       no       writes   no       no       who
  accounts.unblock                          | who      who      no       no       writes   no       no       who
  accounts.endWait                          | who      who      no       no       answers  no       no       who
  accounts.resetTotp                        | who      who      no       no       writes   no       no       who
  accounts.newPassword                      | who      who      no       no       writes   no       no       who

  audit.page                                | who      who      no       no       no       no       names    who
  audit.find                                | who      who      no       no       no       no       names    who
  audit.export                              | who      who      no       no       no       no       names    who

  POST /console/parcels                     | who      who      answers  answers  answers  no       no       who
  GET /console/streams/organisations/pull   | who      who      answers  answers  answers  answers  answers  who
  GET /console/streams/organisations/events | who      who      answers  answers  answers  answers  answers  who
  GET /rxdb/:stream/pull organisations      | who      who      answers  answers  answers  answers  no       who
  GET /rxdb/:stream/pull people             | who      who      answers  answers  answers  no       answers  who
  GET /rxdb/:stream/pull products           | who      who      answers  answers  answers  answers  no       who
  GET /rxdb/:stream/pull patients           | who      who      chart    chart    no       no       no       who
  GET /rxdb/:stream/pull encounters         | who      who      chart    chart    no       no       no       who
  GET /rxdb/:stream/pull prescriptions      | who      who      chart    chart    no       no       no       who
  GET /rxdb/:stream/pull reviews            | who      who      chart    chart    no       no       no       who
  GET /rxdb/:stream/events organisations    | who      who      answers  answers  answers  answers  no       who
  GET /rxdb/:stream/events people           | who      who      answers  answers  answers  no       answers  who
  GET /rxdb/:stream/events products         | who      who      answers  answers  answers  answers  no       who
  GET /rxdb/:stream/events patients         | who      who      answers  answers  no       no       no       who
  GET /rxdb/:stream/events encounters       | who      who      answers  answers  no       no       no       who
  GET /rxdb/:stream/events prescriptions    | who      who      answers  answers  no       no       no       who
  GET /rxdb/:stream/events reviews          | who      who      answers  answers  no       no       no       who

  GET /health                               | answers  answers  answers  answers  answers  answers  answers  answers
  GET /metrics                              | answers  answers  answers  answers  answers  answers  answers  answers
  GET /*                                    | answers  answers  answers  answers  answers  answers  answers  answers
`);
export type ConsoleAsker = (typeof consoleTable)['columns'][number];

/**
 * Of the PCs' routes; what is asked for is the village's. `person`: county IT's session and no signature. `above`: a PC of
 * the township that the village belongs to. `far`: one of another village. `retired`, `stolen` and `purge` were the
 * village's; `unconfirmed` is the village's, and the county was restored.
 *
 * `shows`: the record, or the part of it that the route gives. `none`: 404, as for what there is not. `aside`: taken into
 * quarantine, and changes nothing. The others as above.
 */
export const deviceTable = readTable(['nobody', 'person', 'village', 'above', 'far', 'retired', 'stolen', 'purge', 'unconfirmed'], `
                                                              | nobody   person   village  above    far      retired  stolen   purge    unconfirmed
  POST /sync/exchange (pulls)                                 | who      who      shows    shows    answers  no       no       answers  answers
  POST /sync/exchange (delivers a change of the record)       | who      who      writes   writes   aside    writes   aside    writes   writes
  POST /sync/checksums                                        | who      who      shows    shows    answers  no       no       no       answers
  POST /sync/repair                                           | who      who      shows    shows    answers  no       no       no       answers
  POST /sync/snapshots                                        | who      who      shows    shows    answers  no       no       no       answers
  GET /sync/chunks/:sha256                                    | who      who      shows    shows    none     none     none     none     none
  POST /sync/witness/ask                                      | who      who      answers  answers  answers  no       no       no       answers
  POST /sync/witness                                          | who      who      answers  answers  answers  no       no       no       answers
  POST /sync/attachments/ask (of its maker, held)             | who      who      shows    answers  answers  answers  answers  answers  answers
  GET /sync/attachments/:id/:part                             | who      who      shows    shows    none     none     none     none     none
  POST /sync/lookups (by the number of the village's patient) | who      who      answers  answers  writes   no       no       no       no
  HEAD /sync/uploads/:sha256 (under the village's token)      | who      who      answers  who      who      who      who      who      who
  PATCH /sync/uploads/:sha256 (under the village's token)     | who      who      answers  who      who      who      who      who      who
  HEAD /sync/uploads/:sha256 (under a token of its own)       | who      who      answers  answers  answers  answers  who      answers  answers
  PATCH /sync/uploads/:sha256 (under a token of its own)      | who      who      answers  answers  answers  answers  who      answers  answers
  POST /devices/enrol (with a code that is good)              | writes   writes   writes   writes   writes   writes   writes   writes   writes
  POST /devices/enrol (with a code that is not)               | no       no       no       no       no       no       no       no       no
  POST /devices/recover (with a code that is not)             | no       no       no       no       no       no       no       no       no
  POST /devices/purged (signed by nobody)                     | who      who      who      who      who      who      who      who      who
  POST /sync/readmissions (the county's word for the village) | answers  answers  answers  answers  answers  answers  answers  answers  answers
  POST /sync/readmissions (a word that is not the county's)   | no       no       no       no       no       no       no       no       no
`);
export type DeviceAsker = (typeof deviceTable)['columns'][number];

/**
 * What somebody of each role may save, by their post at the village (those of the county: at the county, whose people do
 * not work at clinics' PCs) on a PC there.
 * `elsewhere`: a doctor of another township's village. `ended`: a doctor whose post ended yesterday. `before`: the same
 * doctor, of what was saved the day before that. `yes`: accepted or merged. `no`: quarantined, and nothing is changed.
 */
export const kindTable = readTable([
  'villageDoctor', 'physician', 'assistantPhysician', 'nurse', 'pharmacist', 'storeKeeper', 'townshipHead', 'countyOffice', 'countyIt', 'regionalAnalyst', 'auditor', 'elsewhere', 'ended', 'before',
], `
                             | villageDoctor physician assistantPhysician nurse pharmacist storeKeeper townshipHead countyOffice countyIt regionalAnalyst auditor elsewhere ended before
  patient: create            | yes           yes       yes                yes   no         no          no           no           no       no              no      no        no    yes
  patient: change            | yes           yes       yes                yes   no         no          no           no           no       no              no      no        no    yes
  patientMove: create        | yes           yes       yes                yes   no         no          no           no           no       no              no      no        no    yes
  patientMove: change        | no            no        no                 no    no         no          no           no           no       no              no      no        no    no
  patientLink: create        | yes           yes       yes                yes   no         no          no           no           no       no              no      no        no    yes
  patientLink: change        | yes           yes       yes                yes   no         no          no           no           no       no              no      no        no    yes
  queueEntry: create         | yes           yes       yes                yes   no         no          no           no           no       no              no      no        no    yes
  queueEntry: change         | yes           yes       yes                yes   no         no          no           no           no       no              no      no        no    yes
  encounter: create          | yes           yes       yes                yes   no         no          no           no           no       no              no      no        no    yes
  encounter: change          | yes           yes       yes                yes   no         no          no           no           no       no              no      no        no    yes
  encounter: sign            | yes           yes       yes                no    no         no          no           no           no       no              no      no        no    yes
  encounter: create signed   | yes           yes       yes                no    no         no          no           no           no       no              no      no        no    yes
  prescription: create       | yes           yes       yes                yes   no         no          no           no           no       no              no      no        no    yes
  prescription: change       | yes           yes       yes                yes   no         no          no           no           no       no              no      no        no    yes
  prescription: sign         | yes           yes       yes                no    no         no          no           no           no       no              no      no        no    yes
  prescription: create signed| yes           yes       yes                no    no         no          no           no           no       no              no      no        no    yes
  prescription: stop         | yes           yes       yes                no    no         no          no           no           no       no              no      no        no    yes
  dispense: create           | yes           yes       yes                yes   yes        no          no           no           no       no              no      no        no    yes
  dispense: change           | no            no        no                 no    no         no          no           no           no       no              no      no        no    no
  stockMove: create          | yes           yes       yes                yes   yes        yes         no           no           no       no              no      no        no    yes
  stockMove: change          | no            no        no                 no    no         no          no           no           no       no              no      no        no    no
  historyEntry: create       | yes           yes       yes                yes   no         no          no           no           no       no              no      no        no    yes
  historyEntry: change       | no            no        no                 no    no         no          no           no           no       no              no      no        no    no
  attachment: create         | yes           yes       yes                yes   no         no          no           no           no       no              no      no        no    yes
  attachment: change         | no            no        no                 no    no         no          no           no           no       no              no      no        no    no
  review: create             | no            no        no                 no    no         no          no           no           no       no              no      no        no    no
  review: change             | yes           yes       yes                yes   yes        no          yes          no           no       no              no      no        no    yes
  chartReads: create         | yes           yes       yes                yes   yes        yes         yes          no           no       no              no      no        no    yes
  chartReads: change         | no            no        no                 no    no         no          no           no           no       no              no      no        no    no
  doorEvents: create         | yes           yes       yes                yes   yes        yes         yes          yes          yes      yes             yes     yes       yes   yes
  doorEvents: change         | no            no        no                 no    no         no          no           no           no       no              no      no        no    no
  organisation: create       | no            no        no                 no    no         no          no           no           no       no              no      no        no    no
  organisation: change       | no            no        no                 no    no         no          no           no           no       no              no      no        no    no
  person: create             | no            no        no                 no    no         no          no           no           no       no              no      no        no    no
  person: change             | no            no        no                 no    no         no          no           no           no       no              no      no        no    no
  product: create            | no            no        no                 no    no         no          no           no           no       no              no      no        no    no
  product: change            | no            no        no                 no    no         no          no           no           no       no              no      no        no    no
`);
export type Writer = (typeof kindTable)['columns'][number];

/**
 * Where a document of each kind that the village makes is pulled. `own`: at the village. `above`: at its township. `beside`:
 * at another village of that township. `far`: in another township.
 */
export const readingTable = readTable(['own', 'above', 'beside', 'far'], `
               | own   above beside far
  organisation | yes   yes   yes    yes
  person       | yes   yes   yes    yes
  product      | yes   yes   yes    yes
  patient      | yes   yes   no     no
  patientMove  | yes   yes   no     no
  patientLink  | yes   yes   no     no
  queueEntry   | yes   yes   no     no
  encounter    | yes   yes   no     no
  prescription | yes   yes   no     no
  dispense     | yes   yes   no     no
  stockMove    | yes   yes   no     no
  historyEntry | yes   yes   no     no
  attachment   | yes   yes   no     no
  review       | yes   yes   no     no
  chartReads   | yes   yes   no     no
  doorEvents   | yes   yes   no     no
`);
