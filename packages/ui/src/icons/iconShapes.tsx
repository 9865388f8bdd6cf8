import type { ReactNode } from 'react';

/**
 * The drawings, on a grid of 16, stroked with the colour of the text around them.
 * Status always uses the same shape: stop = danger, warn = warning, ok = good, info = told,
 * up = waiting, clock = stale, nolink = no line.
 */
export const iconShapes = {
  ambulance: <><path d="M1.5 4h8.500v8H1.500ZM10 6.500h2.700l1.8 2.700V12H10M4 8h3.500M5.7 6.200v3.6"/><circle cx="4.5" cy="12.5" r="1.4"/><circle cx="11.5" cy="12.5" r="1.4"/></>,
  box: <path d="M2.5 5 8 2.2 13.5 5v6L8 13.8 2.5 11ZM2.5 5 8 7.8 13.5 5M8 7.800v6"/>,
  calendar: <><rect x="2" y="3" width="12" height="11" rx="1.5"/><path d="M2 6.500h12M5.2 1.500v3M10.8 1.500v3"/></>,
  eye: <><path d="M1.5 8S4 3.500 8 3.500 14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8z"/><circle cx="8" cy="8" r="2"/></>,
  clock: <><circle cx="8" cy="8" r="6.2"/><path d="M8 4.500V8l2.4 1.5"/></>,
  down: <path d="m4 6.2 4 4 4-4"/>,
  edit: <path d="M3 13l.6-2.800L10.8 3l2.2 2.2-7.2 7.200Z"/>,
  follow: <><path d="M8 13.500S2 10 2 6a3 3 0 0 1 6-1 3 3 0 0 1 6 1c0 4-6 7.5-6 7.500Z"/><path d="M4.5 8H7l1-1.800L9.5 9l.8-1h1.2"/></>,
  gear: <><path d="M2 4.500h6M11.5 4.500H14M2 11.500h2.500M8 11.500h6"/><circle cx="9.7" cy="4.5" r="1.8"/><circle cx="6.3" cy="11.5" r="1.8"/></>,
  home: <path d="M2 8 8 2.5 14 8M3.8 6.800V13.500h8.400V6.8"/>,
  info: <><circle cx="8" cy="8" r="6.2"/><path d="M8 7.300v3.700M8 5v.1"/></>,
  left: <path d="m9.8 4-4 4 4 4"/>,
  link: <path d="M6.5 9.500l3-3M6.8 4.7 8.5 3a3 3 0 0 1 4.3 4.300l-1.7 1.700M9.2 11.3 7.5 13a3 3 0 0 1-4.3-4.300l1.7-1.7"/>,
  lock: <><rect x="3" y="7" width="10" height="7" rx="1.5"/><path d="M5.2 7V5a2.8 2.8 0 0 1 5.6 0v2"/></>,
  image: <><rect x="2" y="3" width="12" height="10" rx="1.5"/><circle cx="5.5" cy="6.3" r="1.1"/><path d="m2.5 11.5 3.3-3.200 2.2 2L11 7.500l2.600 2.700"/></>,
  minus: <path d="M3 8h10"/>,
  nolink: <path d="M6.8 4.7 8.5 3a3 3 0 0 1 4.3 4.300l-1.6 1.600M9.2 11.3 7.5 13a3 3 0 0 1-4.3-4.300l1.6-1.600M2.5 2.500l11 11"/>,
  ok: <><circle cx="8" cy="8" r="6.2"/><path d="m5.2 8.2 2 2 3.7-4.1"/></>,
  paper: <path d="M4 1.800h5.500L12.5 5v9.200H4ZM9.3 1.800V5.200h3.2M6 8.300h4.500M6 10.800h4.500"/>,
  pc: <path d="M2 3h12v8H2ZM5.5 14h5M8 11v3"/>,
  people: <><circle cx="6" cy="5" r="2.5"/><path d="M1.5 14c0-3 2-4.5 4.5-4.5s4.5 1.5 4.5 4.5M10.5 2.8a2.3 2.3 0 0 1 0 4.4M12 9.8c1.6.5 2.5 2 2.5 4.2"/></>,
  phone: <path d="M3 2.500h2.700l1.2 3-1.7 1.300a8 8 0 0 0 4 4l1.3-1.7 3 1.200V13c0 .6-.5 1-1 1C7 14 2 9 2 3.500c0-.5.5-1 1-1Z"/>,
  pill: <><rect x="-6" y="-3" width="12" height="6" rx="3" transform="translate(8 8) rotate(-45)"/><path d="m5.9 5.9 4.2 4.2"/></>,
  plus: <path d="M8 3v10M3 8h10"/>,
  print: <path d="M4.5 6V2.500h7V6M4.5 11.500h-2V6h11v5.500h-2M4.5 9.500h7v4h-7Z"/>,
  report: <path d="M2.5 2v12H14M5.5 11V8M8.5 11V4.500M11.5 11V6.5"/>,
  review: <><path d="M4 2v5.500c0 2 1 3 4 3v3.500M12 2v5.500c0 2-1 3-4 3"/><circle cx="4" cy="2.6" r="1.3"/><circle cx="12" cy="2.6" r="1.3"/></>,
  right: <path d="m6.2 4 4 4-4 4"/>,
  scan: <path d="M2 5V2.500h2.500M11.5 2.500H14V5M14 11v2.500h-2.500M4.5 13.500H2V11M4.5 5v6M7 5v6M9 5v6M11.5 5v6"/>,
  search: <><circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.5 3.5"/></>,
  stock: <path d="M2 13.800V4.500L8 2l6 2.500v9.300M4.5 13.800V7h7v6.800M4.5 10.300h7"/>,
  stop: <><path d="M5.3 1.800h5.400l3.5 3.500v5.400l-3.5 3.500H5.300l-3.5-3.500V5.300Z"/><path d="M8 4.800v3.900M8 11v.1"/></>,
  sync: <path d="M13.5 6.500A5.7 5.7 0 0 0 3.2 5M2.5 9.500A5.7 5.7 0 0 0 12.8 11M3 2.200V5h2.800M13 13.800V11h-2.8"/>,
  tick: <path d="m3 8.5 3.2 3.200L13 4.8"/>,
  today: <><rect x="2" y="3" width="12" height="11" rx="1.5"/><path d="M2 6.5h12M5.2 1.5v3M10.8 1.5v3M5 10.2l2 1.8 4-3.4"/></>,
  undo: <path d="M5.5 3 2.5 6l3 3M2.5 6h7a4 4 0 0 1 0 8H6"/>,
  up: <><circle cx="8" cy="8" r="6.2" strokeDasharray="2.6 2.2"/><path d="M8 11V5.200M5.6 7.5 8 5.100l2.4 2.4"/></>,
  usb: <path d="M5 6V2.500h6V6M4 6h8v5.500L10 14H6l-2-2.500ZM7 4v.1M9 4v.1"/>,
  user: <><circle cx="8" cy="5.2" r="2.7"/><path d="M2.8 14c0-3 2.2-4.7 5.2-4.700s5.2 1.7 5.2 4.7"/></>,
  visit: <><path d="M4 2H2.800v4.200a3.2 3.2 0 0 0 6.4 0V2H8M6 9.400v1.400a3.2 3.2 0 0 0 6.4 0V9.5"/><circle cx="12.4" cy="7.9" r="1.5"/></>,
  warn: <><path d="M8 2.2 14.6 13.600H1.400Z"/><path d="M8 6.500v3.200M8 11.600v.1"/></>,
  x: <path d="m4 4 8 8M12 4l-8 8"/>,
} as const satisfies Record<string, ReactNode>;

export type IconName = keyof typeof iconShapes;
