import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Field, TextInput, readBase64, saveFile, useToast } from '@lianyi/ui';
import { maxParcelFileBytes } from '@lianyi/schema/wire/parcel';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LineView, ParcelRead, StickStanding } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useStick } from '../../shell/useStick.ts';

/** For so long a page that was opened may still grow. */
const stillReadMs = 1_500;

/** The exchange by hand: a file for the county, and the one that it gives back. */
export function StickFields({ line, isFirst }: { readonly line: LineView; readonly isFirst: boolean }) {
  const { t } = useTranslation('settings');
  const format = useFormat();
  const host = useHost();
  const toast = useToast();
  const fields = useRef<HTMLDivElement>(null);
  useEffect(() => (isFirst && fields.current !== null ? keepShown(fields.current) : undefined), [isFirst]);
  const chooser = useRef<HTMLInputElement>(null);
  const [result, setResult] = useState<ParcelRead | null>(null);
  const make = useMutation(host.parcels.make.mutationOptions({
    onSuccess: (file) => {
      saveFile(file.name, file.base64);
      toast({ text: `${t('stick.made', { count: file.bundles, name: file.name })}${file.left === 0 ? '' : t('stick.left', { count: file.left })}${file.attachments === 0 ? '' : t('stick.attachmentsStay', { count: file.attachments })}` });
    },
  }));
  const read = useMutation(host.parcels.read.mutationOptions({ onSuccess: setResult, onError: () => { setResult({ ok: false, reason: 'unreadable' }); } }));
  const { count, oldestAt } = line.waiting;
  return (
    <div className="stickfields" ref={fields}>
      <p>{t('stick.what')} {line.pulling !== null && t('stick.firstSync')} {count > 0 && oldestAt !== null ? t('stick.waiting', { count, when: format.ago(oldestAt) }) : t('stick.nothing')} {line.attachmentsWaiting > 0 && t('stick.attachments', { count: line.attachmentsWaiting })}</p>
      <div className="stickbuttons">
        <Button icon="up" disabled={make.isPending} onClick={() => { make.mutate(); }}>{t('stick.make')}</Button>
        <Button icon="usb" disabled={read.isPending} onClick={() => chooser.current?.click()}>{t('stick.read')}</Button>
        <input ref={chooser} type="file" accept=".parcel" hidden aria-label={t('stick.read')} onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file === undefined) return;
          if (file.size > maxParcelFileBytes) setResult({ ok: false, reason: 'tooLarge' });
          else readBase64(file).then((base64) => { read.mutate({ base64 }); }, () => { setResult({ ok: false, reason: 'unreadable' }); });
        }} />
      </div>
      {result !== null && <ReadWords result={result} />}
      <FolderField />
    </div>
  );
}

/** Brings it into view while the page is still being read: what stands above it grows. @returns how to stop */
function keepShown(element: HTMLElement): () => void {
  const watcher = new ResizeObserver(() => { element.scrollIntoView({ block: 'center' }); });
  for (const part of element.closest('.settings')?.children ?? []) watcher.observe(part);
  const timer = setTimeout(() => { watcher.disconnect(); }, stillReadMs);
  return () => {
    clearTimeout(timer);
    watcher.disconnect();
  };
}

function ReadWords({ result }: { readonly result: ParcelRead }) {
  const { t } = useTranslation('settings');
  if (!result.ok) return <Alert tone="warn" icon="warn" title={t('stick.notRead')}>{t(`stick.whyNot.${result.reason}`)}</Alert>;
  return <Alert tone="info" icon="ok" title={t('stick.isRead')}>{result.isRewound ? t('stick.rewound') : result.isRepeat ? t('stick.isRepeat') : t('stick.got', { receipts: result.receipts, documents: result.documents })}{result.isMore && t('stick.more')}</Alert>;
}

/** Where a stick stays in this PC. */
function FolderField() {
  const { t } = useTranslation('settings');
  const host = useHost();
  const toast = useToast();
  const kept = useStick().standing?.folder;
  const client = useQueryClient();
  const [typed, setTyped] = useState<string | null>(null);
  const [reason, setReason] = useState<'missing' | 'notAFolder' | 'denied' | null>(null);
  const keep = useMutation(host.parcels.setFolder.mutationOptions({
    onSuccess: (set) => {
      setReason(set.ok ? null : set.reason);
      if (set.ok) toast({ text: t('stick.folderKept') });
      void client.invalidateQueries({ queryKey: host.parcels.folder.queryKey() });
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
      <StickState />
    </form>
  );
}

/** How it goes with it: when it was last written, and what a person must see to. */
function StickState() {
  const { t } = useTranslation('settings');
  const { standing, trouble, written } = useStick();
  const format = useFormat();
  const { t: shell } = useTranslation('shell');
  if (standing === null || standing === undefined) return null;
  return (
    <div className="stickstate">
      {standing.trouble === null ? <p className="dim small">{written}</p> : <Alert tone="warn" icon="usb" title={shell('stick.title')}>{trouble}</Alert>}
      {standing.lastRead !== null && <LastRead read={standing.lastRead} when={format.moment(standing.lastRead.at)} />}
      {standing.refused.map(({ name, reason }) => <Alert key={name} tone="warn" icon="warn" title={t('stick.refusedTitle')}>{name} · {t(`stick.whyNot.${reason}`)}</Alert>)}
    </div>
  );
}

/** What came with the county's file on it that was read last. */
function LastRead({ read: { name, receipts, documents, isRepeat, isRewound }, when }: { readonly read: NonNullable<StickStanding['lastRead']>; readonly when: string }) {
  const { t } = useTranslation('settings');
  return <p className="dim small">{t('stick.lastRead', { when, name })} {isRewound ? t('stick.rewound') : isRepeat ? t('stick.isRepeat') : t('stick.got', { receipts, documents })}</p>;
}
