import type { BundleBody } from '@lianyi/schema/documents/bundle';

/** What stays with the institution that made it, wherever the patient's record goes. */
const staying: ReadonlySet<string> = new Set(['encounter', 'prescription', 'dispense', 'stockMove']);

/** What has been promised: every save that was answered. Kept outside of the engines. */
export class Ledger {
  readonly saved = new Map<string, BundleBody>();

  /** What was found broken while it ran. */
  readonly broken: string[] = [];
  /** What each device has made that stays with it, in order. */
  readonly madeBy = new Map<string, string[]>();

  save(bundleId: string, body: BundleBody | null): void {
    if (body === null) this.broken.push(`${bundleId} was answered and not written`);
    else {
      this.saved.set(bundleId, body);
      const made = body.writes.flatMap((write) => (write.op === 'create' && staying.has(write.kind) ? [write.document.id] : []));
      this.madeBy.set(body.deviceId, [...(this.madeBy.get(body.deviceId) ?? []), ...made]);
    }
  }
}
