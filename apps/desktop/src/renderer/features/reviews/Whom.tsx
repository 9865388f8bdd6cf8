import { useTranslation } from 'react-i18next';
import type { ReviewView } from './reviewAnswers.ts';

/** Somebody of a review, with what they worked as: `吴明礼 乡村医生`. */
export function Whom({ id, view: { staffNames, staffRoles } }: { readonly id: string | null; readonly view: Pick<ReviewView, 'staffNames' | 'staffRoles'> }) {
  const { t } = useTranslation('shell');
  const name = id === null ? '' : staffNames[id] ?? '';
  if (id === null || name === '') return '—';
  const role = staffRoles[id];
  return <>{name}{role !== undefined && <> <span className="dim">{t(`role.${role}`)}</span></>}</>;
}
