/** How an import went on: flat, so that a bar can be drawn while it runs. */
export interface ImportProgress {
  readonly id: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly bytes: number;
  readonly bytesDone: number;
  readonly rows: number;
  readonly imported: number;
  readonly matched: number;
  readonly rejected: number;
  /** Resources read, stored and not understood, by type (FHIR). */
  readonly byType: Readonly<Record<string, { readonly read: number; readonly stored: number; readonly skipped: number; readonly why: string }>>;
  readonly reportPath: string | null;
  readonly failure: string | null;
}
