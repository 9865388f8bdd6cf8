import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';

/** Pours bytes into a route until it answers or closes. @returns the first line of the answer, and how much went in */
export async function pour(url: string, path: string, headers: Readonly<Record<string, string>>, most: number, method = 'POST'): Promise<{ readonly answer: string; readonly bytes: number }> {
  const { port } = new URL(url);
  const socket: Socket = connect(Number(port), '127.0.0.1');
  const heard = { answer: '', isOver: false };
  socket.on('data', (chunk) => { heard.answer += chunk.toString('latin1'); });
  // The county has closed while more was on its way.
  socket.on('error', () => { heard.isOver = true; });
  socket.on('close', () => { heard.isOver = true; });
  await once(socket, 'connect');
  const lines = Object.entries({ host: 'x', 'content-type': 'application/json', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  const piece = Buffer.alloc(65_536, ' ');
  const isChunked = 'transfer-encoding' in headers;
  const sent = isChunked ? Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]) : piece;
  let bytes = 0;
  while (!heard.isOver && heard.answer === '' && bytes < most) {
    bytes += piece.length;
    if (!socket.write(sent)) await new Promise((resolve) => { socket.once('drain', resolve); setTimeout(resolve, 200); });
  }
  for (let at = 0; at < 100 && heard.answer === '' && !heard.isOver; at += 1) await new Promise((resolve) => { setTimeout(resolve, 20); });
  socket.destroy();
  return { answer: heard.answer.split('\r\n')[0] ?? '', bytes };
}
