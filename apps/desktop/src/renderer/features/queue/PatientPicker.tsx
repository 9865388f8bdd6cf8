import { Picker } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PatientHit } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { useIsComing } from '../../client/useLine.ts';
import { useTypedSearch } from '../../client/useTypedSearch.ts';
import { phoneText } from '../../format/numbers.ts';
import { useFormat } from '../../format/useFormat.ts';

export interface PickedPatient { readonly patientId: string; readonly name: string }

/** Finds somebody by whatever one knows of them. */
export function PatientPicker({ picked, onPick }: { readonly picked: PickedPatient | null; readonly onPick: (patient: PickedPatient | null) => void }) {
  const { t } = useTranslation('queue');
  const format = useFormat();
  const isComing = useIsComing();
  const [query, setQuery] = useState('');
  const { answer, isBehind } = useTypedSearch(useHost().patients.search.queryOptions({ query, limit: 8, onlyHere: false }, { enabled: query.trim() !== '' }));
  return (
    <Picker<PatientHit> isSingle query={query} onQueryChange={setQuery} items={query.trim() === '' ? [] : answer.data?.hits ?? []} isBehind={isBehind} itemKey={({ patientId }) => patientId}
      itemLine={(hit) => ({ title: `${hit.name}  ${format.sexYears(hit.sex, hit.ageYears)}  ${hit.address}`, why: hit.queueNumber === null ? hit.phone === null ? '' : phoneText(hit.phone) : t('alreadyWaits'), isDisabled: hit.queueNumber !== null })}
      onPick={({ patientId, name }) => { onPick({ patientId, name }); }} placeholder={t('findPatient')} icon="search" emptyText={query.trim() === '' ? t('findPatient') : t(isComing ? 'nobodyYet' : 'nobody')}
      chips={picked === null ? [] : [{ id: picked.patientId, label: picked.name, removeLabel: `× ${picked.name}`, onRemove: () => { onPick(null); } }]} />
  );
}
