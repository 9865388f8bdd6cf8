import { Alert } from '@lianyi/ui';
import type { Encounter } from '@lianyi/schema/documents/encounter';
import { useTranslation } from 'react-i18next';
import { typeSection, visitDraft } from '../../visit/visitDrafts.ts';

const texts = ['complaint', 'history', 'examination', 'plan'] as const;

/** Texts that another PC wrote into the same section while the line was cut: kept, shown, and one key from being taken over. */
export function VariantNotices({ encounter, isReadOnly }: { readonly encounter: Encounter; readonly isReadOnly: boolean }) {
  const { t } = useTranslation('encounters');
  const variants = texts.flatMap((section) => Object.entries(encounter.variants[section] ?? {}).flatMap(([device, value]) => (
    typeof value === 'string' && value !== '' && !encounter[section].includes(value) ? [{ section, device, value }] : []
  )));
  return variants.map(({ section, device, value }) => {
    const takeOver = () => {
      const now = visitDraft(encounter.id)?.typed[section] ?? '';
      typeSection(encounter.id, section, [now, value].filter((text) => text !== '').join(section === 'complaint' ? '；' : '\n'));
    };
    return (
      <Alert key={`${section} ${device}`} className="stale" tone="info" icon="review" title={t('variant.title', { section: t(`section.${section}`) })}
        actions={isReadOnly ? [] : [{ id: 'take', label: t('variant.take'), keyHint: '1', onChoose: takeOver }]}>
        {value}
      </Alert>
    );
  });
}
