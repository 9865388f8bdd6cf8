/** Gives the page its port to the host, and nothing else. Runs in the sandbox. */
import { contextBridge, ipcRenderer } from 'electron';
import type { HostPort, PortAnswer } from '../contract/port.ts';

type Message = Parameters<HostPort['send']>[0];

let port: MessagePort | null = null;
const unsent: Message[] = [];
let answerTo: (answer: PortAnswer) => void = () => {};
let closed: () => void = () => {};
let opened: () => void = () => {};

// Once at the start, and again whenever main has started the host anew.
ipcRenderer.on('lianyi:port', (event) => {
  const [given] = event.ports;
  if (given === undefined) return;
  port = given;
  given.addEventListener('message', ({ data }: MessageEvent<PortAnswer>) => answerTo(data));
  given.addEventListener('close', () => {
    if (port === given) closed();
  });
  given.start();
  for (const message of unsent.splice(0)) given.postMessage(message);
  opened();
});
ipcRenderer.send('lianyi:port');

const hostPort: HostPort = {
  send: (message) => {
    if (port === null) unsent.push(message);
    else port.postMessage(message);
  },
  listen: (onAnswer, onClosed, onOpened) => {
    answerTo = onAnswer;
    closed = onClosed;
    opened = onOpened;
  },
};
contextBridge.exposeInMainWorld('lianyi', { port: hostPort });
