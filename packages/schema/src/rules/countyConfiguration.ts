import type { Qualification } from '../codes/qualifications.ts';
import type { Role } from '../codes/roles.ts';

/**
 * Numbers of the clinical and legal rules that no official text has confirmed for us, in one place. All are
 * UNVERIFIED: a clinician and the county office must confirm each before it steers care. What stands in a published
 * standard or regulation is in the rule itself, with its source.
 */
export interface CountyConfiguration {
  readonly note: string;
  /** Long prescriptions (长期处方管理规范（试行） 2021): usually at most, with strict assessment at most. Days. */
  readonly longPrescription: { readonly usualDays: number; readonly maximumDays: number };
  /** Psychotropics of class 2 on a village doctor's prescription: provinces differ. */
  readonly villagePsychotropic2: 'allowed' | 'refused';
  /** Penicillins by any route need a negative skin test, and classes of drugs that need one. */
  readonly skinTestClasses: readonly string[];
  /** In an emergency, an antimicrobial of one grade above one's own right, at most so many days (order 84, 2012). */
  readonly emergencyAntibioticDays: number;
  /** Normal ranges of awake children (PALS type): from this age in days, inclusive, until the next row. */
  readonly childRanges: readonly ChildRange[];
  /** Days before expiry at which stock is marked: notice, soon, now. */
  readonly nearExpiryMonths: readonly [number, number, number];
  /** Stock that lasts no longer than this at the present use is low. Days. */
  readonly lowStockDays: number;
  /**
   * The licences with which somebody may be given a role (Prescription Management Measures 2007, art. 8 and 29; Nurses
   * Regulations 2008, art. 7; which doctors a village clinic may have differs by province). A role that is not named asks for
   * none. What is refused county IT may allow, one by one.
   */
  readonly roleLicences: Readonly<Partial<Record<Role, readonly Qualification[]>>>;
}

export interface ChildRange {
  readonly fromMonths: number;
  readonly pulse: readonly [number, number];
  readonly respiration: readonly [number, number];
  readonly systolic: readonly [number, number];
}

/** The defaults that the app ships with. */
export const countyConfiguration: CountyConfiguration = {
  note: 'unverified',
  longPrescription: { usualDays: 28, maximumDays: 84 },
  villagePsychotropic2: 'allowed',
  skinTestClasses: ['penicillin', 'horse-serum'],
  emergencyAntibioticDays: 1,
  childRanges: [
    { fromMonths: 0, pulse: [100, 205], respiration: [30, 60], systolic: [67, 84] },
    { fromMonths: 1, pulse: [100, 180], respiration: [30, 53], systolic: [72, 104] },
    { fromMonths: 12, pulse: [98, 140], respiration: [22, 37], systolic: [86, 106] },
    { fromMonths: 36, pulse: [80, 120], respiration: [20, 28], systolic: [89, 112] },
    { fromMonths: 72, pulse: [75, 118], respiration: [18, 25], systolic: [97, 115] },
    { fromMonths: 120, pulse: [75, 118], respiration: [18, 25], systolic: [102, 120] },
    { fromMonths: 144, pulse: [60, 100], respiration: [12, 20], systolic: [110, 131] },
  ],
  nearExpiryMonths: [6, 3, 1],
  lowStockDays: 7,
  roleLicences: {
    physician: ['physician'], assistantPhysician: ['assistantPhysician', 'physician'], villageDoctor: ['villageDoctor', 'assistantPhysician', 'physician'],
    nurse: ['nurse'], pharmacist: ['pharmacist'],
  },
};
