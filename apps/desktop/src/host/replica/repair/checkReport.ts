/** What comparing this PC's copy with the county's came to: counts, no patient data. */
export interface CheckReport {
  readonly at: string;
  /** Documents that were added up. */
  readonly documents: number;
  readonly scopes: number;
  /** Scopes that were not at the county's number, and wait for the next comparison. */
  readonly behind: number;
  /** Contents taken from the county, since they were missing here or other than the county's. */
  readonly taken: number;
  /** Taken away here, since the county has them in another scope. */
  readonly gone: number;
  /** Bundles that the county has lost after it had given its receipt: they wait again. */
  readonly sentAgain: number;
  /** Kept here though the county does not know them, without those that wait again. */
  readonly unknown: number;
  /** Differences that could not be mended: what came was damaged, or did not end them. */
  readonly left: number;
}
