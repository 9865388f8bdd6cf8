import { useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { useHost } from '../client/useHost.ts';
import { saveVisit } from './saveVisit.ts';
import { isDirty, useVisitDrafts, visitDraft } from './visitDrafts.ts';

/** How long after the last key the draft goes to the disk. */
const quietMs = 800;

export interface VisitSaving {
  readonly isSaving: boolean;
  /** The last save did not reach the disk, as far as this page knows. */
  readonly hasFailed: boolean;
  /** Saves at once. @returns whether everything that can be saved is on the disk. */
  readonly saveNow: () => Promise<boolean>;
}

/**
 * Keeps a visit's draft on the disk: 0.8 s after the last key, on another page, on a hidden or closing window. The
 * typed text stays in `useVisitDrafts` until the host has said that it is saved. Whoever does not write visits saves nothing of what
 * somebody else has left unsaved here: it waits for them.
 */
export function useVisitSaving(encounterId: string, mayWrite = true): VisitSaving {
  const host = useHost();
  const { mutateAsync: saveSections } = useMutation(host.encounters.save.mutationOptions());
  const { mutateAsync: saveOrder } = useMutation(host.prescriptions.save.mutationOptions());
  const { mutateAsync: keepRows } = useMutation(host.prescriptions.keepRows.mutationOptions());
  const [isSaving, setSaving] = useState(false);
  const [hasFailed, setFailed] = useState(false);

  const saveNow = useCallback(async () => {
    setSaving(true);
    try {
      await saveVisit(encounterId, {
        saveSections: (changes) => saveSections({ encounterId, changes }),
        saveOrder: (order) => saveOrder({ encounterId, order }),
        keepRows: (rows) => keepRows({ encounterId, rows }),
      });
      setFailed(false);
      return true;
    } catch {
      // The shell says what failed and what is safe; the text stays where it is.
      setFailed(true);
      return false;
    } finally {
      setSaving(false);
    }
  }, [encounterId, saveSections, saveOrder, keepRows]);

  useEffect(() => {
    if (!mayWrite) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stopWatching = useVisitDrafts.subscribe(({ drafts }, { drafts: earlier }) => {
      const draft = drafts[encounterId];
      const before = earlier[encounterId];
      if (draft === undefined || (draft.typed === before?.typed && draft.order === before.order && draft.stale === before.stale)) return;
      clearTimeout(timer);
      if (isDirty(draft)) timer = setTimeout(() => { void saveNow(); }, quietMs);
    });
    const saveIfDirty = () => {
      clearTimeout(timer);
      const draft = visitDraft(encounterId);
      if (draft !== undefined && isDirty(draft)) void saveNow();
    };
    const onHide = () => { if (document.visibilityState === 'hidden') saveIfDirty(); };
    const onClose = (event: BeforeUnloadEvent) => {
      const draft = visitDraft(encounterId);
      if (draft === undefined || !isDirty(draft)) return;
      saveIfDirty();
      event.preventDefault();
    };
    document.addEventListener('visibilitychange', onHide);
    window.addEventListener('beforeunload', onClose);
    return () => {
      stopWatching();
      document.removeEventListener('visibilitychange', onHide);
      window.removeEventListener('beforeunload', onClose);
      saveIfDirty();
    };
  }, [encounterId, saveNow, mayWrite]);

  return { isSaving, hasFailed, saveNow };
}
