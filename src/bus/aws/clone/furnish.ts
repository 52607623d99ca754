import type { Message } from '@aws-sdk/client-sqs';
import { type Clearing, inputFor, note, taker } from './clearing.ts';
import { type ClonedRule, observer, rulesNeeded } from './clone-rules.ts';
import { CANARY, SENTINEL } from './envelope.ts';
import { openPost, type Post } from './queue-post.ts';
import type { TemporaryBus } from './temporary-bus.ts';

/** Makes the bus, its queues and its rules; the rules last, so that whatever they send has somewhere to go. */
export async function furnish(rules: readonly ClonedRule[], clearing: Clearing): Promise<void> {
  const { stage, bus, turns } = clearing;
  const everyRule = bus.ruleArn('*');
  const open = (suffix: string, take: (message: Message) => void): Promise<Post> =>
    openPost(`${bus.name}-${suffix}`, everyRule, { take, lost: turns.lose }, stage);
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
}

function controlPattern({ source }: TemporaryBus, type: string): string {
  return JSON.stringify({ source: [source], 'detail-type': [type] });
}
