/**
 * Every component in every state, for the eye and for axe. From apps/desktop, which has vite:
 * `npx vite ../../packages/ui/kit`, then #/states (docs/screens/10-kit), #/visit, #/parts, #/unlock.
 */
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { ToastHost } from '../src/index.ts';
import './kit.css';
import { Parts } from './Parts.tsx';
import { States } from './States.tsx';
import { Unlock } from './Unlock.tsx';
import { Visit } from './Visit.tsx';

const pages = { '#/states': States, '#/visit': Visit, '#/parts': Parts, '#/unlock': Unlock } as const;
type PageHash = keyof typeof pages;

function isPage(hash: string): hash is PageHash {
  return Object.hasOwn(pages, hash);
}

function Kit() {
  const [hash, setHash] = useState(window.location.hash);
  useEffect(() => {
    const onChange = () => { setHash(window.location.hash); };
    window.addEventListener('hashchange', onChange);
    return () => { window.removeEventListener('hashchange', onChange); };
  }, []);
  const Page = pages[isPage(hash) ? hash : '#/states'];
  return <Page />;
}

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<StrictMode><ToastHost><Kit /></ToastHost></StrictMode>);
