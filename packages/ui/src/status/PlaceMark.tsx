import type { ReactNode } from 'react';
import { Icon } from '../icons/Icon.tsx';
import type { IconName } from '../icons/iconShapes.tsx';
import { classNames } from '../text/classNames.ts';
import { toneToTextClass, type Tone } from '../text/tones.ts';

/** Where a document is: on this PC only, at the county, at the county behind what has not come, or in quarantine. */
export type Place = 'here' | 'held' | 'waitingAtCounty' | 'quarantined';

/** Calm for what will settle itself; amber for what people must look at. */
export const placeMarks: Readonly<Record<Place, { readonly icon: IconName; readonly tone: Tone }>> = {
  here: { icon: 'up', tone: 'plain' },
  held: { icon: 'ok', tone: 'plain' },
  waitingAtCounty: { icon: 'clock', tone: 'plain' },
  quarantined: { icon: 'warn', tone: 'warn' },
};

export function PlaceMark({ place, children }: { readonly place: Place; readonly children: ReactNode }) {
  const { icon, tone } = placeMarks[place];
  return <span className={classNames('placemark small', toneToTextClass(tone) ?? (place === 'held' ? 'dim' : 'sub'))}><Icon name={icon} /> {children}</span>;
}
