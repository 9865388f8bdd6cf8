import { Logo } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { countyAreas, mapBox } from '../../map/countyAreas.ts';

const areas = countyAreas(12);

/** What the console is for, over the outline of a county. */
export function Motto() {
  const { t } = useTranslation('session');
  const shell = useTranslation('shell').t;
  return (
    <section className="login-left" aria-label={shell('product')}>
      <svg className="login-map" viewBox={`${mapBox.left} ${mapBox.top} ${mapBox.width} ${mapBox.height}`} aria-hidden="true">
        {areas.map(({ outline, middle: [x, y] }, at) => (
          <g key={`${x} ${y}`}>
            <polygon points={outline.map((point) => point.map((value) => value.toFixed(1)).join(',')).join(' ')} style={{ fillOpacity: 0.35 + (at % 4) * 0.15 }} />
            <circle cx={x} cy={y} r={3} />
          </g>
        ))}
      </svg>
      <div className="login-brand"><Logo size={36} /><span>{shell('product')}</span><span className="dim">{shell('console')}</span></div>
      <p className="login-motto">{t('motto')}<br />{t('motto2')}</p>
      <p className="login-promise sub">{t('promise1')}<br />{t('promise2')}</p>
    </section>
  );
}
