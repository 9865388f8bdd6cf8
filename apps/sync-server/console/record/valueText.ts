import { frequencies, routes } from '@lianyi/schema/codes/usage';
import { diagnosis, vitals, type Vitals } from '@lianyi/schema/documents/encounter';
import { signature } from '@lianyi/schema/documents/parts';
import { address, allergyEntry, contact, identity, problemEntry } from '@lianyi/schema/documents/patient';
import { order, type Order, type PrescriptionItem } from '@lianyi/schema/documents/prescription';
import type { TFunction } from 'i18next';
import * as z from 'zod';
import { sexText } from '../format/ages.ts';
import { fullDate, momentText } from '../format/dates.ts';
import { identityNumberText, phoneText } from '../format/numbers.ts';
import type { Language } from '../i18n/language.ts';
import { productText, diagnosisText, substanceText, reactionText, unitText, specificationText } from '../i18n/catalogueWords.ts';

export interface ValueContext {
  readonly language: Language;
  readonly now: Date;
  readonly t: TFunction<'record'>;
  /** Of people, institutions and products, by id. */
  readonly names: Readonly<Record<string, string>>;
  readonly identityDocument: (type: string) => string;
  readonly action: (action: string) => string;
}

/**
 * A unit's value as a person reads it. What no wording fits is shown as JSON: a console that hides what it does not know
 * would hide what is in review.
 */
export function valueText(unit: string | null, value: unknown, context: ValueContext): string {
  const { t } = context;
  if (value === null || value === undefined || value === '') return t('empty');
  const write = writers[(unit ?? '').split('/')[0] ?? ''];
  return write?.(value, context) ?? plainText(value);
}

type Writer = (value: unknown, context: ValueContext) => string | undefined;

/** A writer for values of one shape. */
function of<Value>(schema: z.ZodType<Value>, write: (value: Value, context: ValueContext) => string): Writer {
  return (value, context) => {
    const parsed = schema.safeParse(value);
    return parsed.success ? write(parsed.data, context) : undefined;
  };
}

const joined = (...parts: readonly (string | null | undefined | false)[]): string => parts.filter((part) => typeof part === 'string' && part !== '').join(' · ');
const named = (id: string, { names }: ValueContext): string => names[id] ?? '';

const writers: Readonly<Record<string, Writer>> = {
  identity: of(identity, (value, { language, identityDocument }) => joined(
    value.name, sexText(value.sex, language), fullDate(value.birthDate, language),
    value.document !== null && `${identityDocument(value.document.type)} ${identityNumberText(value.document.number)}`,
  )),
  phone: of(z.string(), phoneText),
  address: of(address, (value, { t }) => addressText(value, t)),
  contact: of(contact, (value) => joined(value.name, value.relation, phoneText(value.phone))),
  noKnownAllergies: of(signature, (value, context) => joined(context.t('askedNone'), named(value.by, context), momentText(value.at, context.now, context.language))),
  allergies: of(allergyEntry, (value, { t }) => joined(
    substanceText(value.substance), reactionText(value.reaction), value.severity !== 'unknown' && t(`severity.${value.severity}`), value.onset,
    value.status !== 'active' && t(`status.${value.status}`), value.statusReason,
  )),
  problems: of(problemEntry, (value, { t }) => joined(
    diagnosisText(value), value.code, value.onset, value.programme !== null && t(`programme.${value.programme}`),
    value.status !== 'active' && t(`status.${value.status}`), value.statusReason,
  )),
  vitals: of(vitals, (value, { t, language }) => vitalsText(value, t, language)),
  diagnoses: of(z.array(diagnosis), (value, { t }) => (value.length === 0 ? t('empty') : value.map(({ code, text }) => `${diagnosisText({ code, text })}${code === '' ? '' : ` ${code}`}`).join(' · '))),
  order: of(order, (value, context) => orderText(value, context)),
  stopped: of(z.strictObject({ signature, reason: z.string() }), (value, context) => joined(context.t('status.stopped'), named(value.signature.by, context), momentText(value.signature.at, context.now, context.language), value.reason)),
  progress: of(z.looseObject({ state: z.enum(['draft', 'signed', 'enteredInError']), signature: signature.optional(), reason: z.string().optional() }), (value, context) => joined(
    context.t(`status.${value.state}`), value.signature !== undefined && named(value.signature.by, context),
    value.signature !== undefined && momentText(value.signature.at, context.now, context.language), value.reason,
  )),
  state: of(z.looseObject({ name: z.enum(['waiting', 'inVisit', 'done', 'left']) }), (value, { t }) => t(`status.${value.name}`)),
};

/** A place as a village says it: `云岭镇青石坪村一组`. */
export const addressText = ({ village, group, detail }: z.infer<typeof address>, t: TFunction<'record'>): string => joined(`${village}${group === '' ? '' : groupText(group, t)}`, detail);

/** A group's number becomes `一组` in a village's words; what is more than a number stays as it is. */
function groupText(group: string, t: TFunction<'record'>): string {
  return /组|group/i.test(group) ? ` ${group}` : ` ${t('groups', { group })}`;
}

function vitalsText(value: Vitals, t: TFunction<'record'>, language: Language): string {
  const pressure = value.systolic === null && value.diastolic === null ? null : `${value.systolic ?? '?'}/${value.diastolic ?? '?'}`;
  const said: string[] = ([
    ['temperatureC', value.temperatureC], ['pulse', value.pulse], ['respiration', value.respiration], ['bloodPressure', pressure], ['spo2', value.spo2],
    ['glucoseMmolL', value.glucoseMmolL], ['weightKg', value.weightKg], ['heightCm', value.heightCm],
  ] as const).flatMap(([name, measured]): readonly string[] => (measured === null ? [] : [t(`vitals.${name}`, { value: measured })]));
  if (value.onOxygen) said.push(t('vitals.onOxygen'));
  return said.length === 0 ? t('empty') : said.join(language === 'zh' ? '，' : ', ');
}

function orderText(value: Order, context: ValueContext): string {
  const { t } = context;
  const state = value.state === 'draft' ? t('status.draft') : value.signature === null ? t('status.signed') : joined(t('status.signed'), named(value.signature.by, context));
  return [state, ...value.items.map((item) => itemText(item, context))].join(' · ');
}

/** `阿莫西林胶囊 0.25 g×24 粒 0.5 g 每日 3 次 口服 ×5 天，共 30 粒` */
function itemText(item: PrescriptionItem, { t, language }: Pick<ValueContext, 't' | 'language'>): string {
  return t('itemText', { name: productText(item.name), specification: specificationText(item.specification, item.name), usage: usageText(item, language), days: item.days, quantity: item.quantity, unit: unitText(item.unit, item.quantity, item.name) }).replace(/ {2,}/g, ' ');
}

/** `0.5 g 每日 3 次 口服` */
export function usageText({ dose, doseUnit, frequency, route }: Pick<PrescriptionItem, 'dose' | 'doseUnit' | 'frequency' | 'route'>, language: Language): string {
  const often = frequencies.find(({ code }) => code === frequency)?.[language] ?? frequency;
  const way = routes.find(({ code }) => code === route)?.[language] ?? route;
  return `${dose} ${unitText(doseUnit, dose)} ${often} ${way}`;
}

function plainText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}
