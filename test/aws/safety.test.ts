import { SSM } from '@aws-sdk/client-ssm';
import { expect, test, vi } from 'vitest';
import { looksLikeProduction } from '../../src/bus/aws/safety.ts';
import type { Consumer } from '../../src/consumer/consumer.ts';
import type { Rule } from '../../src/rule/rule.ts';
import { delivery, recording } from './deliveries.ts';
import { ACCOUNT, standIn } from './stand-in.ts';

const QUEUE_RULE: Rule = { name: 'pushes', pattern: { source: ['aws.ecr'] }, targets: [{ queue: 'deploys' }] };

test('nothing is sent to an account that the configuration does not name', async () => {
  await using aws = await standIn();
  await expect(aws.open({ account: '444455556666', strategy: 'clone' }, { rules: [QUEUE_RULE] })).rejects.toMatchObject(
    {
      code: 'ENVIRONMENT_MISSING',
      message: `Cannot send to account 444455556666: the credentials are of account ${ACCOUNT}, and nothing is sent to an account that the configuration does not name`,
    },
  );
  expect(await aws.left()).toEqual([]);
});

test.for(['web-prod', 'prod', 'production_queue', 'liveDeploys', 'deployerProd', 'eu.prd.web', 'DEPLOYS-PROD'])(
  '"%s" looks like production',
  (name) => {
    expect(looksLikeProduction(name)).toBe(true);
  },
);

test.for(['products', 'reproduce', 'delivery', 'alive', 'olive-queue', 'producer', 'staging-web'])(
  '"%s" does not look like production',
  (name) => {
    expect(looksLikeProduction(name)).toBe(false);
  },
);

test.for(['invoke', 'clone'] as const)(
  'what looks like production is sent to by %s only when the user says so',
  async (strategy) => {
    await using aws = await standIn();
    const rules = [{ ...QUEUE_RULE, targets: [{ queue: 'prod-deploys' }] }];
    await expect(aws.open({ strategy }, { rules })).rejects.toMatchObject({
      code: 'USAGE',
      message:
        'Cannot send what rule "pushes" matches to "prod-deploys": the name looks like production, wanted --yes if it is meant',
    });
    await aws.sqs.createQueue({ QueueName: 'prod-deploys' });
    const role = aws.arn('iam', 'role/events').replace(/us-east-2/, '');
    await using bus = await aws.open({ strategy, yes: true, role }, { rules });
    expect(bus.name).toBe('aws');
  },
);

test('a consumer that is called here is nobody in production, whatever its name', async () => {
  await using aws = await standIn();
  const rules = [{ ...QUEUE_RULE, targets: [{ consumer: 'prod-deployer' }] }];
  await using bus = await aws.open({}, { rules, consumers: new Map([['prod-deployer', recording('prod-deployer')]]) });
  expect((await bus.deliver(delivery())).invocations).toHaveLength(1);
});

test('a budget of events ends the run before one more is sent', async () => {
  await using aws = await standIn();
  await aws.sqs.createQueue({ QueueName: 'deploys' });
  await using bus = await aws.open({ budget: { events: 2 } }, { rules: [QUEUE_RULE] });
  await bus.deliver(delivery());
  await bus.deliver(delivery());
  await expect(bus.deliver(delivery())).rejects.toThrow('Cannot send more: the budget of 2 events is used up');
  const { QueueUrl } = await aws.sqs.getQueueUrl({ QueueName: 'deploys' });
  const { Attributes } = await aws.sqs.getQueueAttributes({
    QueueUrl,
    AttributeNames: ['ApproximateNumberOfMessages'],
  });
  expect(Attributes).toEqual({ ApproximateNumberOfMessages: '2' });
});

test.for(['invoke', 'clone'] as const)('a budget of invocations ends the run by %s', async (strategy) => {
  await using aws = await standIn();
  const rules = [{ ...QUEUE_RULE, targets: [{ consumer: 'a' }, { consumer: 'b' }] }];
  const consumers = new Map<string, Consumer>(['a', 'b'].map((name) => [name, recording(name)]));
  await using bus = await aws.open({ strategy, budget: { invocations: 3 } }, { rules, consumers });
  await bus.deliver(delivery());
  await expect(bus.deliver(delivery())).rejects.toThrow('Cannot send more: the budget of 3 invocations is used up');
});

test('scenarios of one run share its budget', async () => {
  await using aws = await standIn();
  await aws.sqs.createQueue({ QueueName: 'deploys' });
  const spec = { run: 'shared0', budget: { events: 1 } };
  {
    await using bus = await aws.open(spec, { rules: [QUEUE_RULE] });
    await bus.deliver(delivery());
  }
  await using bus = await aws.open(spec, { rules: [QUEUE_RULE] });
  await expect(bus.deliver(delivery())).rejects.toThrow('the budget of 1 event is used up');
});

test('commands are run on instances only when the user says so', async () => {
  await using aws = await standIn();
  const document = {
    document: 'AWS-RunShellScript',
    input: '{"commands":["true"]}',
    runCommandParameters: { runCommandTargets: [{ key: 'tag:role', values: ['web'] }] },
  };
  const rules = [{ ...QUEUE_RULE, targets: [document] }];
  for (const strategy of ['invoke', 'clone'] as const) {
    await expect(aws.open({ strategy }, { rules })).rejects.toThrow('wanted --allow ssm if that is meant');
  }
  await using bus = await aws.open({ allow: ['ssm'] }, { rules });
  await bus.deliver(delivery());
  const ssm = new SSM({ endpoint: aws.server.url, region: 'us-east-2' });
  const { Commands = [] } = await ssm.listCommands({});
  ssm.destroy();
  expect(Commands.map(({ DocumentName }) => DocumentName)).toEqual(['AWS-RunShellScript']);
});

test.for(['invoke', 'clone'] as const)(
  'a dry run by %s prints the exact calls and makes none of them',
  async (strategy) => {
    await using aws = await standIn();
    const printed: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
      printed.push(String(line));
      return true;
    });
    const { QueueUrl } = await aws.sqs.createQueue({ QueueName: 'deploys' });
    const consumers = new Map([['c', recording('c')]]);
    const rules = [{ ...QUEUE_RULE, targets: [{ queue: 'deploys' }, { consumer: 'c' }] }];
    const role = `arn:aws:iam::${ACCOUNT}:role/events`;
    {
      await using bus = await aws.open({ strategy, dryRun: true, role, run: 'dry' }, { rules, consumers });
      await bus.deliver(delivery());
      await bus.settle();
      expect(await aws.left()).toEqual([]);
    }
    vi.restoreAllMocks();
    const { Attributes } = await aws.sqs.getQueueAttributes({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages'],
    });
    expect(Attributes).toEqual({ ApproximateNumberOfMessages: '0' });
    const calls = printed.join('').trimEnd().split('\n');
    if (strategy === 'invoke') {
      expect(calls).toEqual([
        `sqs:SendMessage ${JSON.stringify({ QueueUrl, MessageBody: JSON.stringify(delivery().event) })}`,
      ]);
    } else {
      expect([...new Set(calls.map((line) => line.split(' ', 1)[0]))]).toEqual([
        'eventbridge:CreateEventBus',
        'sqs:CreateQueue',
        'sqs:ReceiveMessage',
        'eventbridge:PutRule',
        'eventbridge:PutTargets',
        'eventbridge:PutEvents',
        'eventbridge:RemoveTargets',
        'eventbridge:DeleteRule',
        'eventbridge:DeleteEventBus',
        'sqs:DeleteQueue',
      ]);
      expect(calls.find((line) => line.includes('"pushes"'))).toContain('\\"detail\\":{\\"source\\":[\\"aws.ecr\\"]}');
    }
  },
);
