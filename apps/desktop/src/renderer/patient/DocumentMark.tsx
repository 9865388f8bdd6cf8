import { PlaceMark, placeMarks, type ActionsState, type Place } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';

/** Beside an entry: whether the county has it. `isSavedSaid`: that it is saved stands beside it already. */
export function DocumentMark({ place, isSavedSaid = false }: { readonly place: Place; readonly isSavedSaid?: boolean }) {
  const { t } = useTranslation('patient');
  return <PlaceMark place={place}>{t(`place.${place === 'here' && isSavedSaid ? 'toSend' : place}`)}</PlaceMark>;
}

/** The same at the foot of a page, in a whole sentence. */
export function usePlaceState(place: Place): ActionsState {
  const { t } = useTranslation('patient');
  return { id: 'place', ...placeMarks[place], text: t(`placeNote.${place}`) };
}
