import { useMutation } from '@tanstack/react-query';
import type { LineView } from '../../../contract/views.ts';
import { useHost } from '../../client/useHost.ts';
import { useLine } from '../../client/useLine.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useStick } from '../../shell/useStick.ts';
import { isStickOffered } from './isStickOffered.ts';

interface Upload {
  readonly waiting: LineView['waiting'];
  /** Attachments that wait for the line. */
  readonly attachments: number;
  /** It has waited so long that a stick is offered. */
  readonly isByStick: boolean;
  /** What is amiss with the stick that stays in this PC; null while all is well. */
  readonly trouble: string | null;
  /** Somebody has to do something: it stands above the lists then, not below them. */
  readonly asks: boolean;
  readonly isSending: boolean;
  readonly send: () => void;
}

/** What has not reached the county yet, and the way to try now; null before it is known. */
export function useUpload(): Upload | null {
  const format = useFormat();
  const line = useLine();
  const { trouble } = useStick();
  const exchange = useMutation(useHost().line.exchangeNow.mutationOptions());
  if (line === undefined) return null;
  const isByStick = isStickOffered(line, format.now);
  return { waiting: line.waiting, attachments: line.attachmentsWaiting, isByStick, trouble, asks: isByStick || trouble !== null, isSending: exchange.isPending || line.exchanging !== null, send: () => { exchange.mutate(); } };
}
