import { useTranslation } from 'react-i18next';
import { devicesZh } from './words.zh.ts';

/** Why an exchange failed, in words; a code that has none as it is. */
export function useTroubleText(): (code: string) => string {
  const { t } = useTranslation('devices');
  return (code) => (isKnown(code) ? t(`troubleOf.${code}`) : code);
}

const isKnown = (code: string): code is keyof typeof devicesZh.troubleOf => Object.hasOwn(devicesZh.troubleOf, code);
