import { publicKeyOf } from '../../cloudtrail/delivery/digest.ts';
import { type HistoryEntry, toHistoryEntry } from '../../cloudtrail/delivery/history-entry.ts';
import { isLookedFor, type Lookup, LOOKUP_KEYS } from '../../cloudtrail/delivery/lookup.ts';
import type { Recorded } from '../../cloudtrail/delivery/recorded.ts';
import { Fault } from '../../wire/fault.ts';
import type { Input, Operation } from '../service.ts';
import { signingKey } from '../sns/signing/key.ts';
import type { Trails } from './trails.ts';

const MOST = 50;
/** In a second, of an account and Region: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const MOST_REQUESTS = 2;

/** The operations that read: the event history, and the keys that digests are signed with. */
export function lookupOperations(trails: Trails): Readonly<Record<string, Operation>> {
  const { scene } = trails;
  const requests: { readonly at: number; readonly real: number }[] = [];

  /** A second is over on whichever clock it passes first: one that stands still would never let a client go on that waits by its own. */
  function throttle(): void {
    const now = { at: scene.now(), real: performance.now() };
    const isRecent = ({ at, real }: typeof now): boolean => now.at - at < 1_000 && now.real - real < 1_000;
    while (requests[0] !== undefined && !isRecent(requests[0])) requests.shift();
    if (requests.length >= MOST_REQUESTS) throw new Fault('ThrottlingException', 'Rate exceeded');
    requests.push(now);
  }

  return {
    LookupEvents: (input) => {
      throttle();
      const { MaxResults: most = MOST, NextToken, EventCategory } = input;
      if (typeof most !== 'number' || most < 1 || most > MOST) {
        throw new Fault(
          'InvalidMaxResultsException',
          `Specified max results ${String(most)} is invalid. Value must be between 1 and ${MOST}.`,
        );
      }
      const lookup = lookupOf(input);
      const start = NextToken === undefined ? 0 : readToken(NextToken);
      const end = start + most;
      // Insights events have a history of their own, and there are none.
      const found = EventCategory === 'insight' ? [] : firstOf(trails.history(), lookup, end + 1);
      return {
        Events: found.slice(start, end),
        ...(end < found.length && { NextToken: Buffer.from(`events/${end}`).toString('base64') }),
      };
    },
    ListPublicKeys: () => {
      const { der, fingerprint } = publicKeyOf(signingKey());
      return {
        PublicKeyList: [
          {
            Value: der,
            ValidityStartTime: new Date('2020-01-01T00:00:00Z'),
            ValidityEndTime: new Date('2049-12-31T23:59:59Z'),
            Fingerprint: fingerprint,
          },
        ],
      };
    },
  };
}

/** No more of what is looked for than a page and one to show that there are more. */
function firstOf(history: readonly Recorded[], lookup: Lookup, most: number): readonly HistoryEntry[] {
  const found: HistoryEntry[] = [];
  for (const recorded of history) {
    const entry = toHistoryEntry(recorded);
    if (isLookedFor(entry, lookup) && found.push(entry) === most) break;
  }
  return found;
}

function lookupOf({ LookupAttributes = [], StartTime, EndTime }: Input): Lookup {
  const attributes = LookupAttributes as readonly { readonly AttributeKey: string; readonly AttributeValue: string }[];
  if (attributes.length > 1) {
    throw new Fault('InvalidLookupAttributesException', 'You can only specify one lookup attribute at a time.');
  }
  const [attribute] = attributes;
  const key = LOOKUP_KEYS.find((each) => each === attribute?.AttributeKey);
  if (attribute !== undefined && (key === undefined || (attribute.AttributeValue ?? '') === '')) {
    throw new Fault('InvalidLookupAttributesException', 'The lookup attribute has no such key, or no value.');
  }
  const [from, until] = [StartTime, EndTime].map((time) => (typeof time === 'number' ? time * 1000 : undefined));
  if (from !== undefined && until !== undefined && from > until) {
    throw new Fault('InvalidTimeRangeException', 'The start time is after the end time.');
  }
  return {
    ...(attribute !== undefined && key !== undefined && { attribute: { key, value: attribute.AttributeValue } }),
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
  };
}

function readToken(token: unknown): number {
  const start = /^events\/(\d+)$/.exec(Buffer.from(String(token), 'base64').toString('utf8'))?.[1];
  if (start === undefined) throw new Fault('InvalidNextTokenException', 'Invalid next token.');
  return Number(start);
}
