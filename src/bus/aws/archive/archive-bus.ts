import type { Invocation } from '../../../consumer/consumer.ts';
import { compilePattern } from '../../../pattern/index.ts';
import { Problem } from '../../../problem.ts';
import { prepareInput } from '../../../rule/input/input.ts';
import { unknownConsumer } from '../../../rule/unknown-consumer.ts';
import type { Delivery } from '../../../timeline/timeline.ts';
import type { Bus } from '../../bus.ts';
import type { AwsRule } from '../aws-rule.ts';
import { openTurns } from '../clone/turns.ts';
import { followDeployed } from '../deployed/follow-deployed.ts';
import { inputOf, payloadOf } from '../input-of.ts';
import { refuseProduction } from '../safety.ts';
import type { AwsStage } from '../stage.ts';
import { together } from '../together.ts';
import { readArchived, readFired } from './archived.ts';
import { openObservers } from './observers.ts';
import { type Replay, startReplay } from './replay.ts';
import { openReplayed, type Sighting } from './replayed.ts';

const OWN_RULES = "sends to nobody in the account: that is left to the account's own rules";

/** What this way cannot do. */
export const CANNOT: Bus['cannot'] = {
  'event-members': 'brings events out of an archive, which say so: replay-name stands after the region',
  'rule-state': 'replays from an archive, which keeps only what plain rules see',
  retry: 'calls a consumer here itself, and Lambda is not there to call it again',
  'retry-policy': OWN_RULES,
  'dead-letter': OWN_RULES,
  'run-command': OWN_RULES,
  'ecs-task': OWN_RULES,
  'api-destination': OWN_RULES,
  'log-time': OWN_RULES,
  'forwarded-time': OWN_RULES,
};

/** How long an observer's message may take after the witness has seen the event. */
const PATIENCE = 30_000;

/** A rule, and what is done here when it matches. */
interface WatchedRule extends AwsRule {
  matches(event: object): boolean;
  call(sighting: Sighting, delivery: Delivery): Promise<readonly Invocation[]>;
}

/**
 * Replays what really happened: genuine events with their own source, through the rules that the user names and through observers of
 * our own, which call the consumers here. Nothing can be delivered that the archive does not hold.
 */
export async function openArchiveBus(stage: AwsStage, configured: readonly AwsRule[]): Promise<Bus> {
  const { spec, staging, meter, prefix } = stage;
  const archived = await readArchived(stage);
  const fired = await readFired(archived, stage);
  refuseProduction(fired, spec);
  // EventBridge itself sends to the targets of rules that a replay fires.
  const silent = fired.map((rule) => ({ ...rule, aims: [] }));
  const deployed = new Map(fired.map((rule) => [rule.name, rule.aims.filter((aim) => aim.deployed !== undefined)]));
  const watched = await together([...configured, ...silent], (rule) => watch(rule, stage));
  const active = watched.filter(({ state }) => state !== 'DISABLED');
  const replayed = openReplayed();
  const turns = openTurns(staging.signal);
  const arns = await openObservers(active, archived, { replayed, lost: turns.lose }, stage);
  const lastWord = spec.endpoint === undefined ? LAST_WORDS.there : LAST_WORDS.here;
  const following = await followDeployed(fired, stage);
  const began = stage.clock.now();
  let replays = 0;
  let running: Replay | undefined;

  async function start(window: { readonly from: Date; readonly to: Date }): Promise<void> {
    replays += 1;
    running = await startReplay(`${prefix}-${replays}`, archived, window, [...archived.filterArns, ...arns], stage);
  }

  /** Waits for an event to come once more: in the replay that goes on, or else in one of its own. */
  async function next({ event: { id, time } }: Delivery): Promise<Sighting | undefined> {
    if (replays === 0) await start(archived);
    for (let alone = false; ;) {
      const found = replayed.claim(id);
      if (found !== undefined || staging.signal?.aborted === true) return found;
      if (running !== undefined) {
        const more = replayed.more();
        const over = await Promise.race([running.isOver(), more.then(() => false)]);
        // What was sent at the very end is on its way yet.
        if (over && (await lastWords(more))) running = undefined;
      } else if (alone || !within(time, archived)) {
        throw new Problem(
          'ENVIRONMENT_MISSING',
          `Cannot replay event ${id} of ${time}: the archive does not hold it, and this strategy replays only what happened between ${archived.from.toISOString()} and ${archived.to.toISOString()}`,
        );
      } else {
        alone = true;
        await start({ from: new Date(time), to: new Date(Date.parse(time) + 1_000) });
      }
    }
  }

  /** Whether nothing more comes after a replay has ended. */
  async function lastWords(more: Promise<void>): Promise<boolean> {
    return Promise.race([more.then(() => false), stage.clock.sleep(lastWord).then(() => true)]);
  }

  return {
    name: 'aws',
    cannot: CANNOT,
    deliver: async (delivery) => {
      meter.spend('events');
      if (spec.dryRun === true) {
        if (replays === 0) await start(archived);
        return { matched: [], invocations: [] };
      }
      const sighting = await turns.unlessLost(next(delivery));
      if (sighting === undefined) return { matched: [], invocations: [] };
      const expected = active.filter((rule) => rule.matches(sighting.event)).map(({ name }) => name);
      await turns.unlessLost(observedBy(expected, sighting));
      const matched = active.filter(({ name }) => sighting.matched.has(name));
      const invocations: Invocation[] = [];
      const unseen: string[] = [];
      for (const rule of matched) {
        invocations.push(...(await rule.call(sighting, delivery)));
        for (const { deployed: consumer = '', target } of deployed.get(rule.name) ?? []) {
          unseen.push(consumer);
          following.expect({ consumer, arn: target.Arn, rule: rule.name, delivery, since: began, into: invocations });
        }
      }
      return { matched: matched.map(({ name }) => name), invocations, unseen };
    },
    settle: async () => {
      await turns.taken();
      await following.ended();
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };

  async function observedBy(names: readonly string[], { matched }: Sighting): Promise<void> {
    const late = stage.clock.now() + PATIENCE;
    while (!names.every((name) => matched.has(name)) && stage.clock.now() < late) {
      await Promise.race([replayed.more(), stage.clock.sleep(lastWord)]);
    }
  }
}

/** How long the last message of a replay that has ended may take: what plays the role of AWS on this machine takes less. */
const LAST_WORDS = { there: 10_000, here: 200 };

function within(time: string, { from, to }: { readonly from: Date; readonly to: Date }): boolean {
  const at = Date.parse(time);
  return at >= from.getTime() && at < to.getTime();
}

function watch(rule: AwsRule, stage: AwsStage): WatchedRule {
  const compiled = compilePattern(rule.pattern);
  const attempt = `Cannot send what rule "${rule.name}" matches`;
  const ways = rule.aims.map(({ here, target }) => {
    if (here === undefined) {
      throw new Problem(
        'CONFIG_INVALID',
        `${attempt} to "${target.Arn}": an archive is replayed through the account's own rules and targets, wanted this target out of the configuration and the rule's ARN in "archive.filterArns"`,
      );
    }
    const consumer = stage.staging.consumers.get(here);
    if (consumer === undefined) throw unknownConsumer(attempt, here, [...stage.staging.consumers.keys()], undefined);
    return { consumer, prepare: prepareInput(inputOf(target)) };
  });
  return {
    ...rule,
    matches: (event) => compiled.matches(event),
    call: async ({ event }, { at, emittedAt }) => {
      const invocations: Invocation[] = [];
      for (const { consumer, prepare } of ways) {
        const ingestionTime = new Date(stage.clock.now()).toISOString();
        const input = prepare(event, JSON.stringify(event), { ruleArn: rule.arn, ruleName: rule.name, ingestionTime });
        const given = 'text' in input ? payloadOf(input.text) : undefined;
        if (given === undefined) continue;
        stage.meter.spend('invocations');
        const moment = { at, emittedAt, rule: rule.name, eventId: event.id, owned: true };
        invocations.push(await consumer.invoke(given.payload, moment));
      }
      return invocations;
    },
  };
}
