import { Page, PageHead } from '@lianyi/ui';
import { PageFrame } from './PageFrame.tsx';

/** Keeps the place of a page until it is there. */
export function NotBuilt({ title }: { readonly title: string }) {
  return <PageFrame title={title}><Page><PageHead title={title} /></Page></PageFrame>;
}
