import { isIPv4, isIPv6 } from 'node:net';
import type { Mapping } from '../mapping.ts';

const FOUR = /(?<![0-9]|[0-9]\.)[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![0-9]|\.[0-9])/g;

/** `ip-10-1-2-3`, as EC2 names hosts, and `ec2-54-1-2-3` for all the world. */
const HYPHENS = /(?<![0-9A-Za-z])((?:ip|ec2)-)([0-9]{1,3}(?:-[0-9]{1,3}){3})(?![0-9-])/g;

const SIX =
  /(?<![0-9A-Za-z:])(?:[0-9a-fA-F]{1,4}:|::?)[0-9a-fA-F:]*:[0-9a-fA-F:]*(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3})?(?![0-9A-Za-z]|:)/g;

/** IP addresses of either kind, also within the names that EC2 gives hosts. */
export function ipAddresses(text: string, mapping: Mapping): string {
  let changed = text;
  if (/:[0-9a-fA-F]{0,4}:/.test(text))
    changed = changed.replace(SIX, (found) => (isIPv6(found) ? mapping.address(found) : found));
  if (/[0-9][.-][0-9]{1,3}[.-][0-9]/.test(text)) {
    changed = changed.replace(FOUR, (found, at: number, all: string) =>
      isIPv4(found) && !isVersion(all, at, found) ? mapping.address(found) : found,
    );
    changed = changed.replace(HYPHENS, (found, before: string, hyphens: string) => {
      const address = hyphens.replaceAll('-', '.');
      return isIPv4(address) ? before + mapping.address(address).replaceAll('.', '-') : found;
    });
  }
  return changed;
}

/** `Chrome/120.0.0.0`, but not the network `vpc/10.0.0.0/16`; `v1.2.3.4`. */
function isVersion(text: string, at: number, found: string): boolean {
  if (text[at - 1] === 'v' && !/[0-9A-Za-z]/.test(text[at - 2] ?? ' ')) return true;
  return (
    found.endsWith('.0.0.0') &&
    /[A-Za-z]\/$/.test(text.slice(Math.max(0, at - 2), at)) &&
    text[at + found.length] !== '/'
  );
}
