import { vitals as vitalsSchema, type Vitals } from '@lianyi/schema/documents/encounter';
import { impossibleVitals } from '@lianyi/schema/rules/impossibleVitals';

/** The fields of the vitals row; a blood pressure is one field, `152/86`. */
export const vitalFields = ['temperatureC', 'pulse', 'respiration', 'bloodPressure', 'spo2', 'weightKg', 'heightCm', 'glucoseMmolL'] as const;
export type VitalField = (typeof vitalFields)[number];

/** Vital signs as text: a number being typed, or typed wrongly, is kept as it is. */
export type TypedVitals = Readonly<Record<VitalField, string>> & {
  readonly onOxygen: boolean;
  readonly consciousness: NonNullable<Vitals['consciousness']> | '';
};

/** What a typed text is worth. */
export type Reading =
  | { readonly is: 'empty' }
  | { readonly is: 'number'; readonly value: number }
  | { readonly is: 'pair'; readonly systolic: number; readonly diastolic: number }
  /** Not a number, or not a pair. */
  | { readonly is: 'unreadable' }
  /** No living person has it; what was probably meant, if that can be told. */
  | { readonly is: 'impossible'; readonly suggestion: string | null };

export function vitalsToTyped(vitals: Vitals | null): TypedVitals {
  const text = (value: number | null | undefined): string => (value === null || value === undefined ? '' : String(value));
  const isPressure = vitals !== null && vitals.systolic !== null && vitals.diastolic !== null;
  return {
    temperatureC: text(vitals?.temperatureC),
    pulse: text(vitals?.pulse),
    respiration: text(vitals?.respiration),
    bloodPressure: isPressure ? `${vitals.systolic}/${vitals.diastolic}` : '',
    spo2: text(vitals?.spo2),
    weightKg: text(vitals?.weightKg),
    heightCm: text(vitals?.heightCm),
    glucoseMmolL: text(vitals?.glucoseMmolL),
    onOxygen: vitals?.onOxygen ?? false,
    consciousness: vitals?.consciousness ?? '',
  };
}

export function readVital(field: VitalField, text: string): Reading {
  const typed = text.trim();
  if (typed === '') return { is: 'empty' };
  if (field === 'bloodPressure') return readPressure(typed);
  const value = numberOf(typed);
  if (value === null) return { is: 'unreadable' };
  const [impossible] = impossibleVitals({ [field]: value });
  if (impossible === undefined) return { is: 'number', value };
  return { is: 'impossible', suggestion: impossible.suggestion === null ? null : String(impossible.suggestion) };
}

/** Null where nothing was measured. What cannot be read, or cannot be, is left out: it stays on the screen alone. */
export function typedToVitals(typed: TypedVitals): Vitals | null {
  const number = (field: Exclude<VitalField, 'bloodPressure'>): number | null => {
    const reading = readVital(field, typed[field]);
    return reading.is === 'number' ? reading.value : null;
  };
  const pressure = readVital('bloodPressure', typed.bloodPressure);
  const vitals: Vitals = {
    temperatureC: number('temperatureC'),
    pulse: number('pulse'),
    respiration: number('respiration'),
    systolic: pressure.is === 'pair' ? pressure.systolic : null,
    diastolic: pressure.is === 'pair' ? pressure.diastolic : null,
    spo2: number('spo2'),
    weightKg: number('weightKg'),
    heightCm: number('heightCm'),
    glucoseMmolL: number('glucoseMmolL'),
    onOxygen: typed.onOxygen,
    consciousness: typed.consciousness === '' ? null : typed.consciousness,
  };
  const { onOxygen, ...measured } = vitals;
  return onOxygen || Object.values(measured).some((value) => value !== null) ? vitals : null;
}

/** The fields whose text is not a value that a person can have. */
export function wrongVitals(typed: TypedVitals): readonly VitalField[] {
  return vitalFields.filter((field) => ['unreadable', 'impossible'].includes(readVital(field, typed[field]).is));
}

function readPressure(typed: string): Reading {
  const match = /^(\d{2,3})\s*[/\s-]\s*(\d{2,3})$/.exec(typed);
  if (!match) {
    // The stroke was forgotten: 15286 is 152/86.
    const run = /^(\d{2,3}?)(\d{2,3})$/.exec(typed);
    const meant = run && typed.length >= 5 ? pairOf(typed.slice(0, 3), typed.slice(3)) : null;
    return meant === null ? { is: 'unreadable' } : { is: 'impossible', suggestion: `${meant.systolic}/${meant.diastolic}` };
  }
  const pair = pairOf(match[1] ?? '', match[2] ?? '');
  if (pair !== null) return { is: 'pair', ...pair };
  const turned = pairOf(match[2] ?? '', match[1] ?? '');
  return { is: 'impossible', suggestion: turned === null ? null : `${turned.systolic}/${turned.diastolic}` };
}

function pairOf(high: string, low: string): { readonly systolic: number; readonly diastolic: number } | null {
  const systolic = Number(high);
  const diastolic = Number(low);
  const isPossible = vitalsSchema.shape.systolic.safeParse(systolic).success && vitalsSchema.shape.diastolic.safeParse(diastolic).success && systolic > diastolic;
  return isPossible ? { systolic, diastolic } : null;
}

function numberOf(typed: string): number | null {
  return /^\d{1,5}(\.\d{0,3})?$/.test(typed) ? Number(typed) : null;
}
