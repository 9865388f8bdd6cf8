import { useMutation } from '@tanstack/react-query';
import { Button, Icon } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useHost } from '../../client/useHost.ts';
import { useLine } from '../../client/useLine.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { useActionCounts } from '../../shell/useActionCounts.ts';
import { useStick } from '../../shell/useStick.ts';
import { isStickOffered } from './isStickOffered.ts';

/** What has not reached the county yet, and the way to try now. */
export function UploadStrip() {
  const { t } = useTranslation('today');
  const format = useFormat();
  const line = useLine();
  const countsOf = useActionCounts();
  const go = useGo();
  const { trouble } = useStick();
  const exchange = useMutation(useHost().line.exchangeNow.mutationOptions());
  if (line === undefined) return null;
  const { count, oldestAt, byAction } = line.waiting;
  const isByStick = isStickOffered(line, format.now);
  return (
    <div className="out">
      <Icon name="up" />
      <span>
        <b>{count === 0 ? t('uploadNone') : t('upload', { count })}</b> <span className="sub">{countsOf(byAction)}</span><br />
        <span className="dim small">{oldestAt === null ? t('uploadDone') : t(isByStick ? 'uploadByStick' : 'uploadOldest', { when: format.moment(oldestAt) })}</span>
      {trouble !== null && <><br /><span className="sticktrouble small" role="status"><Icon name="usb" /> {trouble}</span></>}
      </span>
      <div className="outbuttons">
        {(isByStick || trouble !== null) && <Button icon="usb" onClick={() => { go({ name: 'settings' }); }}>{t('stick')}</Button>}
        <Button disabled={exchange.isPending || line.exchanging !== null} icon="sync" onClick={() => { exchange.mutate(); }}>{t('exchangeNow')}</Button>
      </div>
    </div>
  );
}
