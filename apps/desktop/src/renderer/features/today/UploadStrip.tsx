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
  const { waiting: { count, oldestAt, byAction }, attachments, isSending, send } = upload;
  return (
    <div className="out">
      <Icon name="up" />
      <span>
        <b>{count > 0 ? t('upload', { count }) : attachments > 0 ? t('uploadAttachments', { count: attachments }) : t('uploadNone')}</b> <span className="sub">{countsOf(byAction)}</span><br />
        <span className="dim small">
          {oldestAt !== null ? t('uploadOldest', { when: format.moment(oldestAt) }) : t(attachments > 0 ? 'uploadRecordsDone' : 'uploadDone')}{count > 0 && attachments > 0 && <> {t('uploadAlso', { count: attachments })}</>}
        </span>
      </span>
      <Button disabled={isSending} icon="sync" onClick={send}>{t('exchangeNow')}</Button>
    </div>
  );
}
