import { Button, Icon } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/useFormat.ts';
import { useActionCounts } from '../../shell/useActionCounts.ts';
import { useUpload } from './useUpload.ts';

/** What has not reached the county yet, below the day's lists; what asks somebody to act stands above them (UploadNotice). */
export function UploadStrip() {
  const { t } = useTranslation('today');
  const format = useFormat();
  const countsOf = useActionCounts();
  const upload = useUpload();
  if (upload === null || upload.asks) return null;
  const { waiting: { count, oldestAt, byAction }, isSending, send } = upload;
  return (
    <div className="out">
      <Icon name="up" />
      <span>
        <b>{count === 0 ? t('uploadNone') : t('upload', { count })}</b> <span className="sub">{countsOf(byAction)}</span><br />
        <span className="dim small">{oldestAt === null ? t('uploadDone') : t('uploadOldest', { when: format.moment(oldestAt) })}</span>
      </span>
      <Button disabled={isSending} icon="sync" onClick={send}>{t('exchangeNow')}</Button>
    </div>
  );
}
