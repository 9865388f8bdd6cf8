import { Alert } from '@lianyi/ui';
import type { Diagnosis } from '@lianyi/schema/documents/encounter';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { answerStale, type StaleAnswer } from '../../visit/staleChoice.ts';
import { sectionValue, type SectionName, type VisitDraft } from '../../visit/visitDrafts.ts';
import { diagnosisText } from '../../i18n/catalogueWords.ts';

/** Somebody else has changed the section meanwhile: both texts, and the choice. Nothing is saved over before it is made. */
export function StaleNotice({ encounterId, draft }: { readonly encounterId: string; readonly draft: VisitDraft }) {
  const { t } = useTranslation('encounters');
  const alert = useRef<HTMLDivElement>(null);
  const { stale } = draft;
  const unit = stale?.unit;
  useEffect(() => { if (unit !== undefined) alert.current?.focus(); }, [unit]);
  if (stale === null) return null;
  const answers: readonly StaleAnswer[] = stale.unit === 'vitals' ? ['mine', 'theirs'] : ['both', 'mine', 'theirs'];
  return (
    <Alert ref={alert} className="stale" tone="warn" isAnnounced title={t('stale.title', { section: t(`section.${stale.unit}`) })}
      actions={answers.map((answer, index) => ({
        id: answer, label: t(`stale.${answer}`), keyHint: String(index + 1), isAdvised: index === 0, onChoose: () => { answerStale(encounterId, answer); },
      }))}>
      {t('stale.safe')}
      <dl className="kv">
        <dt>{t('stale.mineIs')}</dt><dd>{sectionWords(stale.unit, sectionValue(draft.typed, stale.unit))}</dd>
        <dt>{t('stale.theirsIs')}</dt><dd>{sectionWords(stale.unit, stale.now)}</dd>
      </dl>
    </Alert>
  );
}

/** A section's value in one line: texts as they are, diagnoses one after another, numbers by name. */
function sectionWords(unit: SectionName, value: unknown): string {
  if (typeof value === 'string') return value === '' ? '—' : value;
  if (Array.isArray(value)) return value.length === 0 ? '—' : (value as readonly Diagnosis[]).map(({ code, text }) => `${code} ${diagnosisText({ code, text })}`.trim()).join(' · ');
  if (unit === 'vitals' && typeof value === 'object' && value !== null) {
    return Object.entries(value).filter(([, measured]) => measured !== null && measured !== false).map(([name, measured]) => `${name} ${String(measured)}`).join(', ');
  }
  return '—';
}
