import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { StickStanding } from '../../contract/views.ts';
import { useHost } from '../client/useHost.ts';
import { useFormat } from '../format/useFormat.ts';

/** What the host finds when it looks at the stick does not change the line's version. */
const lookAgainMs = 30_000;

interface Stick {
  /** Null where no stick stays in this PC, undefined before it is known. */
  readonly standing: StickStanding | null | undefined;
  /** What is amiss with it, what to do, and when it was last written; null while all is well. */
  readonly trouble: string | null;
  /** When it was last written; null where none stays in. */
  readonly written: string | null;
}

/** The stick that stays in this PC, in words. */
export function useStick(): Stick {
  const { t } = useTranslation('shell');
  const format = useFormat();
  const standing = useQuery({ ...useHost().parcels.folder.queryOptions(), refetchInterval: lookAgainMs }).data;
  if (standing === null || standing === undefined) return { standing, trouble: null, written: null };
  const { folder, trouble, writtenAt, refused } = standing;
  const written = writtenAt === null ? t('stick.neverWritten') : t('stick.written', { when: format.moment(writtenAt) });
  const last = refused.at(-1);
  if (trouble !== null) return { standing, written, trouble: [t(`stick.trouble.${trouble}`, { folder }), t('stick.safe'), written].join(' ') };
  return { standing, written, trouble: last === undefined ? null : [t('stick.refused', { name: last.name }), written].join(' ') };
}
