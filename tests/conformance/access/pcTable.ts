import { readTable } from './readTable.ts';

/**
 * Who may ask a clinic's PC for what, written down by hand as a village and its health centre expect it. It is not made from
 * `codes/roles.ts`, which it checks.
 *
 * `nobody`: the lock screen. The roles: signed in at the command line, which may ask everything that the page may.
 * `page`: the village doctor before the page, of whom some questions are not taken.
 * `yes`: let in, as far as what was sent makes sense. `who`: somebody has to unlock. `no`: their post does not allow it.
 */
export const pcTable = readTable(['nobody', 'villageDoctor', 'nurse', 'pharmacist', 'storeKeeper', 'townshipHead', 'page'], `
                           | nobody villageDoctor nurse pharmacist storeKeeper townshipHead page
  session.status           | yes    yes           yes   yes        yes         yes          yes
  session.unlock           | yes    yes           yes   yes        yes         yes          yes
  session.lock             | yes    yes           yes   yes        yes         yes          yes
  session.rekey            | who    yes           yes   yes        yes         yes          no
  session.backup           | who    yes           no    no         no          yes          no
  session.scopes           | who    yes           yes   yes        yes         yes          no
  session.dump             | who    yes           no    no         no          yes          no
  session.prove            | who    yes           yes   yes        yes         yes          no

  keys.holders             | who    yes           yes   yes        yes         yes          yes
  keys.change              | who    yes           yes   yes        yes         yes          yes
  keys.set                 | who    yes           yes   yes        yes         yes          yes
  keys.recover             | yes    yes           yes   yes        yes         yes          yes
  keys.stillHere           | who    yes           yes   yes        yes         yes          yes
  keys.extendLease         | yes    yes           yes   yes        yes         yes          yes

  line.state               | yes    yes           yes   yes        yes         yes          yes
  line.changed             | yes    yes           yes   yes        yes         yes          yes
  line.exchangeNow         | who    yes           yes   yes        yes         yes          yes
  line.traffic             | who    yes           yes   yes        yes         yes          yes
  line.lastCheck           | who    yes           yes   yes        yes         yes          yes
  parcels.make             | who    yes           yes   yes        yes         yes          yes
  parcels.read             | who    yes           yes   yes        yes         yes          yes
  parcels.folder           | who    yes           yes   yes        yes         yes          yes
  parcels.setFolder        | who    yes           yes   yes        yes         yes          yes
  doctor.examine           | who    yes           yes   yes        yes         yes          no

  patients.search          | who    yes           yes   yes        yes         yes          yes
  patients.card            | who    yes           yes   yes        yes         yes          yes
  patients.chart           | who    yes           yes   yes        yes         yes          yes
  patients.villages        | who    yes           yes   yes        yes         yes          yes
  patients.checkDraft      | who    yes           yes   yes        yes         yes          yes
  patients.institutions    | who    yes           yes   yes        yes         yes          yes
  patients.lastMove        | who    yes           yes   yes        yes         yes          yes
  patients.register        | who    yes           yes   no         no          no           yes
  patients.change          | who    yes           yes   no         no          no           yes
  patients.move            | who    yes           yes   no         no          no           yes
  patients.link            | who    yes           yes   no         no          no           yes
  patients.unlink          | who    yes           yes   no         no          no           yes
  patients.lookUp          | who    yes           yes   no         no          no           yes

  queue.add                | who    yes           yes   no         no          no           yes
  queue.leave              | who    yes           yes   no         no          no           yes
  queue.restore            | who    yes           yes   no         no          no           yes
  encounters.open          | who    yes           yes   no         no          no           yes
  encounters.get           | who    yes           yes   yes        yes         yes          yes
  encounters.save          | who    yes           yes   no         no          no           yes
  encounters.discard       | who    yes           no    no         no          no           yes
  encounters.sign          | who    yes           no    no         no          no           yes

  attachments.list         | who    yes           yes   yes        yes         yes          yes
  attachments.add          | who    yes           yes   no         no          no           yes
  attachments.fetch        | who    yes           yes   yes        yes         yes          yes
  attachments.original     | who    yes           yes   yes        yes         yes          yes

  catalogue.diagnoses      | who    yes           yes   yes        yes         yes          yes
  catalogue.drugs          | who    yes           yes   yes        yes         yes          yes
  catalogue.drug           | who    yes           yes   yes        yes         yes          yes
  catalogue.allergyClasses | who    yes           yes   yes        yes         yes          yes
  catalogue.substance      | who    yes           yes   yes        yes         yes          yes

  prescriptions.check      | who    yes           yes   yes        yes         yes          yes
  prescriptions.save       | who    yes           yes   no         no          no           yes
  prescriptions.keepRows   | who    yes           yes   no         no          no           yes
  prescriptions.sign       | who    yes           no    no         no          no           yes
  prescriptions.stop       | who    yes           no    no         no          no           yes
  prescriptions.last       | who    yes           yes   yes        yes         yes          yes
  prescriptions.slip       | who    yes           yes   yes        yes         yes          yes

  dispensing.queue         | who    yes           yes   yes        yes         yes          yes
  dispensing.plan          | who    yes           yes   yes        yes         yes          yes
  dispensing.draft         | who    yes           yes   yes        yes         yes          yes
  dispensing.keepDraft     | who    yes           yes   yes        no          no           yes
  dispensing.dispense      | who    yes           yes   yes        no          no           yes
  stock.view               | who    yes           yes   yes        yes         yes          yes
  stock.moves              | who    yes           yes   yes        yes         yes          yes
  stock.receive            | who    yes           yes   yes        yes         no           yes
  stock.count              | who    yes           yes   yes        yes         no           yes
  stock.damage             | who    yes           yes   yes        yes         no           yes

  today.overview           | who    yes           yes   yes        yes         yes          yes
  reviews.list             | who    yes           yes   yes        yes         yes          yes
  reviews.get              | who    yes           yes   yes        yes         yes          yes
  reviews.resolve          | who    yes           yes   yes        no          yes          yes
  reviews.quarantined      | who    yes           yes   yes        yes         yes          yes
  reviews.quarantinedSave  | who    yes           yes   yes        yes         yes          yes
  reviews.correct          | who    yes           yes   yes        yes         yes          yes

  imports.roster           | who    yes           yes   no         no          no           yes
  imports.fhir             | who    yes           yes   no         no          no           yes
  imports.progress         | who    yes           yes   no         no          no           yes

  enrolment.state          | yes    yes           yes   yes        yes         yes          yes
  enrolment.begin          | yes    yes           yes   yes        yes         yes          yes
  enrolment.finish         | yes    yes           yes   yes        yes         yes          yes
`);
