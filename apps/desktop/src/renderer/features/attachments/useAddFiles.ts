import { useMutation } from '@tanstack/react-query';
import { readBase64, useToast } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldError } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { useErrorWords } from '../../shell/errors.ts';
import { addEach, isPicture, whyNotSent } from './addEach.ts';
import { drawThumbnail } from './drawThumbnail.ts';

interface AddFiles {
  /** One after the other, each saved by itself. */
  readonly add: (files: readonly File[]) => void;
  readonly isAdding: boolean;
  /** Of each that was refused: its name and why, in words. */
  readonly refused: readonly string[];
  readonly forget: () => void;
}

export function useAddFiles({ patientId, encounterId }: { readonly patientId: string; readonly encounterId: string | null }): AddFiles {
  const { t } = useTranslation('attachments');
  const words = useErrorWords('attachments');
  const toast = useToast();
  // Of several files each is told by itself, with its name: the page's foot has room for one.
  const { mutateAsync } = useMutation(useHost().attachments.add.mutationOptions({ meta: { isQuiet: true } }));
  const [isAdding, setIsAdding] = useState(false);
  const [refused, setRefused] = useState<readonly string[]>([]);

  const addOne = async (file: File): Promise<readonly FieldError[]> => {
    const error = await whyNotSent(file);
    if (error !== null) return [error];
    const thumbnail = await drawThumbnail(file);
    // It begins as a picture does, and is none: nobody could look at it later.
    if (thumbnail === null && await isPicture(file)) return [{ field: 'file', code: 'noPicture' }];
    const added = await mutateAsync({ patientId, encounterId, base64: await readBase64(file), thumbnailBase64: thumbnail && await readBase64(thumbnail), caption: '' });
    return added.ok ? [] : added.errors;
  };
  const addAll = async (files: readonly File[]): Promise<void> => {
    setIsAdding(true);
    setRefused([]);
    try {
      const added = await addEach(files, addOne);
      setRefused(added.refused.map(({ name, error }) => t('notAdded', { name, why: words(error) })));
      if (added.count > 0) toast({ icon: 'ok', text: t('added', { count: added.count }) });
    } finally {
      setIsAdding(false);
    }
  };
  return { add: (files) => { if (files.length > 0) addAll(files).catch(() => undefined); }, isAdding, refused, forget: () => { setRefused([]); } };
}
