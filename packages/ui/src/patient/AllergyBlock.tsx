import { Icon } from '../icons/Icon.tsx';
import { classNames } from '../text/classNames.ts';

export interface AllergyItem {
  readonly substance: string;
  /** "皮疹、喉头水肿 2019"; empty when not recorded. */
  readonly reaction: string;
}

/** Asked and none known, and not asked, are two things and look different. */
export type AllergyState =
  | { readonly state: 'some'; readonly label: string; readonly items: readonly AllergyItem[] }
  | { readonly state: 'none'; readonly label: string }
  | { readonly state: 'unasked'; readonly label: string };

/** Solid red is reserved for this. No allergy is ever left out for want of room. */
export function AllergyBlock({ allergy, className }: { readonly allergy: AllergyState; readonly className?: string | undefined }) {
  if (allergy.state !== 'some') {
    return (
      <div className={classNames('allergy', allergy.state, className)}>
        <span className="t"><Icon name={allergy.state === 'none' ? 'tick' : 'warn'} />{allergy.label}</span>
      </div>
    );
  }
  return (
    <div className={classNames('allergy', className)}>
      <span className="t"><Icon name="stop" />{allergy.label}</span>
      <ul className={classNames('v', allergy.items.length > 2 && 'many')}>
        {allergy.items.map(({ substance, reaction }) => <li key={substance}><b>{substance}</b> {reaction}</li>)}
      </ul>
    </div>
  );
}
