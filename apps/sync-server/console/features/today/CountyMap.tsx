import { SectionHead } from '@lianyi/ui';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../../format/numbers.ts';
import { useFormat } from '../../format/useFormat.ts';
import { isHeardToday } from '../../live/heard.ts';
import type { Standing } from '../../live/standing.ts';
import { countyAreas, mapBox, type Area } from '../../map/countyAreas.ts';
import { coverageOf, type Coverage, type Township } from './townships.ts';

const ring = 'M1.8 8a6.2 6.2 0 1 0 12.4 0a6.2 6.2 0 1 0-12.4 0M';
/** The kit's clock and tick, as paths: inside a drawing its icons lose their size. */
const markPaths = { heard: `${ring}5.2 8.2l2 2 3.7-4.1`, stale: `${ring}8 4.5V8l2.4 1.5`, absent: 'M4 8h8' } as const;

const coverages = ['all', 'most', 'some', 'few'] as const satisfies readonly Coverage[];
/** So many lines of villages fit under a township's own three. */
const lineHeight = 20;
const headHeight = 84;
const villageWidth = 196;

export interface CountyMapProps {
  /** Null while they load. */
  readonly townships: readonly Township[] | null;
  /** The township of the chosen row beside the map. */
  readonly chosenId: string | null;
  readonly onOpen: (townshipId: string) => void;
}

/** The townships as areas: how much of each was heard within 24 hours, and who was not. Schematic: it knows no boundaries. */
export function CountyMap({ townships: loaded, chosenId, onOpen }: CountyMapProps) {
  const { t } = useTranslation('today');
  const townships = loaded ?? [];
  const areas = countyAreas(townships.length);
  const equipped = townships.reduce((sum, township) => sum + township.equipped, 0);
  const heard = townships.reduce((sum, township) => sum + township.heard, 0);
  const patterns = useId().replaceAll(':', '');
  const fill: Readonly<Record<Coverage, string>> = {
    all: 'var(--map-all)', most: 'var(--map-most)', some: `url(#${patterns}some)`, few: `url(#${patterns}few)`, none: 'var(--chrome)',
  };
  // The chosen one last, so that its edge lies over its neighbours'.
  const inOrder = townships.map((township, at) => ({ township, area: areas[at] })).toSorted((a, b) => Number(a.township.id === chosenId) - Number(b.township.id === chosenId));
  return (
    <section className="mapside" aria-labelledby="map">
      <SectionHead id="map" title={t('heardToday')} count={loaded === null ? undefined : `${count(heard)} / ${count(equipped)}`} more={<span className="dim">{t('mapKey')}</span>} />
      <svg className="map" viewBox={`${mapBox.left} ${mapBox.top} ${mapBox.width} ${mapBox.height}`} role="group" aria-label={loaded === null ? t('heardToday') : t('mapLabel', { count: townships.length })}>
        <defs>
          <Hatch id={`${patterns}some`} ground="var(--map-some-ground)" stripe="var(--map-some)" width={2} />
          <Hatch id={`${patterns}few`} ground="var(--map-few-ground)" stripe="var(--map-few)" width={2.5} />
        </defs>
        {inOrder.map(({ township, area }) => area !== undefined && (
          <TownshipArea key={township.id} township={township} area={area} fill={fill[coverageOf(township)]} isChosen={township.id === chosenId} onOpen={onOpen} />
        ))}
      </svg>
      <div className="maplegend">
        {coverages.map((coverage) => <span key={coverage}><i className={coverage} aria-hidden="true" />{t(`coverage.${coverage}`)}</span>)}
        <span className="end">{t('schematic')}</span>
      </div>
    </section>
  );
}

function Hatch({ id, ground, stripe, width }: { readonly id: string; readonly ground: string; readonly stripe: string; readonly width: number }) {
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="6" height="6" fill={ground} /><rect width={width} height="6" fill={stripe} />
    </pattern>
  );
}

function TownshipArea({ township, area, fill, isChosen, onOpen }: {
  readonly township: Township; readonly area: Area; readonly fill: string; readonly isChosen: boolean; readonly onOpen: (id: string) => void;
}) {
  const { t } = useTranslation('today');
  const coverage = coverageOf(township);
  const isLow = coverage === 'some' || coverage === 'few';
  const villages = area.width < villageWidth + 30 ? [] : township.members.slice(0, Math.max(0, Math.floor((area.height - headHeight - 60) / lineHeight)));
  const top = -(headHeight + villages.length * lineHeight) / 2 + 30;
  return (
    <a href={`#/organisations/${township.id}`} className="area" onClick={(event) => { event.preventDefault(); onOpen(township.id); }}>
      <polygon points={area.outline.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')} style={{ fill }} className={isChosen ? 'chosen' : undefined} />
      <g transform={`translate(${area.middle[0].toFixed(1)} ${(area.middle[1] + top).toFixed(1)})`} className={isLow ? 'onhatch' : undefined}>
        <text className="tn">{township.name}</text>
        <text y={19} className={isLow ? 'tv low' : 'tv'}>{township.equipped === 0 ? t('noDevices') : `${township.heard} / ${township.equipped}`}</text>
        <text y={37} className="ts">{t('visits', { count: township.visitsToday, formatted: count(township.visitsToday) })}</text>
        {villages.map((village, at) => <VillageLine key={village.id} village={village} y={66 + at * lineHeight} />)}
      </g>
    </a>
  );
}

function VillageLine({ village, y }: { readonly village: Standing; readonly y: number }) {
  const { t } = useTranslation('today');
  const format = useFormat();
  const mark = village.devices === 0 ? 'absent' : isHeardToday(village.lastHeardAt, format.now) ? 'heard' : 'stale';
  const when = village.devices === 0 ? t('noDevices') : village.lastHeardAt === null ? t('neverHeard') : format.ago(village.lastHeardAt);
  return (
    <g transform={`translate(${-villageWidth / 2} ${y})`} className={mark}>
      <path className="vm" transform="translate(0 -12)" d={markPaths[mark]} />
      <text className="tl" x={22}>{village.shortName}</text>
      <text className="tr" x={villageWidth}>{when}</text>
    </g>
  );
}
