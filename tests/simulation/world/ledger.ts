import type { BundleBody } from '@lianyi/schema/documents/bundle';
import type { Receipt } from '@lianyi/schema/wire/exchange';

/** What has been promised: every save that was answered, and every receipt that a clinic was told. Kept outside of the engines. */
export class Ledger {
  readonly saved = new Map<string, BundleBody>();
  readonly held = new Map<string, Receipt>();

  save(body: BundleBody): void {
    this.saved.set(body.id, body);
  }
}
