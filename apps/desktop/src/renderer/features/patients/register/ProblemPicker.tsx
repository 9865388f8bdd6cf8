import { Icon, Picker } from '@lianyi/ui';
import type { ProblemDraft } from '@lianyi/schema/rules/patientDraft';
import { useTranslation } from 'react-i18next';
import type { DiagnosisHit } from '../../../../contract/views.ts';
import { useHost } from '../../../client/useHost.ts';
import { useTypedSearch } from '../../../client/useTypedSearch.ts';
import { diagnosisText } from '../../../i18n/catalogueWords.ts';
import { programmeOfCode } from './programmeOfCode.ts';

type Choice = DiagnosisHit | { readonly system: 'text'; readonly text: string };

interface ProblemPickerProps {
  readonly problems: readonly ProblemDraft[];
  readonly onChange: (problems: readonly ProblemDraft[]) => void;
  /** What stands typed, and is not chosen yet. */
  readonly query: string;
  readonly onQuery: (text: string) => void;
}

/** Chronic conditions from ICD-10, or as text where no code is known. */
export function ProblemPicker({ problems, onChange, query, onQuery }: ProblemPickerProps) {
  const { t, i18n } = useTranslation('patients');
  const text = query.trim();
  const { answer, isBehind } = useTypedSearch(useHost().catalogue.diagnoses.queryOptions({ query: text.slice(0, 100), limit: 8 }, { enabled: text !== '' }));
  const choices: readonly Choice[] = text === '' ? [] : [...(answer.data ?? []).filter(({ system }) => system === 'icd10'), { system: 'text', text }];
  const pick = (choice: Choice) => {
    const problem: ProblemDraft = choice.system === 'text' ? { code: null, text: choice.text, programme: null, onset: '' } : { code: choice.code, text: choice.title, programme: programmeOfCode(choice.code), onset: '' };
    if (!problems.some(({ text: known }) => known === problem.text)) onChange([...problems, problem]);
  };
  return (
    <Picker<Choice> query={query} onQueryChange={onQuery} items={choices} isBehind={isBehind} hasCodes emptyText={t('chronicHint')} onPick={pick}
      itemKey={(choice) => (choice.system === 'text' ? `text ${choice.text}` : `${choice.system} ${choice.code}`)}
      itemLine={(choice) => (choice.system === 'text' ? { code: <Icon name="edit" className="is-accent" />, title: t('keepAsText', { text: choice.text }), isAsTyped: true }
        : { code: choice.code, title: i18n.language === 'en' && choice.english !== '' ? choice.english : choice.by === 'alias' ? choice.title : { text: choice.title, marks: choice.ranges }, why: choice.by === 'alias' ? { text: choice.alias, marks: choice.ranges } : '' })}
      chips={problems.map((problem) => ({ id: problem.text, label: problem.code === null ? problem.text : `${problem.code} ${diagnosisText(problem)}`, removeLabel: t('remove', { name: problem.code === null ? problem.text : diagnosisText(problem) }), onRemove: () => { onChange(problems.filter((other) => other !== problem)); } }))} />
  );
}
