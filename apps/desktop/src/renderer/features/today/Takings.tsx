import { SectionHead, StackBar } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { TodayView } from '../../../contract/views.ts';
import { useIsComing } from '../../client/useLine.ts';
import { yuan, yuanSign } from '../../format/numbers.ts';
import { NotHereYet } from '../../patient/NotHereYet.tsx';

export function Takings({ takings }: { readonly takings: TodayView['takings'] | undefined }) {
  const { t } = useTranslation('today');
  const isComing = useIsComing();
  if (takings === undefined) return <section className="take"><SectionHead title={t('takings')} /></section>;
  const { totalFen, insuranceFen, cashFen, scanFen, visits } = takings;
  const [insurance, cash, scan] = [yuan(insuranceFen), yuan(cashFen), yuan(scanFen)];
  return (
    <section className="take" aria-labelledby="takings">
      <SectionHead id="takings" title={t('takings')} />
      {(totalFen > 0 || !isComing) && <div className="big"><small>¥</small>{yuan(totalFen)}</div>}
      {isComing && <p className="small"><NotHereYet isSome={totalFen > 0} /></p>}
      {totalFen > 0 ? (
        <>
          <StackBar label={t('bar', { insurance, cash, scan })} parts={[
            { id: 'insurance', label: <>{t('insurance')} <span className="dim">{t('insuranceNote')}</span></>, value: insuranceFen, valueText: insurance },
            { id: 'cash', label: t('cash'), value: cashFen, valueText: cash },
            { id: 'scan', label: t('scan'), value: scanFen, valueText: scan },
          ]} />
          <p className="small dim per">{t('perVisit', { visits, amount: yuanSign(Math.round(totalFen / Math.max(1, visits))) })}</p>
        </>
      ) : !isComing && <p className="small dim">{t('noTakings')}</p>}
    </section>
  );
}
