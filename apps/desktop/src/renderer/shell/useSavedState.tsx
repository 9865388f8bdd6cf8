import type { ActionsState } from '@lianyi/ui';
import { Trans, useTranslation } from 'react-i18next';
import { useHostContact } from '../client/hostContact.ts';
import { useLine } from '../client/useLine.ts';
import { clock } from '../format/dates.ts';

/** "本机已存 09:42 的全部记录 断网照常使用": the foot of a page that has nothing more pressing to say. */
export function useSavedState(): readonly ActionsState[] {
  const { t } = useTranslation('shell');
  const line = useLine();
  const isHostLost = useHostContact((contact) => contact.isLost);
  const at = line?.saved.at;
  if (isHostLost) return [{ id: 'saved', icon: 'stop', tone: 'danger', text: t('hostGone.foot') }];
  if (line !== undefined && !line.saved.ok) return [{ id: 'saved', icon: 'stop', tone: 'danger', text: t('failed.title.fault') }];
  return [{
    id: 'saved',
    icon: 'ok',
    tone: 'ok',
    text: (
      <>
        {at === null || at === undefined ? t('savedHere') : <Trans t={t} i18nKey="savedHereUntil" values={{ clock: clock(at) }} components={{ b: <b /> }} />}
        {' '}<span className="dim">{t('worksOffline')}</span>
      </>
    ),
  }];
}
