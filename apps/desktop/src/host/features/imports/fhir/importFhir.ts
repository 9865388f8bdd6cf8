import type { Actor, Replica } from '../../../replica/replica.ts';
import type { JobProgress } from '../importJobs.ts';

export interface FhirImport {
  readonly paths: readonly string[];
  readonly fallbackDir: string;
  readonly actor: Actor;
  readonly now: () => Date;
}

export async function importFhir(_replica: Replica, _bundles: FhirImport, _progress: JobProgress): Promise<void> {
  await Promise.reject(new Error('not built'));
}
