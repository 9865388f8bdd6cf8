import { Alert } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { MoveView } from '../../../../contract/views.ts';
import { useFormat } from '../../../format/useFormat.ts';

const tones = { asked: 'info', moved: 'info', notMoved: 'warn', refused: 'warn' } as const;

/** What became of the move of this record: asked for, done, or not done, and what to do then. */
export function MoveNotice({ move }: { readonly move: MoveView }) {
  const { t } = useTranslation('patients');
  const format = useFormat();
  const { state, toName, fromName, reason, at, by } = move;
  return (
    <Alert tone={tones[state]} isAnnounced={false} className="movenotice" title={t(`moveState.${state}`, { to: toName, from: fromName })}>
      {t(`moveNext.${state}`)} {t('moveBy', { by: by === '' ? t('moveByCounty') : by, when: format.moment(at), reason })}
    </Alert>
  );
}
