import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SFN } from '@aws-sdk/client-sfn';
import { SNS } from '@aws-sdk/client-sns';
import { expect, test, vi } from 'vitest';
import { readAccount } from '../../src/bus/aws/read/read-account.ts';
import { Problem } from '../../src/problem.ts';
import { describeReading } from '../../src/rule/read/describe.ts';
import type { RulesAccount } from '../../src/rule/read/reading.ts';
import { ACCOUNT, REGION, type StandIn, standIn } from './stand-in.ts';

const PUSHED = JSON.stringify({ source: ['aws.ecr'], 'detail-type': ['ECR Image Action'] });
const RoleArn = `arn:aws:iam::${ACCOUNT}:role/events`;

function from(aws: StandIn, more: Partial<RulesAccount> = {}): RulesAccount {
  return { account: ACCOUNT, region: REGION, endpoint: aws.server.url, ...more };
}

async function refusalOf(wanted: RulesAccount): Promise<string> {
  const error: unknown = await readAccount(wanted).then(
    () => 'it was read',
    (thrown: unknown) => thrown,
  );
  return error instanceof Problem ? `${error.code} ${error.message}` : String(error);
}

/** A queue, with a policy that lets a rule in. */
async function queue(aws: StandIn, QueueName: string, rule?: string): Promise<string> {
  const Arn = aws.arn('sqs', QueueName);
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: Arn,
    Condition: { ArnEquals: { 'aws:SourceArn': aws.arn('events', `rule/${rule}`) } },
  };
  const Attributes = rule === undefined ? {} : { Policy: JSON.stringify({ Statement: [statement] }) };
  await aws.sqs.createQueue({ QueueName, Attributes });
  return Arn;
}

async function rule(aws: StandIn, Name: string, targets: readonly object[], EventBusName = 'default'): Promise<void> {
  await aws.events.putRule({ Name, EventBusName, EventPattern: PUSHED });
  const Targets = targets.map((target, index) => ({ Id: `t${index}`, Arn: '', ...target }));
  const { FailedEntries } = await aws.events.putTargets({ Rule: Name, EventBusName, Targets });
  expect(FailedEntries).toEqual([]);
}

test('rules are read with their targets, options and dead letters, and with who is let in', async () => {
  await using aws = await standIn();
  const undelivered = await queue(aws, 'undelivered');
  await rule(aws, 'deploys', [
    {
      Arn: await queue(aws, 'work', 'deploys'),
      InputTransformer: { InputPathsMap: { tag: '$.detail.image-tag' }, InputTemplate: '"<tag>"' },
      RetryPolicy: { MaximumRetryAttempts: 3 },
      DeadLetterConfig: { Arn: undelivered },
    },
    { Arn: await queue(aws, 'closed') },
  ]);
  const reading = await readAccount(from(aws));
  expect(describeReading(reading, process.cwd())).toMatchInlineSnapshot(`
    "rule deploys  arn:aws:events:us-east-2:123456789012:rule/deploys
      bus        default
      pattern    {"source":["aws.ecr"],"detail-type":["ECR Image Action"]}
      target     queue work
        input      {"tag":"$.detail.image-tag"} → "<tag>"
        retries    at most 3
        dead       queue undelivered
        permission given: work
      target     queue closed
        permission missing: no AWS::SQS::QueuePolicy lets events.amazonaws.com do sqs:SendMessage for this rule

    arn:aws:events:us-east-2:123456789012:rule/deploys  warning  PERMISSION_MISSING
      Rule "deploys" may not send what target "t0" refuses to the dead-letter queue "undelivered": no AWS::SQS::QueuePolicy lets events.amazonaws.com do sqs:SendMessage for this rule

    arn:aws:events:us-east-2:123456789012:rule/deploys  warning  PERMISSION_MISSING
      Rule "deploys" may not send to its target "closed": no AWS::SQS::QueuePolicy lets events.amazonaws.com do sqs:SendMessage for this rule

    arn:aws:events:us-east-2:123456789012:rule/deploys  warning  INPUT_EMPTY
      Target "t0" of rule "deploys": <tag> is empty for an ECR Image Action of an image without a tag, as each platform of a multi-platform push is: add "image-tag": [{ "exists": true }] to the detail of the pattern, or let the target do without

    1 rule, 3 warnings
    "
  `);
});

test('every page of rules and of targets is read', async () => {
  await using aws = await standIn();
  const Arn = await queue(aws, 'work');
  const names = Array.from({ length: 130 }, (_, index) => `rule-${index}`);
  for (const name of names) await rule(aws, name, [{ Arn }]);
  const { rules } = await readAccount(from(aws));
  expect(rules.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  expect(rules.every(({ targets }) => targets.length === 1)).toBe(true);
});

test('the functions behind rules, queues and topics are found, without their environment', async () => {
  await using aws = await standIn();
  const make = async (FunctionName: string): Promise<string> => {
    aws.server.estate.functions.define(FunctionName, () => Promise.resolve({ kind: 'returned', value: null }));
    const { FunctionArn = '' } = await aws.lambda.updateFunctionConfiguration({
      FunctionName,
      Timeout: 12,
      Environment: { Variables: { SECRET: ['not', 'for', 'us'].join('-') } },
    });
    return FunctionArn;
  };
  const [direct, polled, told] = [await make('direct'), await make('polled'), await make('told')];
  const work = await queue(aws, 'work');
  await aws.lambda.createEventSourceMapping({ EventSourceArn: work, FunctionName: polled, BatchSize: 5 });
  const sns = new SNS({ endpoint: aws.server.url, region: REGION });
  const { TopicArn = '' } = await sns.createTopic({ Name: 'releases' });
  await sns.subscribe({ TopicArn, Protocol: 'lambda', Endpoint: told });
  sns.destroy();
  await aws.lambda.addPermission({
    FunctionName: 'direct',
    StatementId: 'events',
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: aws.arn('events', 'rule/pushes'),
  });
  await rule(aws, 'pushes', [{ Arn: direct }, { Arn: work }, { Arn: TopicArn }, { Arn: polled }]);
  const { rules, feeds, links } = await readAccount(from(aws));
  const [first, , , last] = rules[0]!.targets;
  expect(first).toMatchObject({
    kind: 'function',
    permission: { kind: 'given' },
    function: { name: 'direct', timeout: 12, environment: {} },
  });
  expect(last?.permission).toMatchObject({ kind: 'missing' });
  expect(feeds).toMatchObject([{ from: 'queue', name: 'work', batchSize: 5, function: { name: 'polled' } }]);
  expect(links).toMatchObject([{ topic: 'releases', to: 'function', name: 'told' }]);
  expect(JSON.stringify({ rules, feeds, links })).not.toContain('not-for-us');
});

test('the definition of a state machine comes along', async () => {
  await using aws = await standIn();
  const sfn = new SFN({ endpoint: aws.server.url, region: REGION });
  const definition = JSON.stringify({ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } });
  const { stateMachineArn = '' } = await sfn.createStateMachine({ name: 'triage', definition, roleArn: RoleArn });
  sfn.destroy();
  await rule(aws, 'pushes', [{ Arn: stateMachineArn, RoleArn }]);
  const { rules } = await readAccount(from(aws));
  expect(rules[0]?.targets[0]).toMatchObject({ kind: 'stateMachine', definition, permission: { kind: 'given' } });
});

test('a bus of its own is read, and one that is misspelt is named with the one that was meant', async () => {
  await using aws = await standIn();
  await aws.events.createEventBus({ Name: 'images' });
  await rule(aws, 'forwarded', [{ Arn: await queue(aws, 'work') }], 'images');
  const { rules } = await readAccount(from(aws, { eventBus: 'images' }));
  expect(rules).toMatchObject([{ name: 'forwarded', bus: 'images' }]);
  expect(await refusalOf(from(aws, { eventBus: 'image' }))).toBe(
    'CONFIG_INVALID Cannot read the rules of bus "image": the account has no such bus, did you mean "images"',
  );
});

test('credentials of another account than the one that is named are refused', async () => {
  await using aws = await standIn();
  expect(await refusalOf(from(aws, { account: '111122223333' }))).toBe(
    `ENVIRONMENT_MISSING Cannot read the rules of account 111122223333: the credentials are of account ${ACCOUNT}`,
  );
  expect((await readAccount(from(aws, { account: true }))).rules).toEqual([]);
});

/** Something that answers the calls that are named with an error of AWS's, and hands all others on. */
async function refusing(
  aws: StandIn,
  errors: Readonly<Record<string, readonly [status: number, code: string, times: number]>>,
): Promise<AsyncDisposable & { readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const called = `${String(request.headers['x-amz-target'] ?? '')} ${request.url} ${body.toString().slice(0, 60)}`;
      const name = Object.keys(errors).find((one) => called.includes(one));
      const [status, code, times] = name === undefined ? [0, '', 0] : errors[name]!;
      if (name !== undefined && asked.filter((one) => one === name).length < times) {
        asked.push(name);
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code });
        const xml = `<ErrorResponse><Error><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`;
        response.end(called.includes('Action=') ? xml : JSON.stringify({ __type: code, message: 'no' }));
        return;
      }
      if (name !== undefined) asked.push(name);
      const headers = Object.entries(request.headers).filter(
        ([header]) => header !== 'host' && header !== 'connection',
      );
      const passOn = async (): Promise<void> => {
        const answer = await fetch(`${aws.server.url}${request.url}`, {
          method: request.method!,
          headers: headers as [string, string][],
          ...(body.length > 0 && { body }),
        });
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
        response.end(Buffer.from(await answer.arrayBuffer()));
      };
      void passOn();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

test.for([
  ['AccessDeniedException', 400, 'the credentials do not allow it: no'],
  ['ExpiredTokenException', 400, 'the credentials have expired, wanted new ones'],
  ['UnrecognizedClientException', 400, 'the credentials are not known there'],
] as const)('%s ends in what can be done about it', async ([code, status, words]) => {
  await using aws = await standIn();
  await using proxy = await refusing(aws, { ListRules: [status, code, 99] });
  const refusal = await refusalOf(from(aws, { endpoint: proxy.url }));
  expect(refusal).toMatch(/^ENVIRONMENT_MISSING /);
  expect(refusal).toContain(words);
});

test('a call that is throttled is made again', async () => {
  await using aws = await standIn();
  await rule(aws, 'pushes', [{ Arn: await queue(aws, 'work') }]);
  await using proxy = await refusing(aws, { ListTargetsByRule: [400, 'ThrottlingException', 2] });
  const { rules } = await readAccount(from(aws, { endpoint: proxy.url }));
  expect(rules[0]?.targets).toHaveLength(1);
  expect(proxy.asked).toHaveLength(3);
});

test('what the credentials may not read besides the rules is left open, and said once', async () => {
  await using aws = await standIn();
  const Arn = await queue(aws, 'work');
  await rule(aws, 'pushes', [{ Arn }, { Arn: await queue(aws, 'other') }]);
  await using proxy = await refusing(aws, {
    GetQueueAttributes: [400, 'AccessDeniedException', 99],
    '/event-source-mappings': [403, 'AccessDeniedException', 99],
  });
  const { rules, notes } = await readAccount(from(aws, { endpoint: proxy.url }));
  expect(rules[0]?.targets.map(({ permission }) => permission.kind)).toEqual(['unknown', 'unknown']);
  expect(notes.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'NOT_READ The policy of a queue cannot be read, the credentials do not allow it: what it says is not known',
    'NOT_READ What polls a queue or a stream cannot be read, the credentials do not allow it: what it says is not known',
  ]);
});

test('nothing that answers is nobody, and no Region is no account', async () => {
  await using aws = await standIn();
  expect(await refusalOf(from(aws, { endpoint: 'http://127.0.0.1:1' }))).toMatch(
    /^ENVIRONMENT_MISSING .*cannot be reached/,
  );
  vi.stubEnv('AWS_REGION', undefined);
  vi.stubEnv('AWS_DEFAULT_REGION', undefined);
  expect(await refusalOf({ account: true, endpoint: aws.server.url })).toMatch(/^CONFIG_INVALID .*no region is named/);
});
