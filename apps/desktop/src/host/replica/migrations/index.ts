import { core } from './0001-core.ts';
import { patientSearch } from './0002-patient-search.ts';
import { queueIndex } from './0003-queue-index.ts';
import { historyIndex } from './0004-history-index.ts';
import { followUp } from './0005-follow-up.ts';
import { patientBundles } from './0006-patient-bundles.ts';
import { encounterIndex } from './0010-encounter-index.ts';
import { prescriptionIndex } from './0011-prescription-index.ts';
import { dispenseIndex } from './0012-dispense-index.ts';
import { lotBalance } from './0013-lot-balance.ts';
import { reviewIndex } from './0014-review-index.ts';
import { lanes } from './0020-lanes.ts';
import { evictDue } from './0030-evict-due.ts';
import { correction } from './0040-correction.ts';
import { patientLink } from './0041-patient-link.ts';
import { formerEpochs } from './0050-former-epochs.ts';
import { lowered } from './0060-lowered.ts';
import { snapshot } from './0070-snapshot.ts';
import { attachment } from './0080-attachment.ts';
import { chartRead } from './0089-chart-read.ts';
import { groupIndex } from './0091-group-index.ts';
import { kindIndex } from './0092-kind-index.ts';
import type { Migration } from './migration.ts';

/** Every migration, in order of number. */
export const migrations: readonly Migration[] = [
  core, patientSearch, queueIndex, historyIndex, followUp, patientBundles, encounterIndex, prescriptionIndex, dispenseIndex, lotBalance, reviewIndex, lanes, evictDue,
  correction, patientLink, formerEpochs, lowered, snapshot, attachment, chartRead, groupIndex, kindIndex,
];
