import type { Message } from '@aws-sdk/client-sqs';
import type { Target } from '@aws-sdk/client-eventbridge';
import { Problem } from '../../../problem.ts';
import { remoteProblem } from '../../remote/failure.ts';
import { tagList, tagsOf } from '../../remote/resource.ts';
import type { AwsRule } from '../aws-rule.ts';
import { withoutSpace } from '../clone/clone-pattern.ts';
import { openPost } from '../clone/queue-post.ts';
import type { AwsStage } from '../stage.ts';
import type { Archived } from './archived.ts';
import type { Replayed, ReplayedEvent } from './replayed.ts';

const LONGEST_PATTERN = 2_048;

/** Makes rules of our own, which see what replays of ours bring and nothing else: one beside each rule, and a witness for everything. */
export async function openObservers(
  rules: readonly AwsRule[],
  { bus }: Archived,
  { replayed, lost }: { readonly replayed: Replayed; readonly lost: (error: unknown) => void },
  stage: AwsStage,
): Promise<readonly string[]> {
  const { prefix, spec, clients, holdings, clock } = stage;
  const arnOf = (name: string): string =>
    `arn:aws:events:${spec.region}:${spec.account}:rule/${bus.name === 'default' ? '' : `${bus.name}/`}${name}`;
  const wanted = [
    {
      name: `${prefix}-all`,
      pattern: observed('', stage),
      says: { InputTemplate: '{"event":<aws.events.event.json>}' },
    },
    ...rules.map(({ name, pattern }, at) => ({
      name: `${prefix}-${at}`,
      pattern: observed(pattern, stage, name),
      says: { InputTemplate: `{"rule":"${name}","event":<aws.events.event.json>}` },
    })),
  ];
  const take = ({ Body = '' }: Message): void => {
    const { rule, event } = JSON.parse(Body) as { readonly rule?: string; readonly event: ReplayedEvent };
    replayed.see(rule, event);
  };
  const post = await openPost(`${prefix}-seen`, arnOf(`${prefix}-*`), { take, lost }, stage);
  const Tags = tagList(tagsOf(holdings.run, clock.now()));
  for (const { name, pattern, says } of wanted) {
    try {
      const events = await clients.open('eventbridge');
      await holdings.make({ kind: 'rule', name, bus: bus.name }, () =>
        events.putRule({ Name: name, EventBusName: bus.name, EventPattern: pattern, Tags }),
      );
      const Targets: Target[] = [{ Id: 'ecreplay-observer', Arn: post.arn, InputTransformer: says }];
      await events.putTargets({ Rule: name, EventBusName: bus.name, Targets });
    } catch (error) {
      throw remoteProblem(`observe the bus "${bus.name}"`, error, spec.endpoint);
    }
  }
  return wanted.map(({ name }) => arnOf(name));
}

/** A pattern for what replays of ours bring, and nothing that happens in the meantime. */
function observed(pattern: string, { prefix }: AwsStage, rule?: string): string {
  const ours = `"replay-name":[{"prefix":"${prefix}-"}]`;
  const original = withoutSpace(pattern).slice(1, -1);
  if (/"replay-name"\s*:/.test(original)) {
    throw new Problem('CONFIG_INVALID', `Cannot observe rule "${rule}": its pattern looks at replay-name itself`);
  }
  const whole = original === '' ? `{${ours}}` : `{${original},${ours}}`;
  if (whole.length <= LONGEST_PATTERN) return whole;
  throw new Problem(
    'CONFIG_INVALID',
    `Cannot observe rule "${rule}": its pattern has ${whole.length} characters with the name of the replay, of which EventBridge takes ${LONGEST_PATTERN}`,
  );
}
