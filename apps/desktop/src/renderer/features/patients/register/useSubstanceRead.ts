import { useQuery } from '@tanstack/react-query';
import type { AllergyDraft } from '@lianyi/schema/rules/patientDraft';
import { useEffect, useRef, useState } from 'react';
import type { SubstanceRead } from '../../../../contract/views.ts';
import { useHost } from '../../../client/useHost.ts';

export interface ReadSubstance {
  /** Undefined until the host has said so about what is typed now. */
  readonly standing: SubstanceRead['standing'] | undefined;
  /** Somebody has chosen the class: it no longer follows the substance. */
  readonly setClassChosen: () => void;
}

/** Sets the class that a substance's name tells, until somebody chooses one, and says whether prescribing will be checked against it. */
export function useSubstanceRead(entry: AllergyDraft, onChange: (entry: AllergyDraft) => void): ReadSubstance {
  const substance = entry.substance.trim();
  const followed = useRef<string | null>(null);
  const [isChosen, setChosen] = useState(false);
  const { data } = useQuery(useHost().catalogue.substance.queryOptions({ substance: substance.slice(0, 80), allergyClass: entry.allergyClass }, { enabled: substance !== '' }));
  const told = substance === '' ? undefined : data;
  useEffect(() => {
    if (told === undefined || isChosen || entry.allergyClass !== followed.current || told.allergyClass === followed.current) return;
    followed.current = told.allergyClass;
    onChange({ ...entry, allergyClass: told.allergyClass });
  }, [told, isChosen, entry, onChange]);
  return { standing: told?.standing, setClassChosen: () => { setChosen(true); } };
}
