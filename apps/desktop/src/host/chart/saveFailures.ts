import { TRPCError } from '@trpc/server';
import type { SaveFailure } from '../replica/replica.ts';
import type { FieldError } from './views.ts';

/**
 * A failed save as a form's errors: nothing was written, and the person can do something about it.
 * @throws TRPCError for a full disk, which no field is to blame for: the shell says it.
 */
export function errorsOfFailure(failure: SaveFailure): readonly FieldError[] {
  switch (failure.code) {
    case 'stale':
      return [{ field: failure.unit, code: 'stale' }];
    case 'invalid':
      return [{ field: failure.path, code: failure.message === 'closed' ? 'signedAlready' : 'invalid' }];
    case 'tooLarge':
      return [{ field: '', code: 'tooLarge', values: { bytes: failure.bytes } }];
    case 'readOnly':
      return [{ field: '', code: failure.message }];
    case 'diskFull':
      throw new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: 'diskFull: SQLITE_FULL' });
  }
}
