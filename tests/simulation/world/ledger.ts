import type { BundleBody } from '@lianyi/schema/documents/bundle';

/** What has been promised: every save that was answered. Kept outside of the engines. */
export class Ledger {
  readonly saved = new Map<string, BundleBody>();

  /** What was found broken while it ran. */
  readonly broken: string[] = [];

  save(bundleId: string, body: BundleBody | null): void {
    if (body === null) this.broken.push(`${bundleId} was answered and not written`);
    else this.saved.set(bundleId, body);
  }
}
