import { Alert } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/useFormat.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { useActionCounts } from '../../shell/useActionCounts.ts';
import { useUpload } from './useUpload.ts';

/** What has waited for a day, or a stick with which something is amiss: above the lists, where nobody has to scroll for it. */
export function UploadNotice() {
  const { t } = useTranslation('today');
  const ofStick = useTranslation('shell').t;
  const format = useFormat();
  const go = useGo();
  const countsOf = useActionCounts();
  const upload = useUpload();
  if (upload === null || !upload.asks) return null;
  const { waiting: { count, oldestAt, byAction }, attachments, isByStick, trouble, isSending, send } = upload;
  return (
    <Alert tone="warn" icon={trouble === null ? 'up' : 'usb'} title={trouble !== null ? ofStick('stick.title') : t('upload', { count })}
      actions={[
        { id: 'stick', label: t('stick'), onChoose: () => { go({ name: 'settings', part: 'stick' }); } },
        { id: 'send', label: t('exchangeNow'), isDisabled: isSending, onChoose: send },
      ]}>
      {trouble !== null && <span role="status">{trouble}</span>}
      {count > 0 && <>
        {trouble !== null && <><br /><b>{t('upload', { count })}</b> </>}
        <span className="sub">{countsOf(byAction)}</span> {oldestAt !== null && t(isByStick ? 'uploadByStick' : 'uploadOldest', { when: format.moment(oldestAt) })}
      </>}
      {attachments > 0 && <> {t('uploadAlso', { count: attachments })}</>}
    </Alert>
  );
}
