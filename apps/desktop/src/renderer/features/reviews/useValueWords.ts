import { doseText } from '@lianyi/schema/rules/doseText';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { identityNumberText, phoneText } from '../../format/numbers.ts';
import { useFormat } from '../../format/useFormat.ts';
import { productText, diagnosisText, substanceText, reactionText, unitText } from '../../i18n/catalogueWords.ts';

/**
 * A unit's value in lines of words. Values of other versions and other PCs arrive as data: what is not known is shown
 * member by member, never left out.
 */
export function useValueWords(): (unit: string | null, value: unknown) => readonly string[] {
  const { t, i18n } = useTranslation('reviews');
  const format = useFormat();

  return useCallback((unit, value) => {
    const member = (unit ?? '').split('/')[0] ?? '';
    const linesOf = (name: string, one: unknown): readonly string[] => {
      if (one === null || one === undefined || one === '') return [t('emptyValue')];
      if (typeof one === 'string') return name === 'phone' ? [phoneText(one)] : one.split('\n');
      if (typeof one === 'number' || typeof one === 'boolean') return [String(one)];
      if (Array.isArray(one)) return one.length === 0 ? [t('emptyValue')] : one.flatMap((entry: unknown) => linesOf(name, entry));
      return recordLines(name, one as Readonly<Record<string, unknown>>);
    };
    const recordLines = (name: string, one: Readonly<Record<string, unknown>>): readonly string[] => {
      const text = (key: string): string => (typeof one[key] === 'string' || typeof one[key] === 'number' ? String(one[key]) : '');
      const join = (...parts: readonly string[]): readonly string[] => [parts.filter((part) => part !== '').join(' ')];
      switch (name) {
        case 'identity': {
          const document = one['document'] as { readonly number?: string } | null | undefined;
          return [...join(text('name'), format.sex(text('sex')), text('birthDate') === '' ? '' : format.fullDate(text('birthDate'))), ...document?.number === undefined ? [] : [identityNumberText(document.number)]];
        }
        case 'address': return join(text('village') + text('group') + text('detail'));
        case 'contact': return join(text('name'), text('relation'), phoneText(text('phone')));
        case 'noKnownAllergies': return [t('askedNone')];
        case 'allergies': return join(substanceText(text('substance')), reactionText(text('reaction')), text('onset'), statusOf(text('status')), text('statusReason'));
        case 'problems': return join(text('code'), diagnosisText({ code: text('code'), text: text('text') }), text('onset'), statusOf(text('status')), text('statusReason'));
        case 'diagnoses': return join(text('code'), diagnosisText({ code: text('code'), text: text('text') }));
        case 'state': return [statusOf(text('name')), ...text('reason') === '' ? [] : [text('reason')]];
        case 'progress': return [statusOf(text('state')), ...text('reason') === '' ? [] : [text('reason')]];
        case 'stopped': return join(statusOf('stopped'), text('reason'));
        case 'order': return orderLines(one);
        // A change within a merge that failed as a whole.
        case 'changes': return [format.labelled(labelOf(text('unit')), format.sentences(linesOf(text('unit').split('/')[0] ?? '', one['after'])))];
        default: return Object.entries(one).filter(([, part]) => part !== null && part !== false && part !== '').map(([key, part]) => `${key}: ${typeof part === 'string' ? part : JSON.stringify(part)}`);
      }
    };
    const orderLines = (order: Readonly<Record<string, unknown>>): readonly string[] => {
      const items = Array.isArray(order['items']) ? (order['items'] as readonly Readonly<Record<string, unknown>>[]) : [];
      const lines = items.map((item) => `${productText(String(item['name']))} ${doseText({ dose: Number(item['dose']), doseUnit: unitText(String(item['doseUnit']), Number(item['dose'])), route: String(item['route']), frequency: String(item['frequency']), days: Number(item['days']) }, format.language)} · ${String(item['quantity'])} ${String(item['unit'])}`);
      return [statusOf(String(order['state'])), ...lines];
    };
    const statusOf = (status: string): string => (i18n.exists(`reviews:status.${status}`) ? t(`status.${status as 'active'}`) : status);
    const labelOf = (name: string): string => (i18n.exists(`reviews:unit.${name.split('/')[0] ?? ''}`) ? t(`unit.${(name.split('/')[0] ?? '') as 'phone'}`) : name);
    return linesOf(unit === null ? 'changes' : member, value);
  }, [t, i18n, format]);
}

/** What a unit is called: `联系电话`. */
export function useUnitLabel(): (unit: string | null) => string {
  const { t, i18n } = useTranslation('reviews');
  return useCallback((unit) => {
    const name = (unit ?? 'whole').split('/')[0] ?? '';
    return i18n.exists(`reviews:unit.${name}`) ? t(`unit.${name as 'phone'}`) : name;
  }, [t, i18n]);
}
