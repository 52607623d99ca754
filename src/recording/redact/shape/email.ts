import { EXAMPLE } from '../marks.ts';
import type { Mapping } from '../mapping.ts';

const LONGEST = 64;

/** E-mail addresses. Goes from each `@` to both sides, so that text of any length costs what it is long. */
export function emails(text: string, mapping: Mapping): string {
  let at = text.indexOf('@');
  if (at === -1) return text;
  let out = '';
  let copied = 0;
  for (; at !== -1; at = text.indexOf('@', at + 1)) {
    let from = at;
    while (from > copied && at - from < LONGEST && isLocal(text.charCodeAt(from - 1))) from -= 1;
    DOMAIN.lastIndex = at + 1;
    const domain = DOMAIN.exec(text)?.[0];
    // Behind a password, in a URL, it is a host's.
    if (from >= at || domain === undefined || text.startsWith(EXAMPLE, at - EXAMPLE.length)) continue;
    const end = at + 1 + domain.length;
    out += text.slice(copied, from) + mapping['e-mail'](text.slice(from, end));
    copied = end;
  }
  return out + text.slice(copied);
}

const DOMAIN =
  /[0-9A-Za-z](?:[0-9A-Za-z-]{0,62})(?:\.[0-9A-Za-z-]{1,63}){0,8}?\.[A-Za-z]{2,63}(?![0-9A-Za-z]|\.[A-Za-z])/y;

/** What stands before an `@`: letters, digits and `._+-`, and any letter of another script. */
function isLocal(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) ||
    code === 0x2e ||
    code === 0x5f ||
    code === 0x2b ||
    code === 0x2d ||
    code > 0xa0
  );
}
