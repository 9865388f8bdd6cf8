import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

/** The window's title. Never a patient's name, which would show in the task bar. */
export function useTitle(title: string): void {
  const { t } = useTranslation('shell');
  useEffect(() => { document.title = `${title} · ${t('product')}`; }, [title, t]);
}
