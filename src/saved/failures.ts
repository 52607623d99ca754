import type { Replayed } from '../replay/replayed.ts';
import type { Item, SavedFinding } from './saved-run.ts';

const MOST_SHOWN = 50;

/** What is promised of every consumer in a replay, where it was not kept: none fails, nothing is given up on, nobody leaves the rehearsal. */
export function failuresOf(
  { failures, refusals, deadLetters = [] }: Replayed,
  items: readonly Item[],
): readonly SavedFinding[] {
  const bad = items.filter(({ tone }) => tone === 'bad');
  const ids = (is: (item: Item) => boolean): readonly string[] =>
    bad
      .filter(is)
      .slice(0, MOST_SHOWN)
      .map(({ id }) => id);
  return [
    ...failures.map(({ consumer, error, message, frame, times, eventId, rule }) =>
      broken('threw', `${consumer} handles what is replayed`, {
        outcome: `it failed ${times === 1 ? 'once' : `${times} times`} with ${error}: ${message}`,
        nearest: [frame === undefined ? '' : `at ${frame}`, `first with event ${eventId} by rule "${rule}"`]
          .join('\n')
          .trim(),
        items: [
          ...ids((item) => item.lane === `consumer:${consumer}` && item.eventId === eventId),
          ...ids(
            (item) => item.lane === `consumer:${consumer}` && item.eventId !== eventId && item.title.includes(message),
          ),
        ],
      }),
    ),
    ...Map.groupBy(deadLetters, ({ queue }) => queue)
      .entries()
      .map(([queue, letters]) =>
        broken('dead-letters', 'nothing is given up on', {
          outcome: `${letters.length} dead ${letters.length === 1 ? 'letter lies' : 'letters lie'} in "${queue}"`,
          nearest: letters[0]?.body.slice(0, 1_000) ?? '',
          items: ids(({ lane }) => lane === `queue:${queue}`),
        }),
      ),
    ...refusals.map(({ consumer, address, times }) =>
      broken('network', `${consumer === '' ? 'a consumer' : consumer} stays within the rehearsal`, {
        outcome: `it tried to reach ${address} ${times === 1 ? 'once' : `${times} times`}, which was refused`,
        nearest: '',
        items: ids(({ kind, title }) => kind === 'refusal' && title.endsWith(address)),
      }),
    ),
  ];
}

function broken(
  topic: string,
  claim: string,
  {
    outcome,
    nearest,
    items,
  }: { readonly outcome: string; readonly nearest: string; readonly items: readonly string[] },
): SavedFinding {
  const evidence = { outcome, expected: 'no such thing', nearest, difference: '' };
  return { kind: 'broken', promise: 'consumer', topic, claim, evidence, items };
}
