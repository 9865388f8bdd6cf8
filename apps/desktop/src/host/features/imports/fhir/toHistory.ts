import type { HistoryEntry } from '@lianyi/schema/documents/historyEntry';
import * as z from 'zod';
import type { Concept } from './elements.ts';
import { clip, concept, conceptCode, conceptText, conceptTexts, dayOf, hasCode, period, quantity, quantityText, reference, roundedText } from './elements.ts';
import type { ReadBundle, Resource } from './readBundle.ts';

/** What a resource says that a line of history can hold. */
export type HistoryContent = Pick<HistoryEntry, 'category' | 'code' | 'text' | 'value' | 'unit' | 'day' | 'status'>;

/** A resource as history, or why not: a code that the report puts in words. */
export type HistoryResult = { readonly ok: true; readonly entry: HistoryContent } | { readonly ok: false; readonly why: 'invalid' | 'unnamed' | 'enteredInError' };

const medication = z.looseObject({ code: concept.optional() });
const component = z.looseObject({ code: concept, valueQuantity: quantity.optional(), valueCodeableConcept: concept.optional(), valueString: z.string().optional(), valueInteger: z.number().optional() });

const shapes = {
  Encounter: z.looseObject({ type: z.array(concept).optional(), reasonCode: z.array(concept).optional(), period: period.optional(), class: z.looseObject({ code: z.string().optional(), display: z.string().optional() }).optional() }),
  Condition: z.looseObject({ code: concept.optional(), clinicalStatus: concept.optional(), onsetDateTime: z.string().optional(), onsetPeriod: period.optional(), recordedDate: z.string().optional(), abatementDateTime: z.string().optional() }),
  MedicationRequest: z.looseObject({ medicationCodeableConcept: concept.optional(), medicationReference: reference.optional(), authoredOn: z.string().optional(), dosageInstruction: z.array(z.looseObject({ text: z.string().optional() })).optional() }),
  MedicationStatement: z.looseObject({ medicationCodeableConcept: concept.optional(), medicationReference: reference.optional(), effectiveDateTime: z.string().optional(), effectivePeriod: period.optional(), dosage: z.array(z.looseObject({ text: z.string().optional() })).optional() }),
  Observation: z.looseObject({
    code: concept, effectiveDateTime: z.string().optional(), effectivePeriod: period.optional(), issued: z.string().optional(),
    valueQuantity: quantity.optional(), valueCodeableConcept: concept.optional(), valueString: z.string().optional(), valueBoolean: z.boolean().optional(), valueInteger: z.number().optional(), valueDateTime: z.string().optional(),
    dataAbsentReason: concept.optional(), component: z.array(component).optional(),
  }),
  Immunization: z.looseObject({ vaccineCode: concept, occurrenceDateTime: z.string().optional(), recorded: z.string().optional(), lotNumber: z.string().optional() }),
  Procedure: z.looseObject({ code: concept.optional(), performedDateTime: z.string().optional(), performedPeriod: period.optional(), reasonCode: z.array(concept).optional() }),
  DiagnosticReport: z.looseObject({ code: concept, effectiveDateTime: z.string().optional(), effectivePeriod: period.optional(), issued: z.string().optional(), conclusion: z.string().optional(), result: z.array(reference).optional() }),
  CarePlan: z.looseObject({
    title: z.string().optional(), category: z.array(concept).optional(), period: period.optional(), created: z.string().optional(),
    activity: z.array(z.looseObject({ detail: z.looseObject({ code: concept.optional(), description: z.string().optional() }).optional() })).optional(),
  }),
} as const;
export type HistoryType = keyof typeof shapes;
export const isHistoryType = (type: string): type is HistoryType => Object.hasOwn(shapes, type);

const statusShape = z.looseObject({ status: z.string().optional(), verificationStatus: concept.optional() });

/** A clinical resource as one line of the chart's history. */
export function toHistory(resource: Resource, bundle: ReadBundle): HistoryResult {
  const status = statusShape.safeParse(resource.content);
  const isVoid = status.success && (['entered-in-error', 'not-done'].includes(status.data.status ?? '') || hasCode(status.data.verificationStatus, 'entered-in-error', 'refuted'));
  if (isVoid) return { ok: false, why: 'enteredInError' };
  const content = read(resource, bundle);
  if (content === null) return { ok: false, why: 'invalid' };
  const text = clip(content.text, 300);
  if (text === '') return { ok: false, why: 'unnamed' };
  return {
    ok: true,
    entry: {
      category: content.category, code: conceptCode(content.code), text, value: clip(content.value ?? '', 200), unit: clip(content.unit ?? '', 40), day: content.day,
      status: clip(content.status ?? (status.success ? (status.data.status ?? '') : ''), 40),
    },
  };
}

interface Content {
  readonly category: HistoryEntry['category'];
  readonly code: Concept | undefined;
  readonly text: string;
  readonly value?: string;
  readonly unit?: string;
  readonly day: HistoryEntry['day'];
  readonly status?: string;
}

function read({ type, content }: Resource, bundle: ReadBundle): Content | null {
  const medicationOf = (found: { readonly medicationCodeableConcept?: Concept | undefined; readonly medicationReference?: z.infer<typeof reference> | undefined }): Concept => {
    const referred = medication.safeParse(bundle.resolve(found.medicationReference?.reference)?.content);
    return found.medicationCodeableConcept ?? (referred.success ? referred.data.code : undefined) ?? { text: found.medicationReference?.display };
  };
  switch (type) {
    case 'Encounter':
      return read1(shapes.Encounter, content, (found) => ({
        category: 'encounter', code: found.type?.[0], text: conceptTexts(found.type) || (found.class?.display ?? found.class?.code ?? ''), value: conceptTexts(found.reasonCode), day: dayOf(found.period?.start, found.period?.end),
      }));
    case 'Condition':
      return read1(shapes.Condition, content, (found) => ({
        category: 'condition', code: found.code, text: conceptText(found.code), value: found.abatementDateTime === undefined ? '' : `– ${found.abatementDateTime.slice(0, 10)}`,
        day: dayOf(found.onsetDateTime, found.onsetPeriod?.start, found.recordedDate), status: conceptText(found.clinicalStatus),
      }));
    case 'MedicationRequest':
      return read1(shapes.MedicationRequest, content, (found) => ({
        category: 'medication', code: medicationOf(found), text: conceptText(medicationOf(found)), value: (found.dosageInstruction ?? []).map(({ text }) => text ?? '').join('; '), day: dayOf(found.authoredOn),
      }));
    case 'MedicationStatement':
      return read1(shapes.MedicationStatement, content, (found) => ({
        category: 'medication', code: medicationOf(found), text: conceptText(medicationOf(found)), value: (found.dosage ?? []).map(({ text }) => text ?? '').join('; '), day: dayOf(found.effectiveDateTime, found.effectivePeriod?.start),
      }));
    case 'Observation':
      return read1(shapes.Observation, content, (found) => ({ category: 'observation', code: found.code, text: conceptText(found.code), ...observedValue(found), day: dayOf(found.effectiveDateTime, found.effectivePeriod?.start, found.issued) }));
    case 'Immunization':
      return read1(shapes.Immunization, content, (found) => ({ category: 'immunization', code: found.vaccineCode, text: conceptText(found.vaccineCode), value: found.lotNumber ?? '', day: dayOf(found.occurrenceDateTime, found.recorded) }));
    case 'Procedure':
      return read1(shapes.Procedure, content, (found) => ({ category: 'procedure', code: found.code, text: conceptText(found.code), value: conceptTexts(found.reasonCode), day: dayOf(found.performedDateTime, found.performedPeriod?.start) }));
    case 'DiagnosticReport':
      return read1(shapes.DiagnosticReport, content, (found) => ({
        category: 'report', code: found.code, text: conceptText(found.code), value: found.conclusion ?? (found.result ?? []).map(({ display }) => display ?? '').filter((display) => display !== '').join('; '),
        day: dayOf(found.effectiveDateTime, found.effectivePeriod?.start, found.issued),
      }));
    case 'CarePlan':
      return read1(shapes.CarePlan, content, (found) => ({
        category: 'carePlan', code: found.category?.[0], text: (found.title ?? '') || conceptTexts(found.category),
        value: (found.activity ?? []).map(({ detail }) => conceptText(detail?.code) || (detail?.description ?? '')).filter((text) => text !== '').join('; '), day: dayOf(found.period?.start, found.created),
      }));
    default:
      return null;
  }
}

function read1<Found>(shape: z.ZodType<Found>, content: unknown, toContent: (found: Found) => Content): Content | null {
  const parsed = shape.safeParse(content);
  return parsed.success ? toContent(parsed.data) : null;
}

type Observation = z.infer<typeof shapes.Observation>;

/** LOINC of the two pressures. */
const systolicCode = '8480-6';
const diastolicCode = '8462-4';

/** A value of any type with its unit; of a blood pressure `139/88`; of other components each with its name. */
function observedValue(found: Observation): { readonly value: string; readonly unit: string } {
  const components = found.component ?? [];
  const [systolic, diastolic] = [systolicCode, diastolicCode].map((code) => components.find((part) => hasCode(part.code, code))?.valueQuantity?.value);
  if (systolic !== undefined && diastolic !== undefined) return { value: `${Math.round(systolic)}/${Math.round(diastolic)}`, unit: 'mmHg' };
  if (components.length > 0 && found.valueQuantity === undefined) {
    return { value: components.map((part) => `${conceptText(part.code)} ${Object.values(plainValue(part)).join(' ')}`.trim()).join('; '), unit: '' };
  }
  return plainValue(found);
}

function plainValue(found: Partial<Observation>): { readonly value: string; readonly unit: string } {
  if (found.valueQuantity) return quantityText(found.valueQuantity);
  if (found.valueCodeableConcept) return { value: conceptText(found.valueCodeableConcept), unit: '' };
  const plain = found.valueString ?? found.valueDateTime ?? (found.valueInteger === undefined ? undefined : roundedText(found.valueInteger)) ?? (found.valueBoolean === undefined ? undefined : found.valueBoolean ? '是 yes' : '否 no');
  return { value: plain ?? conceptText(found.dataAbsentReason), unit: '' };
}
