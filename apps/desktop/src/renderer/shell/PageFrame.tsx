import { ActionsBar, Button, useHotkeys, type ActionsState } from '@lianyi/ui';
import type { IconName } from '@lianyi/ui';
import { useEffect, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useHostContact } from '../client/hostContact.ts';
import { FailureNotice } from './FailureNotice.tsx';
import { hurriedPresses } from './hurriedPresses.ts';
import { usePageKeys, type PageKey } from './pageKeys.ts';
import { useSavedState } from './useSavedState.tsx';

/** Something that can be done on the page: its button at the foot, its key, and its line in F1's help are this one thing. */
export interface PageAction {
  readonly id: string;
  readonly label: ReactNode;
  /** As on the cap: `F8`, `Ctrl S`, `Enter`. */
  readonly keys?: string | undefined;
  readonly onPress: () => void;
  readonly icon?: IconName | undefined;
  readonly isPrimary?: boolean | undefined;
  /** Then a state with tone danger says why. */
  readonly isDisabled?: boolean | undefined;
  /** Bound and explained, but without a button: Ctrl+S, Alt+V. */
  readonly isKeyOnly?: boolean | undefined;
  /** The key is bound elsewhere (a table's Enter): only shown here. */
  readonly isShownOnly?: boolean | undefined;
}

export interface PageFrameProps {
  /** For the window's title; never a patient's name, which would show in the task bar. */
  readonly title: string;
  /** PatientBannerBar, then Tabs. */
  readonly head?: ReactNode;
  /** Page, or Columns with Page and SideColumn. */
  readonly children: ReactNode;
  /** Left to right, the primary last. */
  readonly actions?: readonly PageAction[] | undefined;
  /** What is true now; without it, until when everything is saved here. */
  readonly states?: readonly ActionsState[] | undefined;
  /** Further keys for F1's help, bound elsewhere. */
  readonly moreKeys?: readonly PageKey[] | undefined;
}

/** The keyboard and the mouse are one for all pages. */
const isMeant = hurriedPresses();

/** The sheet of one page: head, what scrolls, and the foot of actions. */
export function PageFrame({ title, head, children, actions = [], states, moreKeys = [] }: PageFrameProps) {
  const { t } = useTranslation('shell');
  const saved = useSavedState();
  const isHostLost = useHostContact((contact) => contact.isLost);
  const setKeys = usePageKeys((state) => state.setKeys);
  const bound = actions.filter(({ keys, isShownOnly, isDisabled }) => keys !== undefined && isShownOnly !== true && isDisabled !== true);
  useHotkeys(Object.fromEntries(bound.map(({ id, keys = '', onPress }) => [keys, (event: KeyboardEvent) => {
    if (isMeant(keys, `${title}/${id}`, event.timeStamp)) onPress();
  }])));
  const click = ({ id, onPress }: PageAction, event: MouseEvent<HTMLButtonElement>): void => {
    const isOnPurpose = isMeant('click', `${title}/${id}`, event.timeStamp);
    // The second click of a double one counts 2; the first of a place 1, whatever was clicked elsewhere.
    if (isOnPurpose || event.detail <= 1) onPress();
  };

  useEffect(() => { document.title = `${title} · ${t('product')}`; }, [title, t]);
  // After every render: labels may name the chosen row.
  useEffect(() => {
    setKeys([...actions.flatMap(({ keys, label }) => (keys === undefined ? [] : [{ keys, words: label }])), ...moreKeys]);
  });

  return (
    <>
      {head}
      {children}
      <FailureNotice />
      {/* While nobody answers, no page may say that something is saved. */}
      <ActionsBar states={isHostLost ? saved : states ?? saved} label={t('foot')}>
        {actions.filter(({ isKeyOnly }) => isKeyOnly !== true).map((action) => (
          <Button key={action.id} icon={action.icon} keyHint={action.keys} variant={action.isPrimary === true ? 'primary' : 'default'} disabled={action.isDisabled === true} onClick={(event) => { click(action, event); }}>{action.label}</Button>
        ))}
      </ActionsBar>
    </>
  );
}
