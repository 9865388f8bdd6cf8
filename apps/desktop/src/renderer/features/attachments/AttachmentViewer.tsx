import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Dialog, Icon, ProgressBar, saveFile, useHotkeys } from '@lianyi/ui';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttachmentView, OriginalView } from '../../../contract/views.ts';
import { useHost, useHostClient } from '../../client/useHost.ts';
import { bytesText } from '../../format/bytes.ts';
import { useFormat } from '../../format/useFormat.ts';

interface ViewerProps {
  readonly attachment: AttachmentView;
  readonly position: { readonly at: number; readonly of: number };
  readonly onClose: () => void;
  readonly onStep: (by: -1 | 1) => void;
}

const zooms = [1, 1.5, 2, 3, 4] as const;
const lookAgainMs = 500;

/** The original, as soon as it is here: fetched when it is not, with how far it has come. Esc closes. */
export function AttachmentViewer({ attachment, position, onClose, onStep }: ViewerProps) {
  const { t } = useTranslation('attachments');
  const format = useFormat();
  const client = useHostClient();
  const { id, mediaType, takenAt, addedBy, orgName, bytes, caption } = attachment;
  const [zoom, setZoom] = useState(0);
  const original = useQuery({ ...useHost().attachments.original.queryOptions({ id }), gcTime: 0, refetchInterval: (query) => (query.state.data?.state === 'coming' ? lookAgainMs : false) }).data;
  const fetchIt = () => { client.attachments.fetch.mutate({ id }).catch(() => undefined); };
  useEffect(() => { client.attachments.fetch.mutate({ id }).catch(() => undefined); }, [client, id]);
  const isPicture = mediaType !== 'application/pdf';
  const zoomBy = (by: number) => { setZoom((at) => Math.min(zooms.length - 1, Math.max(0, at + by))); };
  const facts = [format.moment(takenAt), addedBy, orgName, bytesText(bytes)].filter((part) => part !== '').join(' · ');
  return (
    <Dialog isOpen onClose={onClose} icon={isPicture ? 'image' : 'paper'} isWide title={caption === '' ? t(isPicture ? 'picture' : 'paper') : caption}
      foot={(
        <>
          {isPicture && original?.state === 'here' && (
            <>
              <Button icon="minus" keyHint="-" aria-label={t('smaller')} disabled={zoom === 0} onClick={() => { zoomBy(-1); }} />
              <Button icon="plus" keyHint="+" aria-label={t('larger')} disabled={zoom === zooms.length - 1} onClick={() => { zoomBy(1); }} />
            </>
          )}
          {!isPicture && original?.state === 'here' && <Button icon="down" onClick={() => { saveFile(`${t('paper')}-${takenAt.slice(0, 10)}.pdf`, original.base64); }}>{t('saveCopy')}</Button>}
          <Button variant="primary" keyHint="Esc" onClick={onClose}>{t('close')}</Button>
        </>
      )}>
      <ViewerKeys onStep={onStep} position={position} onZoom={zoomBy} onWhole={() => { setZoom(0); }} />
      <p className="dim small">{facts}{position.of > 1 && ` · ${t('position', position)}`}</p>
      <Original original={original} isPicture={isPicture} zoom={zooms[zoom] ?? 1} onAgain={fetchIt} />
    </Dialog>
  );
}

function ViewerKeys({ position: { at, of }, onStep, onZoom, onWhole }: Pick<ViewerProps, 'position' | 'onStep'> & { readonly onZoom: (by: number) => void; readonly onWhole: () => void }) {
  useHotkeys({
    Plus: () => { onZoom(1); }, '=': () => { onZoom(1); }, '-': () => { onZoom(-1); }, 0: onWhole,
    PageUp: () => { if (at > 1) onStep(-1); }, PageDown: () => { if (at < of) onStep(1); },
  });
  return null;
}

function Original({ original, isPicture, zoom, onAgain }: { readonly original: OriginalView | undefined; readonly isPicture: boolean; readonly zoom: number; readonly onAgain: () => void }) {
  const { t } = useTranslation('attachments');
  if (original === undefined) return null;
  switch (original.state) {
    case 'missing':
      return <Alert tone="warn" icon="warn" title={t('gone')} />;
    case 'coming':
      return (
        <>
          <ProgressBar label={t('coming')} value={original.bytes} max={original.ofBytes} text={t('comingText', { bytes: bytesText(original.bytes), of: bytesText(original.ofBytes) })} />
          {original.trouble !== null && (
            <Alert tone="warn" icon={original.trouble === 'offline' ? 'nolink' : 'warn'} title={t(`trouble.${original.trouble}`)} actions={[{ id: 'again', label: t('again'), onChoose: onAgain }]}>
              {t(`troubleHow.${original.trouble}`)}
            </Alert>
          )}
        </>
      );
    case 'here':
      if (isPicture) return <Picture original={original} zoom={zoom} />;
      return <p className="paperhere"><Icon name="paper" /> {t('paperHere')}</p>;
  }
}

/** Scrolls where it is larger than the window. */
function Picture({ original: { base64, mediaType }, zoom }: { readonly original: Extract<OriginalView, { state: 'here' }>; readonly zoom: number }) {
  const { t } = useTranslation('attachments');
  const url = useMemo(() => URL.createObjectURL(new Blob([Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0)], { type: mediaType })), [base64, mediaType]);
  const [isBroken, setIsBroken] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => () => { URL.revokeObjectURL(url); }, [url]);
  // What one looks at is in the middle, and stays there.
  useLayoutEffect(() => {
    const { current } = frame;
    if (zoom > 1) current?.scrollTo((current.scrollWidth - current.clientWidth) / 2, (current.scrollHeight - current.clientHeight) / 2);
  }, [zoom]);
  if (isBroken) return <Alert tone="warn" icon="warn" title={t('notShown')}>{t('notShownHow')}</Alert>;
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and a keyboard has to reach it
  return <div ref={frame} className="pictureframe" tabIndex={0} role="region" aria-label={t('picture')}><img src={url} alt={t('picture')} onError={() => { setIsBroken(true); }} className={zoom === 1 ? 'whole' : undefined} style={{ width: zoom === 1 ? undefined : `${zoom * 100}%` }} /></div>;
}
