import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { config } from 'zod';
import { App } from './App.tsx';
import { hostLinks } from './client/hostLinks.ts';
import { followDensity } from './shell/preferences.ts';
import { startWords } from './words.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
// The pages' policy forbids code made from text, which zod would otherwise try.
config({ jitless: true });
startWords();
followDensity();
createRoot(root).render(<StrictMode><App links={hostLinks()} /></StrictMode>);
