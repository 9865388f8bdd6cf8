import { StatusText } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat.ts';
import { heardLane } from './heard.ts';

/** When something was heard from: how long ago, and the moment; a shape and a word once it is late. */
export function HeardWhen({ at, isExpected = true }: { readonly at: string | null; /** A PC is there, so it should be heard. */ readonly isExpected?: boolean }) {
  const shell = useTranslation('shell').t;
  const format = useFormat();
  if (!isExpected && at === null) return <span className="dim">{shell('none')}</span>;
  if (at === null) return <StatusText tone="warn" icon="clock" isBold>{shell('never')}</StatusText>;
  const moment = <span className="dim">{format.moment(at)}</span>;
  switch (heardLane(at, format.now)) {
    case 'hour':
    case 'day': return <StatusText tone="plain" icon="link">{format.ago(at)} {moment}</StatusText>;
    case 'threeDays': return <><StatusText tone="warn" icon="clock">{format.ago(at)}</StatusText> {moment}</>;
    case 'longer': return <><StatusText tone="warn" icon="clock" isBold>{format.ago(at)}</StatusText> {moment}</>;
  }
}
