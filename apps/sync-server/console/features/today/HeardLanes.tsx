import { LinkButton, SectionHead } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { count } from '../../format/numbers.ts';
import { useFormat } from '../../format/useFormat.ts';
import { heardLane, heardLanes, type HeardLane } from '../../live/heard.ts';
import type { Standing } from '../../live/standing.ts';
import { useGo } from '../../navigation/useNavigation.ts';

/** Names stand beside the bar where somebody has to be asked. */
const namedLanes: readonly HeardLane[] = ['threeDays', 'longer'];
const namesShown = 3;
/** One mark per institution, at most this wide; px. Many institutions make them narrower. */
const widestMark = 12;
const laneWidth = 560;

/** When the institutions were last heard from: one mark each. `standings` is null while they load. */
export function HeardLanes({ standings }: { readonly standings: readonly Standing[] | null }) {
  const { t } = useTranslation('today');
  const { now } = useFormat();
  const go = useGo();
  const equipped = (standings ?? []).filter(({ devices }) => devices > 0);
  const lanes = heardLanes.map((lane) => ({ lane, rows: equipped.filter(({ lastHeardAt }) => heardLane(lastHeardAt, now) === lane) }));
  const most = Math.max(1, ...lanes.map(({ rows }) => rows.length));
  const mark = Math.max(2, Math.min(widestMark, Math.floor(laneWidth / most) - 1));
  return (
    <section aria-labelledby="heard">
      <SectionHead id="heard" className="fr" isRuled title={t('lastHeard')} count={standings === null ? undefined : t('institutions', { count: equipped.length, formatted: count(equipped.length) })}
        more={<LinkButton onClick={() => { go({ name: 'organisations' }); }}>{t('byInstitution')}</LinkButton>} />
      <dl className="lanes">
        {lanes.map(({ lane, rows }) => (
          <div key={lane} className={lane === 'longer' && rows.length > 0 ? 'late' : undefined}>
            <dt>{t(`lane.${lane}`)}</dt>
            <dd className="marks">
              {rows.slice(0, Math.floor(laneWidth / (mark + 1))).map(({ id }) => <i key={id} className={lane} style={{ width: mark }} aria-hidden="true" />)}
              {namedLanes.includes(lane) && rows.length > 0 && <Names rows={rows} />}
            </dd>
            <dd className="total">{standings === null ? '—' : count(rows.length)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The longest silent first. */
function Names({ rows }: { readonly rows: readonly Standing[] }) {
  const { t } = useTranslation('today');
  const format = useFormat();
  const inOrder = rows.toSorted((a, b) => (a.lastHeardAt ?? '').localeCompare(b.lastHeardAt ?? ''));
  return (
    <span className="names cut">
      {inOrder.slice(0, namesShown).map(({ id, shortName, lastHeardAt }, at) => (
        <span key={id}>{at > 0 && ' · '}{at === 0 ? <b>{shortName}</b> : shortName} {lastHeardAt === null ? t('neverHeard') : format.since(lastHeardAt)}</span>
      ))}
      {inOrder.length > namesShown && ` · ${t('others', { count: inOrder.length - namesShown })}`}
    </span>
  );
}
