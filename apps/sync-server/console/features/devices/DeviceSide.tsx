import { useQuery } from '@tanstack/react-query';
import { Alert, KeyValues, SectionHead } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { DeviceRow } from '../../../src/reports/views.ts';
import { useCounty } from '../../client/useCounty.ts';
import { useFormat } from '../../format/useFormat.ts';
import { HeardWhen } from '../../live/HeardWhen.tsx';
import { heardLane } from '../../live/heard.ts';
import { DeviceActs } from './DeviceActs.tsx';
import { ClockError, DiskFree } from './condition.tsx';
import { useTroubleText } from './useTroubleText.ts';

/** The chosen PC: what is amiss with it first, then what it said of itself, and what county IT did and can do about it. */
export function DeviceSide({ device }: { readonly device: DeviceRow }) {
  const { t } = useTranslation('devices');
  const format = useFormat();
  const troubleText = useTroubleText();
  const { condition, trouble, replacedBy } = device;
  const troubles = [...(trouble === null ? [] : [`${troubleText(trouble.code)} · ${format.moment(trouble.at)}`]), ...(condition?.trouble == null ? [] : [troubleText(condition.trouble)])];
  return (
    <>
      <h2 className="sidetitle">{device.name}</h2>
      <p className="sub">{device.organisation.name}</p>
      {device.forkedAt !== null && <Alert title={t('forked')}>{t('forkedNote', { when: format.moment(device.forkedAt) })}</Alert>}
      <TurnAlert device={device} />
      {device.gaps.map(({ lane, number, behind, since }) => (
        <Alert key={lane} title={t('gap')}>{t('gapNote', { lane: t(`lane.${lane}`), number, behind, since: format.moment(since) })}</Alert>
      ))}
      {!device.hasCome && <Alert tone="warn" icon="warn" title={t('notCome')}>{t('notComeNote', { when: format.moment(device.enrolledAt) })}</Alert>}
      {device.status === 'active' && heardLane(device.lastHeardAt, format.now) === 'longer' && <p className="deviceadvice is-warn">{t('silentNote')}</p>}
      <KeyValues className="sidefacts" items={[
        { key: 'heard', label: t('heard'), value: <HeardWhen at={device.lastHeardAt} /> },
        { key: 'waiting', label: t('waiting'), value: condition?.outboxOldestAt == null || device.waiting === 0 ? device.waiting : t('waitingSince', { count: device.waiting, when: format.moment(condition.outboxOldestAt) }) },
        { key: 'disk', label: t('disk'), value: <DiskFree condition={condition} /> },
        { key: 'clock', label: t('clock'), value: <ClockError condition={condition} /> },
        { key: 'trouble', label: t('trouble'), value: troubles.length === 0 ? t('troubleNone') : <span className="is-warn">{troubles.join('；')}</span> },
        { key: 'version', label: t('version'), value: device.appVersion === '' ? '—' : device.appVersion },
        { key: 'bundles', label: t('bundles'), value: t('bundlesNote', { count: device.bundles }) },
        { key: 'quarantined', label: t('quarantined'), value: device.quarantined },
        ...device.lostGaps.map(({ lane, firstNumber, lastNumber, reason }) => ({
          key: `lost ${lane} ${firstNumber}`, label: t('lostGaps'),
          value: t('lostGap', { lane: t(`lane.${lane}`), numbers: firstNumber === lastNumber ? firstNumber : `${firstNumber}–${lastNumber}`, reason }),
        })),
        { key: 'compared', label: t('compared'), value: device.check === null ? t('comparedNever') : format.moment(device.check.at) },
        ...(device.check?.differed ? [{ key: 'differed', label: t('differed'), value: t('differedNote', { ...device.check.differed, when: format.moment(device.check.differed.at) }) }] : []),
        ...(device.status === 'purge' ? [{ key: 'purged', label: t('purgedAt'), value: device.purgedAt === null ? t('purgeWaits') : format.moment(device.purgedAt) }] : []),
        ...(replacedBy === null ? [] : [{ key: 'replacedBy', label: t('replacedBy'), value: replacedBy.name }]),
        { key: 'enrolled', label: t('enrolledAt'), value: format.moment(device.enrolledAt) },
        { key: 'id', label: t('id'), value: <span className="code bundleid">{device.id}</span> },
      ]} />
      <DeviceActs key={device.id} device={device} />
      <ActHistory deviceId={device.id} />
    </>
  );
}

/** So long after it came back that it did is worth a line. */
const toldForMs = 7 * 86_400_000;

/** Reported stolen: whether it was heard again, and what to do then. Back in use: whether it knows of it. */
function TurnAlert({ device: { status, turn, blocked } }: { readonly device: DeviceRow }) {
  const { t } = useTranslation('devices');
  const format = useFormat();
  const heardAt = turn?.heardAt ?? null;
  if (status === 'stolen') {
    return heardAt === null ? <Alert title={t('statusOf.stolen')}>{t('stolenNote', { count: blocked })}</Alert>
      : <Alert title={t('stolenHeard', { when: format.moment(heardAt) })}>{t('stolenHeardNote', { count: blocked })}</Alert>;
  }
  if (turn === null) return null;
  if (heardAt === null) return <Alert tone="warn" icon="clock" title={t('foundWaits')}>{t('foundWaitsNote', { when: format.moment(turn.at) })}</Alert>;
  if (blocked === 0 && format.now.getTime() - Date.parse(turn.at) > toldForMs) return null;
  return <Alert tone="info" icon="ok" title={t('foundHeard', { when: format.moment(heardAt) })}>{blocked === 0 ? t('foundHeardNote') : t('foundBlockedNote', { count: blocked })}</Alert>;
}

function ActHistory({ deviceId }: { readonly deviceId: string }) {
  const { t } = useTranslation('devices');
  const format = useFormat();
  const rows = useQuery(useCounty().devices.acts.queryOptions({ deviceId })).data ?? [];
  if (rows.length === 0) return null;
  return (
    <>
      <SectionHead className="g" title={t('history')} />
      <ul className="meds">
        {rows.map(({ act, at, by, reason, person, days }) => (
          <li key={`${at} ${act}`}><b>{t(`actDone.${act}`, { name: person ?? '', count: days ?? 0 })}</b> <span className="small dim">{format.moment(at)} · {by}</span>{reason !== '' && <span className="small">{reason}</span>}</li>
        ))}
      </ul>
    </>
  );
}
