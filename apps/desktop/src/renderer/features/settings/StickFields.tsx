import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Field, TextInput, readBase64, saveFile, useToast } from '@lianyi/ui';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LineView, ParcelRead } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { useFormat } from '../../format/useFormat.ts';

/** The exchange by hand: a file for the county, and the one that it gives back. */
export function StickFields({ line }: { readonly line: LineView }) {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const host = useHost();
  const toast = useToast();
  const chooser = useRef<HTMLInputElement>(null);
  const [result, setResult] = useState<ParcelRead | null>(null);
  const make = useMutation(host.parcels.make.mutationOptions({
    onSuccess: (file) => {
      saveFile(file.name, file.base64);
      toast({ text: t('stick.made', { count: file.bundles, name: file.name }) });
    },
  }));
  const read = useMutation(host.parcels.read.mutationOptions({ onSuccess: setResult, onError: () => { setResult({ ok: false, reason: 'unreadable' }); } }));
  const { count, oldestAt } = line.waiting;
  return (
    <div className="stickfields">
      <p>{t('stick.what')} {count > 0 && oldestAt !== null ? t('stick.waiting', { count, when: format.ago(oldestAt) }) : t('stick.nothing')}</p>
      <div className="stickbuttons">
        <Button icon="up" disabled={make.isPending} onClick={() => { make.mutate(); }}>{t('stick.make')}</Button>
        <Button icon="usb" disabled={read.isPending} onClick={() => chooser.current?.click()}>{t('stick.read')}</Button>
        <input ref={chooser} type="file" accept=".parcel" hidden aria-label={t('stick.read')} onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file !== undefined) readBase64(file).then((base64) => { read.mutate({ base64 }); }, () => { setResult({ ok: false, reason: 'unreadable' }); });
        }} />
      </div>
      {result !== null && <ReadWords result={result} />}
      <FolderField />
    </div>
  );
}

function ReadWords({ result }: { readonly result: ParcelRead }) {
  const { t } = useTranslation('settings');
  if (!result.ok) return <Alert tone="warn" icon="warn" title={t('stick.notRead')}>{t(`stick.whyNot.${result.reason}`)}</Alert>;
  return <Alert tone="info" icon="ok" title={t('stick.isRead')}>{result.isRewound ? t('stick.rewound') : t('stick.got', { receipts: result.receipts, documents: result.documents })}</Alert>;
}

/** Where a stick stays in this PC. */
function FolderField() {
  const { t } = useTranslation('settings');
  const host = useHost();
  const toast = useToast();
  const kept = useQuery(host.parcels.folder.queryOptions()).data;
  const [typed, setTyped] = useState<string | null>(null);
  const [reason, setReason] = useState<'missing' | 'notAFolder' | 'denied' | null>(null);
  const keep = useMutation(host.parcels.setFolder.mutationOptions({
    onSuccess: (set) => {
      setReason(set.ok ? null : set.reason);
      if (set.ok) toast({ text: t('stick.folderKept') });
    },
  }));
  const folder = typed ?? kept ?? '';
  return (
    <form className="stickfolder" onSubmit={(event) => {
      event.preventDefault();
      keep.mutate({ folder });
    }}>
      <Field label={t('stick.folder')} hint={t('stick.folderHint')} error={reason === null ? undefined : t(`stick.noFolder.${reason}`)}>
        <TextInput value={folder} placeholder={t('stick.folderExample')} onChange={setTyped} />
      </Field>
      <Button type="submit" disabled={keep.isPending || folder === (kept ?? '')}>{t('stick.keep')}</Button>
    </form>
  );
}
