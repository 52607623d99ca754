import type { RedactionKey } from './key.ts';

/** The three networks for documentation of RFC 5737, 254 addresses each. */
const DOCUMENTATION = ['192.0.2.', '198.51.100.', '203.0.113.'];
const IN_DOCUMENTATION = DOCUMENTATION.length * 254;

/** How many addresses 198.18.0.0/15 has: RFC 2544 keeps it for benchmarks, and no network is reached by it. */
const IN_BENCHMARKS = 2 * 65_536;

/** Whether an address says nothing of anybody: loopback, documentation, metadata, multicast, what RFC 1112 reserves. */
export function isNobody(address: string): boolean {
  return /^(?:0\.0\.0\.0$|127\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|198\.1[89]\.|169\.254\.|2(?:2[4-9]|[345]\d)\.)/.test(
    address,
  );
}

/** Gives addresses for addresses. */
export interface Addresses {
  of(address: string): string;
  /** Takes up what was given before, as `tell` told it. */
  remember(drawn: string, stand: string): void;
}

/**
 * Stands in for IPv4 addresses: those of RFC 5737 while there are any, each for one address only; then those of
 * 198.18.0.0/15 likewise; and then those of 240.0.0.0/4, which are so many that no memory is needed. What is given is
 * told, with what the key draws for the address and not the address itself.
 */
export function addresses(key: RedactionKey, tell: (drawn: string, stand: string) => void): Addresses {
  const given = new Map<string, string>();
  const taken = new Set<string>();
  const remember = (drawn: string, stand: string) => {
    given.set(drawn, stand);
    taken.add(stand);
  };
  return {
    of(address) {
      const bytes = key.draw('address', address);
      const drawn = bytes.toString('hex', 0, 16);
      const before = given.get(drawn);
      if (before !== undefined) return before;
      const stand = free(taken, bytes);
      if (stand === undefined) return `240.${bytes[0]!}.${bytes[1]!}.${bytes[2]!}`;
      remember(drawn, stand);
      tell(drawn, stand);
      return stand;
    },
    remember,
  };
}

/** The address that the key draws, or the next one that is free. */
function free(taken: ReadonlySet<string>, bytes: Buffer): string | undefined {
  if (taken.size >= IN_DOCUMENTATION + IN_BENCHMARKS) return undefined;
  const [from, size] = taken.size < IN_DOCUMENTATION ? [0, IN_DOCUMENTATION] : [IN_DOCUMENTATION, IN_BENCHMARKS];
  let slot = bytes.readUInt32BE(0) % size;
  while (taken.has(addressAt(from + slot))) slot = (slot + 1) % size;
  return addressAt(from + slot);
}

function addressAt(slot: number): string {
  if (slot < IN_DOCUMENTATION) return `${DOCUMENTATION[Math.floor(slot / 254)]!}${(slot % 254) + 1}`;
  const rest = slot - IN_DOCUMENTATION;
  return `198.${18 + (rest >> 16)}.${(rest >> 8) & 255}.${rest & 255}`;
}
