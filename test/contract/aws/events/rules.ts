import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  type PutRuleCommandInput,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';
import { makeQueue, take } from '../queue.ts';
import { addTarget, listening, makeRule, PUSH, put } from '../rule.ts';

const PATTERN = JSON.stringify({ source: [PUSH.Source] });

function putRule({ eventBridge }: Account, change: Partial<PutRuleCommandInput>) {
  return eventBridge.send(new PutRuleCommand({ Name: 'pushes', ...change }));
}

function putTargets({ eventBridge }: Account, targets: readonly Target[]) {
  return eventBridge.send(new PutTargetsCommand({ Rule: 'pushes', Targets: [...targets] }));
}

function invalid(message: string) {
  return { name: 'ValidationException', message };
}

/** What rules and their lists of targets promise. */
export const RULES: Promises = {
  'a rule has the name of its bus in its ARN, but for the default bus': async (aws) => {
    const { RuleArn } = await putRule(aws, { EventPattern: PATTERN });
    expect(RuleArn).toBe(aws.arn('events', 'rule/pushes'));
    expect(await aws.eventBridge.send(new DescribeRuleCommand({ Name: 'pushes' }))).toMatchObject({
      Name: 'pushes',
      Arn: RuleArn,
      EventPattern: PATTERN,
      State: 'ENABLED',
      EventBusName: 'default',
    });
  },

  'putting a rule again replaces all of it': async (aws) => {
    await putRule(aws, { EventPattern: PATTERN, Description: 'first' });
    await putRule(aws, { EventPattern: '{"source":["other"]}', State: 'DISABLED' });
    const rule = await aws.eventBridge.send(new DescribeRuleCommand({ Name: 'pushes' }));
    expect(rule).toMatchObject({ EventPattern: '{"source":["other"]}', State: 'DISABLED' });
    expect(rule.Description).toBeUndefined();
  },

  'a rule needs a pattern or a schedule': async (aws) => {
    await expect(putRule(aws, {})).rejects.toMatchObject(
      invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.'),
    );
  },

  'a schedule that cannot be read is refused': async (aws) => {
    for (const ScheduleExpression of [
      'rate(10 seconds)',
      'rate(1 minutes)',
      'rate(0 minutes)',
      'cron(0 1 * * * *)',
      'often',
    ]) {
      await expect(putRule(aws, { ScheduleExpression })).rejects.toMatchObject(
        invalid('Parameter ScheduleExpression is not valid.'),
      );
    }
  },

  'a schedule that can be read is taken': async (aws) => {
    for (const ScheduleExpression of [
      'rate(1 minute)',
      'rate(5 minutes)',
      'rate(1 day)',
      'cron(0 12 * * ? *)',
      'cron(0/15 8-17 ? * MON-FRI *)',
    ]) {
      await expect(putRule(aws, { ScheduleExpression })).resolves.toMatchObject({
        RuleArn: aws.arn('events', 'rule/pushes'),
      });
    }
  },

  'a pattern that is none is refused': async (aws) => {
    await expect(putRule(aws, { EventPattern: '{"source":"not a list"}' })).rejects.toMatchObject({
      name: 'InvalidEventPatternException',
      message: expect.stringContaining('Event pattern is not valid. Reason: ') as string,
    });
  },

  'a rule with targets stays': async (aws) => {
    await listening(aws);
    const remove = () => aws.eventBridge.send(new DeleteRuleCommand({ Name: 'everything' }));
    await expect(remove()).rejects.toMatchObject(invalid("Rule can't be deleted since it has targets."));
    await aws.eventBridge.send(new RemoveTargetsCommand({ Rule: 'everything', Ids: ['queue'] }));
    await remove();
    await expect(aws.eventBridge.send(new DescribeRuleCommand({ Name: 'everything' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Rule everything does not exist on EventBus default.',
    });
  },

  'deleting a rule that is not there is nothing': async ({ eventBridge }) => {
    await expect(eventBridge.send(new DeleteRuleCommand({ Name: 'nothing' }))).resolves.toMatchObject({
      $metadata: { httpStatusCode: 200 },
    });
  },

  'a rule that is not there takes no targets': async (aws) => {
    await expect(putTargets(aws, [{ Id: 'a', Arn: aws.arn('sqs', 'heard') }])).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Rule pushes does not exist on EventBus default.',
    });
  },

  'a disabled rule sees nothing until it is enabled': async (aws) => {
    const queue = await listening(aws);
    await aws.eventBridge.send(new DisableRuleCommand({ Name: 'everything' }));
    await put(aws, { DetailType: 'unseen' });
    await aws.eventBridge.send(new EnableRuleCommand({ Name: 'everything' }));
    await put(aws, { DetailType: 'seen' });
    const types = (await take(aws, queue, 2, 1)).map(
      ({ Body }) => (JSON.parse(Body!) as Record<string, unknown>)['detail-type'],
    );
    expect(types).toEqual(['seen']);
  },

  'rules are listed by the beginning of their names, and by their target': async (aws) => {
    const queue = await makeQueue(aws, 'heard');
    for (const name of ['push-web', 'push-api', 'scan']) await makeRule(aws, name);
    await addTarget(aws, 'push-api', { Id: 'queue', Arn: queue.arn });
    const { Rules } = await aws.eventBridge.send(new ListRulesCommand({ NamePrefix: 'push' }));
    expect(Rules?.map(({ Name }) => Name).toSorted()).toEqual(['push-api', 'push-web']);
    const { RuleNames } = await aws.eventBridge.send(new ListRuleNamesByTargetCommand({ TargetArn: queue.arn }));
    expect(RuleNames).toEqual(['push-api']);
  },

  'a long list comes in pages': async (aws) => {
    for (const name of ['a', 'b', 'c']) await makeRule(aws, name);
    const first = await aws.eventBridge.send(new ListRulesCommand({ Limit: 2 }));
    const second = await aws.eventBridge.send(new ListRulesCommand({ NextToken: first.NextToken }));
    expect([...first.Rules!, ...second.Rules!].map(({ Name }) => Name)).toEqual(['a', 'b', 'c']);
    expect(second.NextToken).toBeUndefined();
  },

  'a target of the same id is replaced': async (aws) => {
    await putRule(aws, { EventPattern: PATTERN });
    await putTargets(aws, [{ Id: 'a', Arn: aws.arn('sqs', 'one') }]);
    await putTargets(aws, [{ Id: 'a', Arn: aws.arn('sqs', 'two') }]);
    const { Targets } = await aws.eventBridge.send(new ListTargetsByRuleCommand({ Rule: 'pushes' }));
    expect(Targets).toEqual([{ Id: 'a', Arn: aws.arn('sqs', 'two') }]);
  },

  'a sixth target is one too many': async (aws) => {
    await putRule(aws, { EventPattern: PATTERN });
    const target = (n: number) => ({ Id: `t${n}`, Arn: aws.arn('sqs', `q${n}`) });
    await putTargets(aws, [1, 2, 3, 4, 5].map(target));
    await expect(putTargets(aws, [target(6)])).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'The requested resource exceeds the maximum number allowed.',
    });
  },

  'the id of a target is a word of at most 64 letters': async (aws) => {
    await putRule(aws, { EventPattern: PATTERN });
    const Arn = aws.arn('sqs', 'heard');
    await expect(putTargets(aws, [{ Id: '!@#$@!#$', Arn }])).rejects.toMatchObject(
      invalid(
        "1 validation error detected: Value '!@#$@!#$' at 'targets.1.member.id' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+",
      ),
    );
    const long = 'i'.repeat(65);
    await expect(putTargets(aws, [{ Id: long, Arn }])).rejects.toMatchObject(
      invalid(
        `1 validation error detected: Value '${long}' at 'targets.1.member.id' failed to satisfy constraint: Member must have length less than or equal to 64`,
      ),
    );
    expect(await putTargets(aws, [{ Id: 'a.b-c_D9', Arn }])).toMatchObject({ FailedEntryCount: 0 });
  },

  'a target has one input at most': async (aws) => {
    await putRule(aws, { EventPattern: PATTERN });
    const Arn = aws.arn('sqs', 'heard');
    const both = [
      { Input: '{}', InputPath: '$.detail' },
      { InputPath: '$.detail', InputTransformer: { InputTemplate: '"x"' } },
      { Input: '{}', InputTransformer: { InputTemplate: '"x"' } },
    ];
    for (const inputs of both) {
      await expect(putTargets(aws, [{ Id: 'a', Arn, ...inputs }])).rejects.toMatchObject(
        invalid('Only one of Input, InputPath, or InputTransformer must be provided for target a.'),
      );
    }
  },

  'a template names only what it has been given': async (aws) => {
    await putRule(aws, { EventPattern: PATTERN });
    const InputTransformer = { InputPathsMap: { tag: '$.detail.image-tag' }, InputTemplate: '"<tag> and <other>"' };
    await expect(putTargets(aws, [{ Id: 'a', Arn: aws.arn('sqs', 'heard'), InputTransformer }])).rejects.toMatchObject(
      invalid('InputTemplate for target a contains invalid placeholder other.'),
    );
  },

  'a FIFO queue as a target needs a group': async (aws) => {
    const queue = await makeQueue(aws, 'heard.fifo');
    await putRule(aws, { EventPattern: PATTERN });
    expect(await putTargets(aws, [{ Id: 'a', Arn: queue.arn }])).toMatchObject({
      FailedEntryCount: 1,
      FailedEntries: [
        {
          TargetId: 'a',
          ErrorCode: 'ValidationException',
          ErrorMessage: 'Parameter(s) SqsParameters must be specified for target: a.',
        },
      ],
    });
  },

  'a rule is tagged': async ({ eventBridge, ...aws }) => {
    const ResourceARN = aws.arn('events', 'rule/pushes');
    const tags = async () => (await eventBridge.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags;
    await eventBridge.send(
      new PutRuleCommand({ Name: 'pushes', EventPattern: PATTERN, Tags: [{ Key: 'team', Value: 'web' }] }),
    );
    await eventBridge.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'stage', Value: 'test' }] }));
    expect(await tags()).toEqual([
      { Key: 'team', Value: 'web' },
      { Key: 'stage', Value: 'test' },
    ]);
    await eventBridge.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['team'] }));
    expect(await tags()).toEqual([{ Key: 'stage', Value: 'test' }]);
  },
};
