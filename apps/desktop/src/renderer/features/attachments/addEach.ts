import { sniffMediaType } from '@lianyi/schema/codes/mediaType';
import { maxAttachmentBytes } from '@lianyi/schema/documents/attachment';
import type { FieldError } from '../../../contract/views.ts';
import { hostFailure } from '../../client/hostFailure.ts';

interface Refused {
  readonly name: string;
  readonly error: FieldError;
}

/** One after the other, each by itself: whatever becomes of one, those after it are added. Of each that was not: why. */
export async function addEach(files: readonly File[], addOne: (file: File) => Promise<readonly FieldError[]>): Promise<{ readonly count: number; readonly refused: readonly Refused[] }> {
  const refused: Refused[] = [];
  for (const file of files) {
    const [error] = await addOne(file).catch((thrown: unknown): readonly FieldError[] => [{ field: 'file', code: whyFailed(thrown) }]);
    if (error !== undefined) refused.push({ name: file.name, error });
  }
  return { count: files.length - refused.length, refused };
}

/** What no host need be asked: one that is far too large would not even get there. The host's own words, in its order. */
export async function whyNotSent(file: Blob): Promise<FieldError | null> {
  if (sniffMediaType(await headOf(file)) === null) return { field: 'file', code: 'otherType' };
  return file.size > maxAttachmentBytes ? { field: 'file', code: 'tooLarge', values: { bytes: file.size } } : null;
}

export async function isPicture(file: Blob): Promise<boolean> {
  const mediaType = sniffMediaType(await headOf(file));
  return mediaType !== null && mediaType !== 'application/pdf';
}

const headOf = async (file: Blob): Promise<Uint8Array> => new Uint8Array(await file.slice(0, 64).arrayBuffer());

/** A stick that was pulled out, or a file that was taken away meanwhile, is the browser's own error. */
const whyFailed = (thrown: unknown): string => (thrown instanceof DOMException ? 'cannotRead' : failures[hostFailure(thrown)]);

const failures = { locked: 'locked', forbidden: 'forbidden', diskFull: 'diskFull', invalid: 'notUnderstood', unreachable: 'unreachable', moved: 'moved', fault: 'failed' } as const;
