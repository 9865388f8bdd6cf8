import { useQuery } from '@tanstack/react-query';
import { Alert, Button, SectionHead, classNames, useHotkeys } from '@lianyi/ui';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHost } from '../../client/useHost.ts';
import { useIsComing, useKnownCount } from '../../client/useLine.ts';
import { NotHereYet } from '../../patient/NotHereYet.tsx';
import { useMayDo } from '../../shell/person.ts';
import { AttachmentTile } from './AttachmentTile.tsx';
import { AttachmentViewer } from './AttachmentViewer.tsx';
import { useAddFiles } from './useAddFiles.ts';
import './attachments.css';

const accepted = 'image/jpeg,image/png,image/webp,application/pdf';
const lookAgainMs = 1_000;

/** Photos, reports and strips of a record or a visit: add them from a file, by dropping or by pasting, and look at them. */
export function AttachmentStrip({ patientId, encounterId }: { readonly patientId: string; readonly encounterId: string | null }) {
  const { t } = useTranslation('attachments');
  const mayAdd = useMayDo('encounter.write');
  const isComing = useIsComing();
  const known = useKnownCount();
  const list = useQuery({
    ...useHost().attachments.list.queryOptions({ patientId, encounterId }),
    refetchInterval: (query) => (query.state.data?.isMoving === true ? lookAgainMs : false),
  }).data?.attachments ?? [];
  const { add, isAdding, refused, forget } = useAddFiles({ patientId, encounterId });
  const chooser = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const [openId, setOpenId] = useState<string | null>(null);
  const opened = list.findIndex(({ id }) => id === openId);
  useHotkeys({ 'Alt A': () => chooser.current?.click() }, mayAdd);
  usePastedFiles(add, mayAdd && openId === null);

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- dropping is for a mouse; the button and pasting are for everybody
    <section className={classNames('attachments', isOver && 'over')} aria-label={t('title')}
      onDragOver={(event) => {
        if (!mayAdd) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => { setIsOver(false); }}
      onDrop={(event) => {
        if (!mayAdd) return;
        event.preventDefault();
        setIsOver(false);
        add([...event.dataTransfer.files]);
      }}>
      <SectionHead title={t('title')} count={known(list.length)}
        more={mayAdd ? <Button size="sm" icon="plus" keyHint="Alt A" disabled={isAdding} onClick={() => chooser.current?.click()}>{t('add')}</Button> : undefined} />
      <input ref={chooser} type="file" accept={accepted} multiple hidden aria-label={t('add')} onChange={(event) => {
        const files = [...event.target.files ?? []];
        event.target.value = '';
        add(files);
      }} />
      {refused.length > 0 && (
        <Alert tone="warn" icon="warn" title={t('refused')} actions={[{ id: 'seen', label: t('seen'), onChoose: forget }]}>
          {refused.map((words) => <p key={words}>{words}</p>)}
        </Alert>
      )}
      {isComing && <p className="small"><NotHereYet isSome={list.length > 0} /></p>}
      {list.length === 0
        ? (mayAdd || !isComing) && <p className="dim small">{t(mayAdd ? 'how' : 'none')}</p>
        : <ul className="tilelist">{list.map((one) => <li key={one.id}><AttachmentTile attachment={one} onOpen={() => { setOpenId(one.id); }} /></li>)}</ul>}
      {list[opened] !== undefined && (
        <AttachmentViewer key={openId} attachment={list[opened]} position={{ at: opened + 1, of: list.length }} onClose={() => { setOpenId(null); }}
          onStep={(by) => { setOpenId(list[opened + by]?.id ?? openId); }} />
      )}
    </section>
  );
}

/** A picture that was copied elsewhere: a screenshot, or a file. Texts are the fields' own. */
function usePastedFiles(add: (files: readonly File[]) => void, isEnabled: boolean): void {
  const current = useRef(add);
  useEffect(() => { current.current = add; });
  useEffect(() => {
    if (!isEnabled) return undefined;
    const onPaste = (event: ClipboardEvent) => {
      const files = [...event.clipboardData?.files ?? []];
      if (files.length === 0) return;
      event.preventDefault();
      current.current(files);
    };
    document.addEventListener('paste', onPaste);
    return () => { document.removeEventListener('paste', onPaste); };
  }, [isEnabled]);
}
