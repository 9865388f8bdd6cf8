import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { startWords } from './words.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
startWords();
createRoot(root).render(<StrictMode><App /></StrictMode>);
