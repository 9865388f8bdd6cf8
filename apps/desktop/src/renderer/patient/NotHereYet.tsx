import { StatusText } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { PatientBanner } from '../../contract/views.ts';

/** Not all of the county's records are here: what is not here of this patient may yet come. */
export const isComing = ({ completeness }: Pick<PatientBanner, 'completeness'>): boolean => completeness.state === 'coming';

/** In place of "there is none", where nobody here can know that yet; of a list that has something, that there may be more. `isTitle`: below an icon already. */
export function NotHereYet({ isSome = false, isTitle = false }: { readonly isSome?: boolean; readonly isTitle?: boolean }) {
  const { t } = useTranslation('patient');
  if (isTitle) return <span className="is-warn">{t('notHereYet')}</span>;
  return <StatusText tone="warn" icon="clock">{t(isSome ? 'notAllHereYet' : 'notHereYet')}</StatusText>;
}
