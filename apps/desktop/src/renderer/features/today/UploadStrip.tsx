import { useMutation } from '@tanstack/react-query';
import { Button, Icon } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useHost } from '../../client/useHost.ts';
import { useLine } from '../../client/useLine.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useActionCounts } from '../../shell/useActionCounts.ts';

/** What has not reached the county yet, and the way to try now. */
export function UploadStrip() {
  const { t } = useTranslation('today');
  const format = useFormat();
  const line = useLine();
  const countsOf = useActionCounts();
  const exchange = useMutation(useHost().line.exchangeNow.mutationOptions());
  if (line === undefined) return null;
  const { count, oldestAt, byAction } = line.waiting;
  return (
    <div className="out">
      <Icon name="up" />
      <span>
        <b>{count === 0 ? t('uploadNone') : t('upload', { count })}</b> <span className="sub">{countsOf(byAction)}</span><br />
        <span className="dim small">{oldestAt === null ? t('uploadDone') : t('uploadOldest', { when: format.moment(oldestAt) })}</span>
      </span>
      <Button disabled={exchange.isPending || line.exchanging !== null} icon="sync" onClick={() => { exchange.mutate(); }}>{t('exchangeNow')}</Button>
    </div>
  );
}
