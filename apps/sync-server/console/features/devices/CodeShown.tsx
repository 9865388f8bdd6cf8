import { useQuery } from '@tanstack/react-query';
import { Icon } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CodeView } from '../../../src/reports/views.ts';
import { useCounty } from '../../client/useCounty.ts';
import { useNow } from '../../format/useNow.ts';

/** A code to read out over the telephone, with the time that is left; it says when the PC has come. */
export function CodeShown({ made, orgId, pc = 'new' }: { readonly made: CodeView; readonly orgId: string; /** On which it is typed in. */ readonly pc?: 'new' | 'same' }) {
  const { t } = useTranslation('devices');
  const now = useNow(1_000);
  // Counted by this browser's own clock, whatever the county's says.
  const [shownAt] = useState(() => Date.now());
  const rows = useQuery(useCounty().devices.list.queryOptions(undefined, { refetchInterval: 3_000 })).data ?? [];
  const come = rows.find(({ organisation, enrolledAt }) => organisation.id === orgId && enrolledAt > made.madeAt);
  const leftS = Math.max(0, Math.ceil((shownAt + made.lifeS * 1000 - now.getTime()) / 1000));
  const time = `${Math.floor(leftS / 60)}:${String(leftS % 60).padStart(2, '0')}`;
  if (come !== undefined) return <p className="codecome is-ok" role="status"><Icon name="ok" /> {t('codeUsed', { name: come.name })}</p>;
  return (
    <div className="codeshown">
      <output className="code">{made.code}</output>
      <p className={leftS === 0 ? 'is-danger' : 'sub'}>{leftS === 0 ? t('codeOver') : t('codeLeft', { time })}</p>
      <p className="sub">{t(`codeNote.${pc}`)}</p>
    </div>
  );
}
