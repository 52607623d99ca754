import type { Consumer, Invocation } from '../../../consumer/consumer.ts';
import { compilePattern, type Pattern } from '../../../pattern/index.ts';
import { Problem } from '../../../problem.ts';
import { prepareInput, type PrepareInput } from '../../../rule/input/input.ts';
import { ruleSees } from '../../../rule/sees.ts';
import { unknownConsumer } from '../../../rule/unknown-consumer.ts';
import type { Delivery } from '../../../timeline/timeline.ts';
import type { Bus, Fate } from '../../bus.ts';
import type { Aim, AwsRule } from '../aws-rule.ts';
import { deployedIn, followDeployed } from '../deployed/follow-deployed.ts';
import { inputOf, payloadOf } from '../input-of.ts';
import { sendOnce } from '../send-once.ts';
import type { AwsStage } from '../stage.ts';
import { together } from '../together.ts';
import { type Sender, senderOf } from './sender.ts';

/** A rule that is ready for events. */
interface ReadyRule extends AwsRule {
  readonly compiled: Pattern;
  readonly ways: readonly Way[];
}

/** How one target gets its input: a call in the account, or of a consumer here. */
interface Way extends Aim {
  readonly prepare: PrepareInput;
  readonly to: { readonly send: Sender } | { readonly consumer: Consumer };
}

/** What nobody but EventBridge's own deliveries could show. */
/** What this way cannot do. */
export const CANNOT: Bus['cannot'] = {
  retry: 'calls a consumer here itself, and Lambda is not there to call it again',
  'retry-policy': 'calls each target itself, with no EventBridge in between to try it again',
  'dead-letter': 'calls each target itself, and has no queue for what a target refuses',
  'ecs-task': 'starts no task, because not all that EventBridge would say of one is in the target',
  'api-destination': 'calls no API destination, because only EventBridge holds the secret of its connection',
  'log-time':
    'gives a log event that is older than two weeks the time of its delivery, because CloudWatch Logs takes none',
  'forwarded-time': 'hands nothing on to another bus, which would take no event of AWS from a caller',
};

/**
 * Matches here, has EventBridge prove each match with TestEventPattern, and hands the input to each target as EventBridge would: no rule
 * is made and no bus takes part, so an event keeps its source, its id and its time.
 */
export async function openInvokeBus(stage: AwsStage, rules: readonly AwsRule[]): Promise<Bus> {
  const { spec, meter, whose } = stage;
  const ready = await together(rules, async (rule) => ({
    ...rule,
    compiled: compilePattern(rule.pattern),
    ways: await together(rule.aims, (aim) => ({ ...aim, ...wayOf(rule, aim, stage) })),
  }));

  const fates = new Map<Delivery, Fate>();
  const following = await followDeployed(ready, stage);

  async function send(
    rule: ReadyRule,
    way: Way,
    delivery: Delivery,
    text: string,
    into: Invocation[],
  ): Promise<Invocation | undefined> {
    const { event, at, emittedAt } = delivery;
    const ingestionTime = new Date(stage.clock.now()).toISOString().replace(/\.\d+/, '');
    const input = way.prepare(event, text, { ruleArn: rule.arn, ruleName: rule.name, ingestionTime });
    // What an input template makes no JSON of never arrives.
    if ('invalid' in input) return undefined;
    meter.spend('invocations');
    if ('consumer' in way.to) {
      if (spec.dryRun === true) return undefined;
      const moment = { at, emittedAt, rule: rule.name, eventId: event.id, owned: true };
      const given = payloadOf(input.text);
      return given && way.to.consumer.invoke(given.payload, moment);
    }
    const { send } = way.to;
    const attempt = `send what rule "${rule.name}" matches to "${way.target.Arn}" of ${whose}`;
    const requestId = await sendOnce(attempt, () => send(input.text, event), stage);
    if (way.deployed === undefined || spec.dryRun === true) return undefined;
    following.expect({ consumer: way.deployed, arn: way.target.Arn, rule: rule.name, delivery, requestId, into });
    return undefined;
  }

  return {
    name: 'aws',
    cannot: CANNOT,
    fates,
    deliver: async (delivery) => {
      fates.set(delivery, 'unsent');
      meter.spend('events');
      const text = JSON.stringify(delivery.event);
      const verdicts = await Promise.all(ready.map((rule) => prove(rule, delivery, text, stage)));
      const matched = ready.filter((_, index) => verdicts[index]);
      const invocations: Invocation[] = [];
      for (const rule of matched) {
        for (const way of rule.ways) {
          fates.set(delivery, 'unknown');
          const invocation = await send(rule, way, delivery, text, invocations);
          if (invocation !== undefined) invocations.push(invocation);
        }
      }
      fates.set(delivery, 'accepted');
      return { matched: matched.map(({ name }) => name), invocations, unseen: deployedIn(matched) };
    },
    settle: () => following.ended(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** Matches here and at EventBridge. Where the two differ, nothing that follows could be trusted. */
async function prove(rule: ReadyRule, delivery: Delivery, text: string, stage: AwsStage): Promise<boolean> {
  if (!ruleSees(rule, delivery)) return false;
  const here = rule.compiled.matches(delivery.event);
  const events = await stage.clients.open('eventbridge');
  const attempt = `prove the pattern of rule "${rule.name}"`;
  const { Result: there } = await sendOnce(
    attempt,
    () => events.testEventPattern({ EventPattern: rule.pattern, Event: text }),
    stage,
  );
  if (there === here) return here;
  throw new Problem(
    'ENVIRONMENT_MISSING',
    `Cannot ${attempt}: EventBridge says that event ${delivery.event.id} does ${there === true ? '' : 'not '}match and we say the opposite, please report it`,
  );
}

function wayOf(rule: AwsRule, { here, target }: Aim, stage: AwsStage): Pick<Way, 'prepare' | 'to'> {
  const prepare = prepareInput(inputOf(target));
  const attempt = `Cannot send what rule "${rule.name}" matches`;
  if (here !== undefined) {
    const consumer = stage.staging.consumers.get(here);
    if (consumer === undefined) throw unknownConsumer(attempt, here, [...stage.staging.consumers.keys()], undefined);
    return { prepare, to: { consumer } };
  }
  const choice = senderOf(target, stage.clients, stage.spec);
  if ('refused' in choice) throw new Problem('CONFIG_INVALID', `${attempt} to "${target.Arn}": ${choice.refused}`);
  return { prepare, to: choice };
}
