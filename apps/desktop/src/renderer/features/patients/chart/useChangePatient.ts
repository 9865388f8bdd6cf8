import { useMutation } from '@tanstack/react-query';
import { useToast } from '@lianyi/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldError } from '../../../../contract/views.ts';
import { useHost } from '../../../client/useHost.ts';
import { unitLabel } from './unitWords.ts';

/** A unit's change, from the value that the form started with. */
export interface UnitChange { readonly unit: string; readonly before: unknown; readonly after: unknown }

export interface ChangingPatient {
  /** Saves; `onSaved` is called once it is on the disk. */
  readonly save: (changes: readonly UnitChange[], onSaved: () => void) => void;
  readonly isSaving: boolean;
  readonly errors: readonly FieldError[];
  /** A unit that somebody else has changed meanwhile: the next save starts from that value. */
  readonly stale: { readonly unit: string; readonly now: unknown } | null;
  readonly reset: () => void;
}

/** Changes units of a record. A refused or overtaken change stays in the form, with the reason. */
export function useChangePatient(patientId: string): ChangingPatient {
  const { t } = useTranslation('patients');
  const toast = useToast();
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [stale, setStale] = useState<ChangingPatient['stale']>(null);
  const change = useMutation(useHost().patients.change.mutationOptions());
  return {
    errors, stale, isSaving: change.isPending,
    reset: () => { setErrors([]); setStale(null); },
    save: (changes, onSaved) => {
      if (change.isPending) return;
      const known = changes.map((made) => (made.unit === stale?.unit ? { ...made, before: stale.now } : made));
      change.mutate({ patientId, changes: known }, {
        onSuccess: (answer) => {
          setErrors('errors' in answer ? answer.errors : []);
          setStale('stale' in answer ? { unit: answer.stale.unit, now: answer.stale.now } : null);
          if (!answer.ok) return;
          toast({ text: t('changeSaved', { what: [...new Set(changes.map(({ unit }) => unitLabel(unit, t)))].join(' · ') }) });
          onSaved();
        },
      });
    },
  };
}
