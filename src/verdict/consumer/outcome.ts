import { stripVTControlCharacters } from 'node:util';
import type { Invocation, Thrown } from '../../consumer/consumer.ts';
import { sayDuration, sayValue } from '../say.ts';

/** What Lambda makes of a returned value: JSON, or the reason why it is none. */
export type Answer = { readonly json: unknown } | { readonly unwritable: string };

/** Reads a returned value the way Lambda sends it on: as JSON, where `undefined` becomes null. */
export function toAnswer(value: unknown): Answer {
  try {
    const text = JSON.stringify(value);
    return { json: text === undefined ? null : JSON.parse(text) };
  } catch (error) {
    return {
      unwritable: error instanceof Error ? error.message.split('\n', 1)[0]! : String(error),
    };
  }
}

/** How an invocation ended, in a line, and what its process has written last. */
export function sayOutcome(invocation: Invocation): string {
  const { logs } = invocation;
  const ending = sayEnding(invocation);
  return logs === undefined ? ending : `${ending}\nit wrote:\n${plainText(logs).replaceAll(/^/gm, '  ')}`;
}

function sayEnding({ outcome }: Invocation): string {
  if (outcome.kind === 'threw') return `threw ${sayFailure(outcome)}`;
  if (outcome.kind === 'timed-out') return sayFailure(outcome);
  const answer = toAnswer(outcome.value);
  if ('unwritable' in answer) return `returned a value that is no JSON: ${answer.unwritable}`;
  return `returned ${sayValue(answer.json, 200)}`;
}

/** The error of an invocation that failed, as Lambda would log it; a time-out in Lambda's own words. */
export function sayFailure(outcome: Exclude<Invocation['outcome'], { kind: 'returned' }>): string {
  if (outcome.kind === 'timed-out') return `Task timed out after ${(outcome.after / 1_000).toFixed(2)} seconds`;
  return sayThrown(outcome.error);
}

/** An error with what is behind it. */
export function sayThrown({ name, message, causes = [] }: Thrown): string {
  return plainText([`${name}: ${message}`, ...causes].join('\n  caused by '));
}

/** How long an invocation took since its event was emitted: on the way, on a bus beyond this process, and in the handler. */
export function sayWay({ at, emittedAt, carried, took }: Invocation): string {
  const onTheBus = carried === undefined ? '' : ` ${sayDuration(carried)} on the bus,`;
  return `${sayDuration(at - emittedAt)} on the way,${onTheBus} ${sayDuration(took)} in the handler`;
}

/** A text of a consumer's without what would colour a terminal, or move its cursor. */
export function plainText(text: string): string {
  // Every control character but the line feed and the tab.
  return stripVTControlCharacters(text).replaceAll(/(?![\n\t])\p{Cc}/gu, '');
}
