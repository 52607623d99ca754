import type { Milliseconds } from '../../clock.ts';
import { Problem } from '../../problem.ts';
import type { Reach } from './reach.ts';
import type { Recorded } from '../recorded.ts';
import { happenedAt, type Source, type Window } from './source.ts';
import { openTemporaryRule, type TemporaryRule } from './temporary-rule.ts';
import { unwrap } from './unwrap.ts';

/** Neither end can be left out: a replay has both. */
export type ArchiveWish = Required<Window>;

/** A replay sends minute by minute; within that, and a little beyond, nothing is in order. */
const DISORDER: Milliseconds = 120_000;
const ASK: Milliseconds = 2_000;
/** How long the last messages of a replay that has ended may take: what plays the role of AWS on this machine takes less. */
const LAST_WORDS = { there: 15_000, here: 1_500 };

/**
 * Reads an archive, which can only be replayed to its bus: through one rule of ours, and no other hears of it. Sorted by the times of the
 * events.
 */
export function archive(arn: string, { from, to }: ArchiveWish, reach: Reach): Source {
  const { where, clients, clock, attempt } = reach;
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  return {
    names: { kind: 'archive', archive: arn },
    async *read({ from: cursor, signal }) {
      const last = cursor?.['time'];
      const begin = typeof last === 'number' ? Math.max(from, last) : from;
      const { EventSourceArn: busArn = '' } = await attempt(`read the archive "${name}"`, async () =>
        (await clients.open('eventbridge')).describeArchive({ ArchiveName: name }),
      );
      const bus = busArn.slice(busArn.lastIndexOf('/') + 1);
      // A replay bears the name of the rule, and only what it brings is let through.
      const rule = await openTemporaryRule(bus, (prefix) => JSON.stringify({ 'replay-name': [prefix] }), reach);
      try {
        await start(rule, busArn, begin);
        const waiting: Recorded[] = [];
        let newest = begin;
        for await (const found of arrivals(rule, signal)) {
          for (const one of found) {
            waiting.push(one);
            newest = Math.max(newest, happenedAt(one));
          }
          const ripe = takeBefore(newest - DISORDER, waiting);
          if (ripe.length === 0) continue;
          const time = happenedAt(ripe.at(-1)!);
          yield { found: ripe, cursor: { time }, part: (time - from) / Math.max(1, to - from) };
        }
        // Where it was cut short, the rest comes again when reading goes on.
        if (signal.aborted) return;
        yield { found: takeBefore(Infinity, waiting), cursor: { time: to }, part: 1 };
      } finally {
        await rule[Symbol.asyncDispose]();
      }
    },
  };

  async function start(
    { arn: ruleArn, prefix, holdings }: TemporaryRule,
    busArn: string,
    begin: number,
  ): Promise<void> {
    await attempt(`replay the archive "${name}"`, async () => {
      // Asked once: two replays of one name cannot be, but an answer that is lost would look like a refusal.
      const events = await clients.open('eventbridge', { once: true });
      await holdings.make({ kind: 'replay', name: prefix }, () =>
        events.startReplay({
          ReplayName: prefix,
          EventSourceArn: arn,
          EventStartTime: new Date(begin),
          EventEndTime: new Date(to),
          Destination: { Arn: busArn, FilterArns: [ruleArn] },
        }),
      );
    });
  }

  async function* arrivals(rule: TemporaryRule, signal: AbortSignal): AsyncGenerator<readonly Recorded[], void> {
    const patience = where.endpoint === undefined ? LAST_WORDS.there : LAST_WORDS.here;
    let over = Infinity;
    for (let asked = -Infinity; !signal.aborted && clock.now() < over;) {
      const messages = await rule.take(Math.min(ASK, patience));
      if (messages.length > 0) {
        yield messages.flatMap(({ Body = '' }) => unwrap(Body).map(asItWas));
        if (over !== Infinity) over = clock.now() + patience;
      }
      if (over !== Infinity || clock.now() - asked < ASK) continue;
      asked = clock.now();
      if (await isOver(rule.prefix)) over = clock.now() + patience;
    }
  }

  async function isOver(ReplayName: string): Promise<boolean> {
    const { State = '', StateReason = '' } = await attempt(`follow the replay "${ReplayName}"`, async () =>
      (await clients.open('eventbridge')).describeReplay({ ReplayName }),
    );
    if (State === 'FAILED' || State === 'CANCELLED')
      throw new Problem('ENVIRONMENT_MISSING', `Cannot replay the archive "${name}": it is ${State}, ${StateReason}`);
    return State === 'COMPLETED';
  }
}

/** What a replay adds is no part of the event. */
function asItWas(found: Recorded): Recorded {
  if (found.channel !== 'eventbridge' || !('replay-name' in found.event)) return found;
  const { 'replay-name': _, ...event } = found.event;
  return { ...found, event };
}

/** Takes out what happened before a moment, in order. */
function takeBefore(moment: number, waiting: Recorded[]): readonly Recorded[] {
  const ripe = waiting.filter((one) => happenedAt(one) < moment);
  if (ripe.length === 0) return [];
  waiting.splice(0, waiting.length, ...waiting.filter((one) => happenedAt(one) >= moment));
  return ripe.toSorted((a, b) => happenedAt(a) - happenedAt(b));
}
