import type { ReactNode } from 'react';
import { Icon } from '../icons/Icon.tsx';
import type { IconName } from '../icons/iconShapes.tsx';
import { toneToTextClass } from '../text/tones.ts';
import { AllergyBlock, type AllergyState } from './AllergyBlock.tsx';

export interface RiskLine {
  /** "病史", "风险", "在用". */
  readonly label: string;
  readonly text: ReactNode;
}

export interface AsOf {
  /** "资料完整至 3月6日 08:10". */
  readonly text: string;
  /** "3 天前；之后外院就诊可能缺". */
  readonly note: string;
  /** warn draws the clock of stale data, ok the tick. */
  readonly tone: 'ok' | 'warn' | 'plain';
}

export interface PatientBannerProps {
  /** Name of the region: "患者". */
  readonly label: string;
  readonly name: string;
  readonly sexAge: string;
  readonly birthDate: string;
  /** Address, identity number. */
  readonly meta: readonly string[];
  readonly allergy: AllergyState;
  readonly risks?: readonly RiskLine[] | undefined;
  readonly asOf?: AsOf | undefined;
  /** Beside the name: "疑似同一人". */
  readonly badge?: ReactNode;
  /** The name is the title of the page (visit), where no PageHead follows. */
  readonly isPageTitle?: boolean | undefined;
}

const iconByTone: Readonly<Record<AsOf['tone'], IconName>> = { ok: 'ok', warn: 'clock', plain: 'clock' };

/** Stays in sight wherever a patient is open. The order of its parts is fixed. */
export function PatientBanner({ label, name, sexAge, birthDate, meta, allergy, risks = [], asOf, badge, isPageTitle = false }: PatientBannerProps) {
  const Name = isPageTitle ? 'h1' : 'h2';
  return (
    <section className="banner" aria-label={label}>
      <div className="who">
        <div className="top"><Name className="name">{name}</Name><span>{sexAge}</span><span className="sub">{birthDate}</span>{badge}</div>
        <div className="meta">{meta.map((text) => <span key={text}>{text}</span>)}</div>
      </div>
      <AllergyBlock allergy={allergy} />
      {risks.length > 0 && (
        <div className="risks">{risks.map((risk) => <span key={risk.label}><span className="dim">{risk.label}</span> {risk.text}</span>)}</div>
      )}
      {asOf !== undefined && (
        <div className="asof">
          <b className={asOf.tone === 'warn' ? toneToTextClass('warn') : undefined}><Icon name={iconByTone[asOf.tone]} className={toneToTextClass(asOf.tone)} />{asOf.text}</b>
          {asOf.note}
        </div>
      )}
    </section>
  );
}
