import { LineState } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useHostContact } from '../../client/hostContact.ts';
import { useLine } from '../../client/useLine.ts';
import { useFormat } from '../../format/useFormat.ts';
import { lineItems } from './lineItems.ts';

/** Saved, waiting, last exchange: in the top bar of every page. */
export function LineWords() {
  const { t } = useTranslation('line');
  const shell = useTranslation('shell').t;
  const line = useLine();
  const isHostLost = useHostContact((contact) => contact.isLost);
  const { now, language } = useFormat();
  return <LineState label={shell('lineState')} items={isHostLost ? [{ id: 'hostGone', icon: 'stop', tone: 'danger', text: shell('hostGone.line') }] : line === undefined ? [] : lineItems(line, now, language, t)} />;
}
