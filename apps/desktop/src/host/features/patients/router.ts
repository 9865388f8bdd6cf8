import * as z from 'zod';
import { procedure, procedureFor, router } from '../../trpc.ts';
import { patientDraft, unitChanges } from './inputs.ts';
import type { ChangeResult, LikelyDuplicate, PatientCard, PatientChart, RegisterResult, SearchResult } from './views.ts';
import type { FieldError } from '../../chart/views.ts';

const patient = z.strictObject({ patientId: z.string() });

export const patientsRouter = router({
  search: procedure.input(z.strictObject({ query: z.string().max(200), limit: z.int().min(1).max(100), onlyHere: z.boolean() })).query((): SearchResult => { throw new Error('not built'); }),
  card: procedure.input(patient).query((): PatientCard | null => { throw new Error('not built'); }),
  chart: procedure.input(patient).query((): PatientChart | null => { throw new Error('not built'); }),
  /** Villages that addresses are chosen from: this clinic's first. */
  villages: procedure.query((): readonly { name: string; groups: number; orgName: string }[] => { throw new Error('not built'); }),
  /** While typing: each field's errors, what the identity number says, and who may be the same person. */
  checkDraft: procedure.input(patientDraft).query((): { errors: readonly FieldError[]; fromIdentityNumber: { birthDate: string; sex: 'male' | 'female' } | null; duplicates: readonly LikelyDuplicate[] } => { throw new Error('not built'); }),
  /** `seenDuplicates`: the ids that the person has looked at and found to be others. */
  register: procedureFor('patient.write').input(z.strictObject({ draft: patientDraft, seenDuplicates: z.array(z.string()).max(100) })).mutation((): RegisterResult => { throw new Error('not built'); }),
  change: procedureFor('patient.write').input(z.strictObject({ patientId: z.string(), changes: unitChanges })).mutation((): ChangeResult => { throw new Error('not built'); }),
});
