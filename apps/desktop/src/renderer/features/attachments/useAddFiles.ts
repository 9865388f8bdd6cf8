import { useMutation } from '@tanstack/react-query';
import { sniffMediaType } from '@lianyi/schema/codes/mediaType';
import { readBase64, useToast } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldError } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { useErrorWords } from '../../shell/errors.ts';
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
  const { mutateAsync } = useMutation(useHost().attachments.add.mutationOptions());
  const [isAdding, setIsAdding] = useState(false);
  const [refused, setRefused] = useState<readonly string[]>([]);

  const addOne = async (file: File): Promise<readonly FieldError[]> => {
    const thumbnail = await drawThumbnail(file);
    // It begins as a picture does, and is none: nobody could look at it later.
    if (thumbnail === null && isPicture(await bytesOfHead(file))) return [{ field: 'file', code: 'noPicture' }];
    const added = await mutateAsync({ patientId, encounterId, base64: await readBase64(file), thumbnailBase64: thumbnail && await readBase64(thumbnail), caption: '' });
    return added.ok ? [] : added.errors;
  };
  const addAll = async (files: readonly File[]): Promise<void> => {
    setIsAdding(true);
    setRefused([]);
    const told: string[] = [];
    let count = 0;
    try {
      for (const file of files) {
        const [error] = await addOne(file);
        if (error === undefined) count += 1;
        else told.push(t('notAdded', { name: file.name, why: words(error) }));
      }
    } finally {
      setRefused(told);
      setIsAdding(false);
    }
    if (count > 0) toast({ icon: 'ok', text: t('added', { count }) });
  };
  // A full disk and a host that is gone are told by the page's foot, like every save.
  return { add: (files) => { if (files.length > 0) addAll(files).catch(() => undefined); }, isAdding, refused, forget: () => { setRefused([]); } };
}

const bytesOfHead = async (file: Blob): Promise<Uint8Array> => new Uint8Array(await file.slice(0, 64).arrayBuffer());

function isPicture(head: Uint8Array): boolean {
  const mediaType = sniffMediaType(head);
  return mediaType !== null && mediaType !== 'application/pdf';
}
