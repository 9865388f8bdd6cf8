import { useTranslation } from 'react-i18next';
import type { StaffSlot } from '../../../contract/views.ts';
import { useFormat } from '../../format/useFormat.ts';

export interface PeopleListProps {
  readonly staff: readonly StaffSlot[];
  readonly clinicName: string;
  readonly chosenId: string;
  readonly onChoose: (personId: string) => void;
}

/** The staff of this PC. The focus stays in the PIN: arrows choose from there, a press of the mouse too. */
export function PeopleList({ staff, clinicName, chosenId, onChoose }: PeopleListProps) {
  const { t } = useTranslation('session');
  return (
    <ul className="people" role="radiogroup" aria-labelledby="who" aria-label={t('who')}>
      {staff.map((person) => (
        <li key={person.personId} role="presentation">
          <button type="button" role="radio" className="person" aria-checked={person.personId === chosenId} tabIndex={-1} onClick={() => { onChoose(person.personId); }}>
            <span className="av" aria-hidden="true">{[...person.name][0]}</span>
            <PersonWords person={person} clinicName={clinicName} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function PersonWords({ person, clinicName }: { readonly person: StaffSlot; readonly clinicName: string }) {
  const { t } = useTranslation('session');
  const shell = useTranslation('shell').t;
  const format = useFormat();
  const role = shell(`role.${person.role}`);
  const isLocked = person.lockedUntil !== null && Date.parse(person.lockedUntil) > format.now.getTime();
  return (
    <>
      <span><b>{person.name}</b> <span className="dim">{person.orgName === clinicName ? role : t('at', { role, place: person.orgName })}</span></span>
      <span className={isLocked ? 'small is-warn' : 'small dim'}>
        {isLocked && person.lockedUntil !== null ? t('lockedUntil', { clock: format.clock(person.lockedUntil) })
          : person.lastUnlockedAt === null ? t('never') : t('last', { when: format.recent(person.lastUnlockedAt) })}
      </span>
    </>
  );
}
