import { useQueryClient } from '@tanstack/react-query';
import { LineState } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useHostContact } from '../../client/hostContact.ts';
import { useHost } from '../../client/useHost.ts';
import { useLine } from '../../client/useLine.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useGo } from '../../navigation/useNavigation.ts';
import { lineItems } from './lineItems.ts';

/** Saved, waiting, last exchange: in the top bar of every page. */
export function LineWords() {
  const { t } = useTranslation('line');
  const shell = useTranslation('shell').t;
  const line = useLine();
  const isHostLost = useHostContact((contact) => contact.isLost);
  const { now, language } = useFormat();
  const host = useHost();
  const client = useQueryClient();
  const go = useGo();
  const openQuarantine = () => {
    void client.fetchQuery(host.reviews.quarantined.queryOptions()).then(([first]) => { go(first === undefined ? { name: 'reviews' } : { name: 'reviews', reviewId: first.bundleId }); });
  };
  const leadsTo: Readonly<Record<string, () => void>> = { quarantined: openQuarantine, stopped: () => { go({ name: 'settings', part: 'stick' }); } };
  return <LineState label={shell('lineState')} items={isHostLost ? [{ id: 'hostGone', icon: 'stop', tone: 'danger', text: shell('hostGone.line') }] : line === undefined ? [] : lineItems(line, now, language, t).map((item) => ({ ...item, onPress: leadsTo[item.id] }))} />;
}
