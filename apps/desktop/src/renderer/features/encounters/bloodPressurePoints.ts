import type { BloodPressurePoint } from '@lianyi/ui';
import type { BloodPressure } from '../../../contract/views.ts';
import type { Format } from '../../format/useFormat.ts';

const shown = 6;

/** The last measurements, with the one being typed as the newest. Every other is labelled, so that labels do not touch. */
export function bloodPressurePoints(measured: readonly BloodPressure[], typed: BloodPressure | null, format: Format): readonly BloodPressurePoint[] {
  const earlier = typed === null ? measured : measured.filter(({ on }) => on < typed.on);
  const pressures = [...earlier, ...typed === null ? [] : [typed]].slice(-shown);
  return pressures.map(({ on, systolic, diastolic }, index) => {
    const fromEnd = pressures.length - 1 - index;
    const isLabelled = index === 0 ? fromEnd !== 1 : fromEnd % 2 === 0;
    return { id: on, systolic, diastolic, label: isLabelled ? format.looseDate(on).replace(/^(\d+月)\d+日$/, '$1').replace(/^\d+ (?=[A-Z])/, '') : undefined };
  });
}
