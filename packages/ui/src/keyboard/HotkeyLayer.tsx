import { useEffect, useState, type ReactNode } from 'react';
import { HotkeyLayerContext, nextOrder, openLayer } from './hotkeyLayers.ts';

/** While mounted, only keys bound inside it answer. Dialog wraps its content in one. */
export function HotkeyLayer({ children }: { readonly children: ReactNode }) {
  const [layer] = useState(nextOrder);
  useEffect(() => openLayer(layer), [layer]);
  return <HotkeyLayerContext value={layer}>{children}</HotkeyLayerContext>;
}
