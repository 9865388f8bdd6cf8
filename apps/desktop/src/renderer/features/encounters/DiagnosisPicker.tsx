import { Badge, Field, Icon, Picker, type Marked, type PickerLine } from '@lianyi/ui';
import type { Diagnosis } from '@lianyi/schema/documents/encounter';
import { useTranslation } from 'react-i18next';
import type { DiagnosisHit } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { useTypedSearch } from '../../client/useTypedSearch.ts';
import { errorsByField, useErrorWords } from '../../shell/errors.ts';
import { useLeftover } from '../../visit/useLeftover.ts';
import { typeSection } from '../../visit/visitDrafts.ts';
import { diagnosisText } from '../../i18n/catalogueWords.ts';
import type { SectionProps } from './Narrative.tsx';

/** A line of the list: one that was found, or what was typed, to be kept as text. */
type Choice = DiagnosisHit | { readonly system: 'text'; readonly text: string };

const mostDiagnoses = 12;

/** Diagnoses by code, name, pinyin, initials or alias. The first is the main one. */
export function DiagnosisPicker({ encounterId, draft: { typed: { diagnoses }, errors }, isReadOnly }: SectionProps) {
  const { t, i18n } = useTranslation('encounters');
  const host = useHost();
  const leftover = useLeftover(encounterId, 'diagnosis');
  const typedQuery = leftover.text.trim();
  const { answer, isBehind } = useTypedSearch(host.catalogue.diagnoses.queryOptions({ query: typedQuery, limit: 8 }, { enabled: !isReadOnly }));
  const hits = answer.data ?? [];
  const choices: readonly Choice[] = typedQuery === '' ? hits : [...hits, { system: 'text', text: typedQuery }];
  const errorAt = errorsByField(errors, useErrorWords('encounters'));
  const set = (next: readonly Diagnosis[]) => { typeSection(encounterId, 'diagnoses', next); };

  const add = (choice: Choice, isMain: boolean) => {
    const diagnosis = diagnosisOf(choice);
    const others = diagnoses.filter((known) => !isSame(known, diagnosis));
    if (others.length >= mostDiagnoses) return;
    if (isMain) set([diagnosis, ...others]);
    else if (others.length === diagnoses.length) set([...diagnoses, diagnosis]);
  };

  const [main] = diagnoses;
  const hasRoomForHow = main === undefined || (diagnoses.length === 1 && main.text.length <= 8 && i18n.language === 'zh');

  const lineOf = (choice: Choice): PickerLine => {
    if (choice.system === 'text') return { code: <Icon name="edit" className="is-accent" />, title: t('keepAsText', { text: choice.text }), isAsTyped: true };
    const isAlias = choice.by === 'alias';
    const isEnglish = i18n.language === 'en' && choice.english !== '';
    const title: string | Marked = isEnglish ? choice.english : { text: choice.title, marks: isAlias ? [] : choice.ranges };
    return { code: choice.system === 'tcm' ? t('tcm') : choice.code, title, why: whyOf(choice) };
  };
  const whyOf = ({ by, alias, ranges, usedLately }: DiagnosisHit): string | Marked => {
    if (usedLately > 0) return t('usedLately', { count: usedLately });
    if (by !== 'alias') return by === 'name' || by === 'code' ? '' : t(`foundBy.${by}`);
    const prefix = t('foundBy.alias');
    return { text: `${prefix} ${alias}`, marks: ranges.map(([from, to]) => [from + prefix.length + 1, to + prefix.length + 1] as const) };
  };

  if (isReadOnly) {
    return <div className="in is-read readchips">{diagnoses.map((diagnosis, index) => <Badge key={`${diagnosis.code} ${diagnosis.text}`} tone="accent">{chipWords(diagnosis, index)}</Badge>)}</div>;
  }
  return (
    <Field label={<span className="sr">{t('diagnoses')}</span>} error={errorAt['diagnoses'] ?? (leftover.isTold ? t('typedNotChosen') : undefined)}>
      <Picker<Choice> items={choices} isBehind={isBehind} itemKey={(choice) => `${choice.system}/${choice.system === 'text' ? choice.text : `${choice.code}/${choice.title}`}`} itemLine={lineOf}
        query={leftover.text} onQueryChange={leftover.onText} onLeave={leftover.onLeave} onPick={(choice) => { add(choice, false); }} onPickAlternative={(choice) => { add(choice, true); }}
        chips={diagnoses.map((diagnosis, index) => ({
          id: `${diagnosis.system}/${diagnosis.code}/${diagnosis.text}`,
          label: chipWords(diagnosis, index),
          removeLabel: t('remove', { what: nameOf(diagnosis) }),
          onRemove: () => { set(diagnoses.filter((known) => known !== diagnosis)); },
        }))}
        unit={hasRoomForHow ? t('diagnosisHow') : undefined} hasCodes leavesF4
        footHints={[{ keys: '↑↓', text: t('pick.choose') }, { keys: 'Enter', text: t('pick.add') }, { keys: 'Ctrl Enter', text: t('pick.main') }]}
        countText={t('pick.count', { count: hits.length })} />
    </Field>
  );

  function chipWords({ system, code, text }: Diagnosis, index: number): string {
    const kind = system === 'tcm' ? t('tcm') : system === 'text' ? t('uncoded') : code;
    return [String(index + 1), kind, nameOf({ system, code, text })].filter((part) => part !== '').join(' ');
  }
}

/** As the reader's language has it; what was typed stays as it was typed. */
const nameOf = ({ system, code, text }: Diagnosis): string => (system === 'text' ? text : diagnosisText({ code, text }));

function diagnosisOf(choice: Choice): Diagnosis {
  return choice.system === 'text' ? { system: 'text', code: '', text: choice.text } : { system: choice.system, code: choice.code, text: choice.title };
}

function isSame(a: Diagnosis, b: Diagnosis): boolean {
  return a.system === b.system && a.code === b.code && a.text === b.text;
}
