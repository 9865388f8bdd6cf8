import { useEffect, useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react';

const gapPx = 4;
const edgePx = 8;

/**
 * Floats below its anchor, right edges together, or above it where the page ends: it never covers the foot, which says
 * what is true now and what can be done. It lies in the browser's top
 * layer, so that no scrolling page cuts it; it stays in the document where it is, so that it belongs to the
 * landmark and the dialog around it. A press in it leaves the focus where it was.
 */
export function Popup({ anchor, children }: { readonly anchor: RefObject<HTMLElement | null>; readonly children: ReactNode }) {
  const popup = useRef<HTMLDivElement>(null);

  // After every render: the content decides the width and height.
  useLayoutEffect(() => {
    if (popup.current === null || anchor.current === null) return;
    if (!popup.current.matches(':popover-open')) popup.current.showPopover();
    place(popup.current, anchor.current.getBoundingClientRect());
  });

  useEffect(() => {
    const replace = (event: Event) => {
      if (popup.current === null || anchor.current === null || (event.target instanceof Node && popup.current.contains(event.target))) return;
      place(popup.current, anchor.current.getBoundingClientRect());
    };
    window.addEventListener('resize', replace);
    document.addEventListener('scroll', replace, { capture: true, passive: true });
    return () => {
      window.removeEventListener('resize', replace);
      document.removeEventListener('scroll', replace, { capture: true });
    };
  }, [anchor]);

  return <div ref={popup} popover="manual" className="pop" role="presentation" onMouseDown={(event) => { event.preventDefault(); }}>{children}</div>;
}

/** The top of the page's foot, or the end of the window for what stands in the foot itself or, in a dialog, over it. */
function floorOf(anchor: DOMRect): number {
  const foot = document.querySelector('footer.actions')?.getBoundingClientRect().top ?? window.innerHeight;
  return anchor.bottom <= foot ? foot : window.innerHeight;
}

function place(popup: HTMLElement, anchor: DOMRect): void {
  const { style } = popup;
  const below = floorOf(anchor) - anchor.bottom - gapPx - edgePx;
  const above = anchor.top - gapPx - edgePx;
  style.minWidth = `${anchor.width}px`;
  style.setProperty('--pop-height', `${Math.max(below, above)}px`);
  const isAbove = popup.offsetHeight > below && above > below;
  const left = anchor.right - popup.offsetWidth < edgePx ? Math.max(edgePx, anchor.left) : anchor.right - popup.offsetWidth;
  style.left = `${Math.min(left, window.innerWidth - edgePx - popup.offsetWidth)}px`;
  style.top = isAbove ? `${anchor.top - gapPx - popup.offsetHeight}px` : `${anchor.bottom + gapPx}px`;
}
