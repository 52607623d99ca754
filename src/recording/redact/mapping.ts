import { isIPv6 } from 'node:net';
import { type Addresses, isNobody } from './addresses.ts';
import { base32, digits, letters } from './draw.ts';
import type { RedactionKey } from './key.ts';
import {
  ACCOUNT_MARK,
  EXAMPLE,
  HEX_MARK,
  isNobodysAccount,
  isNobodysDomain,
  isNobodysName,
  isNobodysUuid,
  UUID_MARK,
} from './marks.ts';
import { Recent } from './recent.ts';

/** What can be replaced. */
export type Sort =
  | 'account'
  | 'address'
  | 'e-mail'
  | 'host'
  | 'id'
  | 'image digest'
  | 'key id'
  | 'KMS key'
  | 'name'
  | 'organization'
  | 'repository name'
  | 'tag'
  | 'token';

/** Which of what may be told is to be redacted as well. */
export interface RedactionChoice {
  readonly repositories: boolean;
  readonly tags: boolean;
  readonly digests: boolean;
}

/** What stands for each value: the same for the same, and itself for what stands for another already. */
export type Mapping = Readonly<Record<Sort, (value: string) => string>>;

/** Hears of each value that is replaced, and by what. */
export type Replaced = (sort: Sort, value: string, by: string) => void;

/** Draws what stands for values from a key. */
export function mappingOf(key: RedactionKey, given: Addresses, tell: Replaced = () => undefined): Mapping {
  const accounts = accountsOf(key);
  const made: Mapping = {
    account: (value) => (isNobodysAccount(value) ? value : accounts(value)),
    address: (value) => (value.includes(':') ? address6(key, value) : isNobody(value) ? value : given.of(value)),
    'e-mail': (value) =>
      isNobodysDomain(value.slice(value.lastIndexOf('@') + 1))
        ? value
        : `user-${letters(key.draw('e-mail', value), 10)}@example.com`,
    host: (value) => (isNobodysDomain(value) ? value : `host-${letters(key.draw('host', value), 10)}.example.com`),
    id: (value) => idOf(key, value),
    'image digest': (value) =>
      value.startsWith(HEX_MARK) ? value : HEX_MARK + key.draw('digest', value).toString('hex').slice(8),
    'key id': (value) =>
      value.includes(EXAMPLE)
        ? value
        : value.slice(0, 4) + base32(key.draw('key id', value), value.length - 4 - EXAMPLE.length) + EXAMPLE,
    'KMS key': (value) => (isNobodysUuid(value) ? value : uuidOf(key.draw('KMS key', value.toLowerCase()))),
    name: (value) => named(key, 'name', value),
    organization: (value) => organizationOf(key, value),
    'repository name': (value) => named(key, 'repo', value),
    tag: (value) => (value === 'latest' ? value : named(key, 'tag', value)),
    token: (value) => tokenOf(key, value),
  };
  const sorts = Object.keys(made) as Sort[];
  const known = new Recent<string>(MOST_KNOWN);
  const told = (sort: Sort) => (value: string) => {
    const name = `${sort} ${value}`;
    let by = known.get(name);
    if (by === undefined) {
      by = made[sort](value);
      if (value.length < LONGEST_KNOWN) known.set(name, by);
    }
    if (by !== value) tell(sort, value, by);
    return by;
  };
  return Object.fromEntries(sorts.map((sort) => [sort, told(sort)])) as Mapping;
}

/** What is drawn for short values is remembered: drawing takes long. */
const MOST_KNOWN = 10_000;
const LONGEST_KNOWN = 256;

/** Twelve digits for each account: the next free ones, should two draw the same. */
function accountsOf(key: RedactionKey): (account: string) => string {
  const given = new Map<string, string>();
  const taken = new Set<string>();
  return (account) => {
    const before = given.get(account);
    if (before !== undefined) return before;
    for (let attempt = 0; ; attempt += 1) {
      const stand = ACCOUNT_MARK + digits(key.draw(`account ${attempt}`, account), 6);
      // There are a million; who has nearly as many accounts shares.
      if (taken.has(stand) && attempt < 100) continue;
      if (given.size < MOST_ACCOUNTS) {
        taken.add(stand);
        given.set(account, stand);
      }
      return stand;
    }
  };
}

const MOST_ACCOUNTS = 100_000;

function address6(key: RedactionKey, value: string): string {
  const plain = value.toLowerCase();
  if (!isIPv6(plain) || /^2001:0?db8:|^::1?$|^ff/.test(plain)) return value;
  const groups = key.draw('address', plain).toString('hex', 0, 12).match(/.{4}/g) ?? [];
  return `2001:db8:${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}`;
}

/** An id such as `vpce-0123456789abcdef0`: what is behind its last hyphen is drawn. */
function idOf(key: RedactionKey, value: string): string {
  const from = value.lastIndexOf('-') + 1;
  const length = value.length - from;
  const mark = HEX_MARK.slice(0, length > 8 ? 8 : 4);
  if (value.startsWith(mark, from)) return value;
  const hex = key.draw('id', value).toString('hex');
  return value.slice(0, from) + mark + hex.slice(0, length - mark.length);
}

function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  const variant = ((bytes[16]! & 0x3) + 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${UUID_MARK}${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function organizationOf(key: RedactionKey, value: string): string {
  const from = value.indexOf('-') + 1;
  const mark = 'example';
  if (value.startsWith(mark, from)) return value;
  const drawn = letters(key.draw('organization', value), Math.max(3, value.length - from - mark.length));
  return value.slice(0, from) + mark + drawn;
}

function named(key: RedactionKey, kind: 'name' | 'repo' | 'tag', value: string): string {
  return isNobodysName(value) ? value : `${kind}-${letters(key.draw(kind, value), 10)}-example`;
}

/** As long as what it replaces, other letters and the same punctuation, and `EXAMPLE` at its end. */
function tokenOf(key: RedactionKey, value: string): string {
  if (value.includes(EXAMPLE) || /^\**$/.test(value)) return value;
  const drawn = letters(key.draw('token', value), value.length);
  let text = '';
  for (let index = 0; index < value.length - EXAMPLE.length; index += 1)
    text += /[0-9A-Za-z]/.test(value[index]!) ? drawn[index]! : value[index]!;
  return text + EXAMPLE;
}
