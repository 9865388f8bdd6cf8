import { toHalfWidth } from '../basics/text.ts';

export type PhoneFault = 'characters' | 'length' | 'mobile';

export type ParsedPhone = { readonly ok: true; readonly phone: string } | { readonly ok: false; readonly code: PhoneFault };

/**
 * Parses a Chinese telephone number as people type it. A mobile becomes its 11 digits (`15000008936`, with or
 * without +86), a landline `0856-5221234` with an extension `0856-5221234-12`, a local number its 7 or 8 digits.
 */
export function parsePhone(text: string): ParsedPhone {
  const typed = toHalfWidth(text).replace(/[‐-―－—]/g, '-').replace(/[\s.()\u200b\ufeff]+/g, ' ').trim();
  if (!/^\+?[\d\- ]+(转 ?\d+)?$/.test(typed)) return { ok: false, code: 'characters' };
  const [main = '', extension = ''] = typed.split('转');
  const national = main.replace(/[^\d+]/g, '').replace(/^(\+86|0086)/, '');
  const digits = /^86(?=1[3-9]\d{9}$)/.test(national) ? national.slice(2) : national;
  if (!/^\d+$/.test(digits)) return { ok: false, code: 'characters' };

  if (/^1[3-9]\d{9}$/.test(digits)) return extension === '' ? { ok: true, phone: digits } : { ok: false, code: 'mobile' };
  if (/^1\d{10}$/.test(digits)) return { ok: false, code: 'mobile' };
  return parseLandline(main.replace(/^(\+86|0086)[\s-]*/, '').trim(), extension.trim());
}

/** Area codes: 010 and 02x have three digits, all others four; a subscriber has 7 or 8; 400 and 800 numbers have ten. */
function parseLandline(main: string, extension: string): ParsedPhone {
  const service = main.replace(/\D/g, '');
  if (/^[48]00\d{7}$/.test(service)) return { ok: true, phone: service };
  const match = /^(?:(0?10|0?2\d|0?[3-9]\d{2})[\s-]*)?([2-8](?:[\s-]*\d){6,7})(?:[\s-]+(\d{1,5}))?$/.exec(main);
  if (!match) return { ok: false, code: 'length' };
  const [, area = '', subscriber = '', suffix = ''] = match;
  const ext = extension === '' ? suffix : extension;
  const parts = [area === '' || area.startsWith('0') ? area : `0${area}`, subscriber.replace(/\D/g, ''), ext];
  return { ok: true, phone: parts.filter((part) => part !== '').join('-') };
}
