import type { Message } from '@aws-sdk/client-sqs';
import { Problem } from '../../../problem.ts';
import { unknownConsumer } from '../../../rule/unknown-consumer.ts';
import type { Aim } from '../aws-rule.ts';
import { payloadOf } from '../input-of.ts';
import { senderOf } from '../invoke/sender.ts';
import { sendOnce } from '../send-once.ts';
import type { AwsStage } from '../stage.ts';
import type { ClonedRule } from './clone-rules.ts';
import { numberOf, SENTINEL } from './envelope.ts';
import type { Flight, Flights } from './flights.ts';
import { isSample } from './sample.ts';
import type { TemporaryBus } from './temporary-bus.ts';
import type { Turns } from './turns.ts';

/** What is done with messages as they come. */
export interface Clearing {
  readonly stage: AwsStage;
  readonly bus: TemporaryBus;
  readonly flights: Flights;
  readonly turns: Turns;
  /** To be called once a canary is there, as it was sent or not. */
  readonly canary: (sound: boolean) => void;
}

/** A rule has matched, a sentinel has passed, or a canary is there. */
export function note({ Body = '' }: Message, { flights, canary }: Clearing): void {
  const said = JSON.parse(Body) as { readonly rule?: string; readonly number?: string };
  if (said.rule === undefined) {
    canary(isSample(Body));
    return;
  }
  const flight = flights.find({ number: said.number });
  if (said.rule === '') flight?.land(SENTINEL);
  else flight?.match(said.rule);
  flight?.land(matchOf(said.rule));
}

/** What is done with the inputs of one target: a consumer is called, or a call is made that EventBridge could not make of an envelope. */
export function taker(rule: ClonedRule, aim: Aim, awaited: string, { stage, bus, flights, turns }: Clearing) {
  const act = actor(rule, aim, stage);
  return (message: Message): void => {
    const { Body = '' } = message;
    const flight = flights.find({ number: numberOf(message, bus.trace), eventId: eventIdIn(Body) });
    if (flight === undefined) return;
    turns.take(async () => {
      await act(Body, flight);
      flight.land(awaited);
    });
  };
}

function actor(
  rule: ClonedRule,
  { here, target }: Aim,
  stage: AwsStage,
): (input: string, flight: Flight) => Promise<void> {
  const attempt = `send what rule "${rule.name}" matches`;
  if (here !== undefined) {
    const consumer = stage.staging.consumers.get(here);
    if (consumer === undefined)
      throw unknownConsumer(`Cannot ${attempt}`, here, [...stage.staging.consumers.keys()], undefined);
    return async (input, { delivery: { at, emittedAt, event }, invocations, putAt }) => {
      const carried = performance.now() - putAt;
      const given = payloadOf(input);
      if (given === undefined) return;
      const moment = { at, emittedAt, rule: rule.name, eventId: event.id, owned: true };
      invocations.push({ ...(await consumer.invoke(given.payload, moment)), carried });
    };
  }
  const choice = senderOf(target, stage.clients, stage.spec);
  if ('refused' in choice)
    throw new Problem('CONFIG_INVALID', `Cannot ${attempt} to "${target.Arn}": ${choice.refused}`);
  return async (input, { delivery: { event } }) => {
    await sendOnce(`${attempt} to "${target.Arn}"`, () => choice.send(input, event), stage);
  };
}

function eventIdIn(body: string): unknown {
  try {
    return (JSON.parse(body) as { readonly id?: unknown } | null)?.id;
  } catch {
    return undefined;
  }
}

/** What a delivery waits for when a rule is to match. */
export function matchOf(rule: string): string {
  return `match ${rule}`;
}

/** What a delivery waits for when a target is to be given something. */
export function inputFor(rule: string, index: number): string {
  return `input ${rule} ${index}`;
}
