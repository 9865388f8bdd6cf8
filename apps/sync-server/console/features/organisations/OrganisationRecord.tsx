import { Badge, Button, KeyValues, SectionHead } from '@lianyi/ui';
import { capabilities, isCapability } from '@lianyi/schema/codes/capabilities';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrganisationEntry } from '../../../src/reports/views.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useMayDo } from '../../shell/person.ts';
import { AddOrganisationDialog } from './AddOrganisationDialog.tsx';
import { CapabilitiesDialog } from './CapabilitiesDialog.tsx';
import { CloseOrganisationDialog } from './CloseOrganisationDialog.tsx';
import { MoveOrganisationDialog } from './MoveOrganisationDialog.tsx';

type Open = 'add' | 'move' | 'close' | 'capabilities' | null;

/** What the directory says of an institution: what it may do, what has become of it; and for county IT the forms that change it. */
export function OrganisationRecord({ entry, all, onChosen }: { readonly entry: OrganisationEntry; readonly all: readonly OrganisationEntry[]; readonly onChosen: (id: string) => void }) {
  const { t } = useTranslation('organisations');
  const directory = useTranslation('directory').t;
  const format = useFormat();
  const mayWrite = useMayDo('directory.write');
  const [open, setOpen] = useState<Open>(null);
  const close = () => { setOpen(null); };
  const nameOf = (id: string | null): string => all.find((one) => one.id === id)?.shortName ?? '';
  const can = entry.capabilities.map((code) => (isCapability(code) ? directory(`capability.${code}`) : code));
  const isOpen = entry.closedOn === null;
  return (
    <>
      <KeyValues className="sidefacts" items={[
        { key: 'can', label: t('can'), value: can.length === 0 ? <span className="dim">{t('canNothing')}</span> : can.map((words) => <div key={words}>{words}</div>) },
        { key: 'code', label: t('code'), value: <span className="code">{entry.divisionCode}</span> },
      ]} />
      {!isOpen && <p><Badge tone="warn" icon="stop">{t('closedOn', { day: format.fullDate(entry.closedOn ?? '') })}</Badge></p>}
      {mayWrite && (
        <div className="orgactions">
          {isOpen && entry.type !== 'village' && <Button size="sm" icon="plus" onClick={() => { setOpen('add'); }}>{t('add')}</Button>}
          {isOpen && <Button size="sm" icon="edit" onClick={() => { setOpen('capabilities'); }}>{t('capabilities')}</Button>}
          {isOpen && entry.type !== 'county' && <Button size="sm" icon="right" onClick={() => { setOpen('move'); }}>{t('move')}</Button>}
          {entry.type !== 'county' && <Button size="sm" icon={isOpen ? 'stop' : 'undo'} onClick={() => { setOpen('close'); }}>{t(isOpen ? 'close' : 'reopen')}</Button>}
        </div>
      )}
      <SectionHead className="g" title={t('history')} count={entry.history.length} />
      {entry.history.length === 0 && <p className="sub">{t('noHistory')}</p>}
      <ul className="meds orghistory">
        {entry.history.map((one, number) => ({ ...one, number })).toReversed().map((one) => (
          <li key={one.number}>
            <b>{t(`event.${one.event}`)}</b>
            <span className="small">{format.fullDate(one.on)}</span>
            {(one.fromId !== null || one.reason !== '') && <span className="small dim">{[one.fromId === null ? '' : t('fromPlace', { name: nameOf(one.fromId) }), one.reason].filter((text) => text !== '').join(' · ')}</span>}
          </li>
        ))}
      </ul>
      {open === 'add' && <AddOrganisationDialog parent={entry} onClose={close} onAdded={onChosen} />}
      {open === 'move' && <MoveOrganisationDialog entry={entry} all={all} onClose={close} />}
      {open === 'close' && <CloseOrganisationDialog entry={entry} onClose={close} />}
      {open === 'capabilities' && <CapabilitiesDialog entry={entry} known={capabilities} onClose={close} />}
    </>
  );
}
