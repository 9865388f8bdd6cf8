import { useQuery } from '@tanstack/react-query';
import { Badge, KeyValues, LinkButton, SectionHead, type IconName } from '@lianyi/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrganisationRow } from '../../../src/reports/views.ts';
import { useCounty } from '../../client/useCounty.ts';
import { count } from '../../format/numbers.ts';
import { HeardWhen } from '../../live/HeardWhen.tsx';
import type { Standing } from '../../live/standing.ts';
import type { ReviewList } from '../../navigation/pages.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { useMayDo, useMayOpen } from '../../shell/person.ts';

export interface OrganisationSideProps {
  readonly standing: Standing;
  /** Undefined while the county has not answered. */
  readonly more: OrganisationRow | undefined;
  readonly parent: Standing | undefined;
  /** What the directory says of it, where that may be read. */
  readonly record: ReactNode;
}

/** The chosen institution, and its PCs for whoever may see the list of them. */
export function OrganisationSide({ standing, more, parent, record }: OrganisationSideProps) {
  const { t } = useTranslation('organisations');
  const shell = useTranslation('shell').t;
  const seesDevices = useMayDo('county.overview');
  return (
    <>
      <h2 className="sidetitle">{standing.shortName}</h2>
      <p className="sub">{shell(`orgType.${standing.type}`)}{parent !== undefined && ` · ${t('under', { name: parent.shortName })}`}</p>
      <KeyValues className="sidefacts" items={[
        { key: 'name', label: t('fullName'), value: standing.name },
        { key: 'heard', label: t('heard'), value: <HeardWhen at={standing.lastHeardAt} isExpected={standing.devices > 0} /> },
        { key: 'waiting', label: t('waiting'), value: standing.waiting === 0 ? t('allSent') : <b className="is-warn">{t('waitingOf', { count: standing.waiting })}</b> },
        { key: 'visits', label: t('visitsToday'), value: count(standing.visitsToday) },
        { key: 'patients', label: t('patients'), value: more === undefined ? <span className="dim">{t('countsUnread')}</span> : count(more.patients) },
      ]} />
      {more !== undefined && more.openReviews + more.quarantined > 0 && (
        <p className="wrap">
          {more.openReviews > 0 && <Waiting list="open" icon="review">{t('openReviews', { count: more.openReviews })}</Waiting>}
          {more.quarantined > 0 && <Waiting list="quarantined" icon="warn">{t('quarantined', { count: more.quarantined })}</Waiting>}
        </p>
      )}
      {seesDevices && <ItsDevices standing={standing} />}
      {record}
      <p className="small dim keptnote">{t('kept')}</p>
    </>
  );
}

/** Leads to the list for whoever has that page. */
function Waiting({ list, icon, children }: { readonly list: ReviewList; readonly icon: IconName; readonly children: ReactNode }) {
  const go = useGo();
  const badge = <Badge tone="warn" icon={icon}>{children}</Badge>;
  return useMayOpen()({ name: 'reviews', list }) ? <LinkButton onClick={() => { go({ name: 'reviews', list }); }}>{badge}</LinkButton> : badge;
}

function ItsDevices({ standing }: Pick<OrganisationSideProps, 'standing'>) {
  const { t } = useTranslation('organisations');
  const go = useGo();
  const devices = useQuery(useCounty().devices.list.queryOptions()).data?.filter(({ organisation }) => organisation.id === standing.id);
  return (
    <>
      <SectionHead className="g" title={t('itsDevices')} count={devices?.length} />
      {standing.devices === 0 && devices?.length === 0 && <p className="sub">{t('noDevices')}<br /><span className="dim">{t('noDevicesNext')}</span></p>}
      <ul className="meds">
        {devices?.map((device) => (
          <li key={device.id}>
            <LinkButton onClick={() => { go({ name: 'devices', deviceId: device.id }); }}><b>{device.name}</b></LinkButton>
            <span className="small"><HeardWhen at={device.lastHeardAt} /></span>
            <span className="small dim">{device.waiting === 0 ? t('allSent') : t('waitingOf', { count: device.waiting })}{device.appVersion !== '' && ` · ${device.appVersion}`}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
