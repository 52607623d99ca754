import type { Message } from '@aws-sdk/client-sqs';
import { Problem } from '../../../problem.ts';
import { unknownConsumer } from '../../../rule/unknown-consumer.ts';
import type { Delivery } from '../../../timeline/timeline.ts';
import type { Bus, Fate, Receipt } from '../../bus.ts';
import { untilDelivered } from '../../remote/canary.ts';
import type { Aim, AwsRule } from '../aws-rule.ts';
import { deployedIn, followDeployed } from '../deployed/follow-deployed.ts';
import { senderOf } from '../invoke/sender.ts';
import { putAll } from '../put-all.ts';
import { sendOnce } from '../send-once.ts';
import type { AwsStage } from '../stage.ts';
import { type ClonedRule, cloneRules, observer, rulesNeeded } from './clone-rules.ts';
import { CANARY, control, enveloped, numberOf, SENTINEL } from './envelope.ts';
import { type Flight, type Flights, openFlights } from './flights.ts';
import { openPost, type Post } from './queue-post.ts';
import { isSample, SAMPLE } from './sample.ts';
import { type TemporaryBus, temporaryBus } from './temporary-bus.ts';
import { openTurns, type Turns } from './turns.ts';

/** How long EventBridge may take with an event before it counts as not delivered; what plays its role on this machine takes less. */
const PATIENCE = { there: 30_000, here: 8_000 };

const CANNOT: Bus['cannot'] = {
  retry: 'calls a consumer here itself, and Lambda is not there to call it again',
  'retry-policy': 'does not wait for EventBridge to try a target again, which takes longer than a run',
  'dead-letter': 'has no queue for dead letters, which would hold the envelope around an event',
  'log-time':
    'gives a log event that is older than two weeks the time of its delivery, because CloudWatch Logs takes none',
  'forwarded-time': 'hands nothing on to another bus, which would get the envelope around an event',
};

/** What is done with messages as they come. */
interface Clearing {
  readonly stage: AwsStage;
  readonly bus: TemporaryBus;
  readonly flights: Flights;
  readonly turns: Turns;
  /** To be called once a canary is there, as it was sent or not. */
  readonly canary: (sound: boolean) => void;
}

/**
 * A bus of its own for the run, with a clone of each rule: the whole event is the detail of an envelope, the pattern stands below
 * `detail`, and `InputPath` takes the event out again, so that a target gets it as AWS itself would have sent it.
 */
export async function openCloneBus(stage: AwsStage, rules: readonly AwsRule[]): Promise<Bus> {
  const { staging } = stage;
  const bus = temporaryBus(stage);
  const active = rules.filter(({ state }) => state !== 'DISABLED');
  const cloned = await cloneRules(active, bus, stage);
  const flights = openFlights(active.map(({ name }) => name));
  const turns = openTurns(staging.signal);
  let canary: (sound: boolean) => void = () => {};
  const arrived = new Promise<boolean>((resolve) => (canary = resolve));
  const posts = await furnish(cloned, { stage, bus, flights, turns, canary });
  await turns.unlessLost(letCanariesFly(arrived, bus, stage));

  const fates = new Map<Delivery, Fate>();
  const following = await followDeployed(cloned, stage);
  return {
    name: 'aws',
    cannot: CANNOT,
    fates,
    deliver: async (delivery): Promise<Receipt> => {
      const text = JSON.stringify(delivery.event);
      const expecting = cloned.filter((rule) => rule.expects(delivery));
      fates.set(delivery, 'unsent');
      stage.meter.spend('events');
      const waitFor = expecting.flatMap((rule) => {
        const given = rule.clones.flatMap((clone, index) =>
          rule.gives(index, delivery, text) ? [{ clone, index }] : [],
        );
        for (const _ of given) stage.meter.spend('invocations');
        const taken = given.filter(({ clone }) => clone.kind === 'taken');
        return [matchOf(rule.name), ...taken.map(({ index }) => inputFor(rule.name, index))];
      });
      const flight = flights.begin(delivery, [SENTINEL, ...waitFor]);
      fates.set(delivery, 'unknown');
      const into = flight.invocations;
      for (const { name: rule, aims } of expecting) {
        for (const { deployed: consumer, target } of aims) {
          if (consumer !== undefined) following.expect({ consumer, arn: target.Arn, rule, delivery, into });
        }
      }
      await put(flight, bus, stage);
      fates.set(delivery, 'accepted');
      if (stage.spec.dryRun !== true) await turns.unlessLost(flight.landed(patience(stage)));
      return { matched: flight.matched, invocations: into, unseen: deployedIn(expecting) };
    },
    settle: async () => {
      // What nobody waits for is here before a last sentinel is, as far as EventBridge keeps any order.
      await turns.unlessLost(lastSentinel(flights, bus, stage));
      await turns.taken();
      if (stage.spec.dryRun !== true) await following.ended();
    },
    [Symbol.asyncDispose]: async () => {
      following.close();
      await Promise.all(posts.map((post) => post.stop()));
    },
  };
}

/** Makes the bus, its queues and its rules; the rules last, so that whatever they send has somewhere to go. */
async function furnish(rules: readonly ClonedRule[], clearing: Clearing): Promise<readonly Post[]> {
  const { stage, bus, turns } = clearing;
  const everyRule = bus.ruleArn('*');
  const posts: Post[] = [];
  const open = async (suffix: string, take: (message: Message) => void): Promise<Post> => {
    const post = await openPost(`${bus.name}-${suffix}`, everyRule, { take, lost: turns.lose }, stage);
    posts.push(post);
    return post;
  };
  await bus.make();
  const seen = await open('seen', (message) => note(message, clearing));
  for (const [at, rule] of rules.entries()) {
    const targets = [];
    for (const [index, clone] of rule.clones.entries()) {
      if (clone.kind === 'sent') {
        targets.push(clone.target);
        continue;
      }
      const take = taker(rule, clone.aim, inputFor(rule.name, index), clearing);
      const { arn } = await open(`${at}-${index}`, take);
      targets.push({ Id: `Target${index}`, Arn: arn, ...clone.input });
    }
    const [name = rule.name, second] = rulesNeeded(rule);
    const watcher = observer(rule.name, seen.arn);
    await bus.add(name, rule.clonedPattern, second === undefined ? [...targets, watcher] : targets);
    if (second !== undefined) await bus.add(second, rule.clonedPattern, [watcher]);
  }
  await bus.add('ecreplay-canary', controlPattern(bus, CANARY), [
    { Id: 'canary', Arn: seen.arn, InputPath: '$.detail' },
  ]);
  await bus.add('ecreplay-sentinel', controlPattern(bus, SENTINEL), [observer('', seen.arn)]);
  return posts;
}

function controlPattern({ source }: TemporaryBus, type: string): string {
  return JSON.stringify({ source: [source], 'detail-type': [type] });
}

/** A rule has matched, a sentinel has passed, or a canary is there. */
function note({ Body = '' }: Message, { flights, canary }: Clearing): void {
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
function taker(rule: ClonedRule, aim: Aim, awaited: string, { stage, bus, flights, turns }: Clearing) {
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
      const moment = { at, emittedAt, rule: rule.name, eventId: event.id, owned: true };
      invocations.push({ ...(await consumer.invoke(JSON.parse(input), moment)), carried });
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

/** New rules take effect when they do; one canary through the last of them, as it was put, says that they have. */
async function letCanariesFly(arrived: Promise<boolean>, bus: TemporaryBus, stage: AwsStage): Promise<void> {
  const { name, source } = bus;
  const send = (tries: number): Promise<void> => {
    const entry = control(CANARY, SAMPLE, { number: `canary-${tries}`, bus: name, source });
    return putAll(`send a canary to "${name}"`, [entry], stage);
  };
  if (stage.spec.dryRun === true) {
    await send(0);
    return;
  }
  await untilDelivered({ send, arrived, through: `the bus "${name}" of ${stage.whose}` });
  if (await arrived) return;
  throw new Problem('ENVIRONMENT_MISSING', `Cannot use the bus "${name}": an event does not arrive as it was put`);
}

async function put(
  { number, delivery }: Flight,
  { name: bus, source, trace }: TemporaryBus,
  stage: AwsStage,
): Promise<void> {
  const entries = [enveloped(delivery, { number, bus, source, trace }), control(SENTINEL, {}, { number, bus, source })];
  await putAll(`deliver event ${delivery.event.id} to ${stage.whose}`, entries, stage);
}

async function lastSentinel(flights: Flights, { name: bus, source }: TemporaryBus, stage: AwsStage): Promise<void> {
  const last = flights.await(SENTINEL);
  if (last === undefined || stage.spec.dryRun === true) return;
  const { number, landed } = last;
  await putAll(`end the run on ${stage.whose}`, [control(SENTINEL, {}, { number, bus, source })], stage);
  await landed(patience(stage));
}

function patience({ spec }: AwsStage): number {
  return spec.endpoint === undefined ? PATIENCE.there : PATIENCE.here;
}

function matchOf(rule: string): string {
  return `match ${rule}`;
}

function inputFor(rule: string, index: number): string {
  return `input ${rule} ${index}`;
}
