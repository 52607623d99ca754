import { expect, test } from 'vitest';
import type { AwsSpec } from '../../src/bus/bus-spec.ts';
import type { Outcome } from '../../src/embedded/lambda/runner.ts';
import type { Rule } from '../../src/rule/rule.ts';
import { delivery, PUSH } from './deliveries.ts';
import { standIn, type StandIn } from './stand-in.ts';

/** A function of the account that writes into its log what Lambda would. */
async function deploy(aws: StandIn, name: string, run: (event: unknown) => Outcome): Promise<void> {
  const { functions, logGroups } = aws.server.estate;
  const group = `/aws/lambda/${name}`;
  logGroups.create(group);
  let runs = 0;
  functions.define(name, (event, { requestId }) => {
    const write = (message: string): void =>
      logGroups.put(group, '2026/01/15/[$LATEST]0', [{ timestamp: Date.now(), message }]);
    write(`START RequestId: ${requestId} Version: $LATEST\n`);
    runs += 1;
    const outcome = run(event);
    if (outcome.kind === 'threw') {
      const { name: errorType, message: errorMessage } = outcome.error;
      write(`t\t${requestId}\tERROR\tInvoke Error \t${JSON.stringify({ errorType, errorMessage })}\n`);
    }
    write(`END RequestId: ${requestId}\n`);
    write(`REPORT RequestId: ${requestId}\tDuration: ${runs}.50 ms\tBilled Duration: 3 ms\t\n`);
    return Promise.resolve(outcome);
  });
  await aws.lambda.addPermission({
    FunctionName: name,
    StatementId: 'events',
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
  });
}

const RULES: readonly Rule[] = [
  { name: 'pushes', pattern: { source: ['aws.ecr'] }, targets: [{ consumer: 'deployer' }] },
];
const FUNCTIONS = { functions: { deployer: 'deploy-web' } };

async function specFor(strategy: AwsSpec['strategy'], aws: StandIn): Promise<Partial<AwsSpec>> {
  if (strategy !== 'archive') return { strategy, ...FUNCTIONS };
  await aws.events.createArchive({ ArchiveName: 'all', EventSourceArn: aws.arn('events', 'event-bus/default') });
  await aws.server.estate.buses.accept(PUSH, { reaches: 'enabled' }).sent;
  // The rule that the account has, and its function, which must not see what happened before.
  await aws.events.putRule({ Name: 'pushes', EventPattern: '{"source":["aws.ecr"]}' });
  const Targets = [{ Id: 't', Arn: aws.arn('lambda', 'function:deploy-web') }];
  await aws.events.putTargets({ Rule: 'pushes', Targets });
  const window = { from: '2026-01-15T00:00:00Z', to: '2026-01-16T00:00:00Z' };
  const archive = { arn: aws.arn('events', 'archive/all'), ...window, filterArns: [aws.arn('events', 'rule/pushes')] };
  return { strategy, ...FUNCTIONS, archive, rules: 'account' };
}

test.for(['invoke', 'clone', 'archive'] as const)(
  'by %s, a consumer that runs in the account is heard of through its log',
  async (strategy) => {
    await using aws = await standIn();
    const seen: unknown[] = [];
    await deploy(aws, 'deploy-web', (event) => {
      seen.push(event);
      return { kind: 'returned', value: 'done' };
    });
    await using bus = await aws.open(await specFor(strategy, aws), { rules: RULES });
    const { matched, invocations, unseen } = await bus.deliver(delivery());
    await bus.settle();
    expect(matched).toEqual(['pushes']);
    expect(unseen).toEqual(['deployer']);
    expect(seen).toMatchObject([PUSH]);
    expect(invocations).toMatchObject([
      {
        consumer: 'deployer',
        rule: 'pushes',
        eventId: PUSH.id,
        took: 1.5,
        outcome: { kind: 'returned' },
        at: delivery().at,
      },
    ]);
  },
);

test('each event finds its own run, and a failure is the failure of its event', async () => {
  await using aws = await standIn();
  await deploy(aws, 'deploy-web', (event) =>
    (event as typeof PUSH).id === 'bad'
      ? { kind: 'threw', error: { name: 'TypeError', message: 'no image' } }
      : { kind: 'returned', value: null },
  );
  await using bus = await aws.open({ ...FUNCTIONS }, { rules: RULES });
  const receipts = [];
  for (const id of ['good', 'bad', 'fine']) receipts.push(await bus.deliver(delivery({ ...PUSH, id })));
  await bus.settle();
  expect(receipts.map(({ invocations }) => invocations.map(({ eventId, outcome }) => [eventId, outcome.kind]))).toEqual(
    [[['good', 'returned']], [['bad', 'threw']], [['fine', 'returned']]],
  );
  expect(receipts[1]?.invocations[0]?.outcome).toMatchObject({ error: { name: 'TypeError', message: 'no image' } });
});

test('lines are sent as they are written, where that is asked for', async () => {
  await using aws = await standIn();
  await deploy(aws, 'deploy-web', () => ({ kind: 'returned', value: null }));
  await using bus = await aws.open({ ...FUNCTIONS, logs: 'live-tail' }, { rules: RULES });
  const { invocations } = await bus.deliver(delivery());
  await bus.settle();
  expect(invocations).toMatchObject([{ consumer: 'deployer', outcome: { kind: 'returned' } }]);
});

test('a rule of the account that sends to the function of a consumer is known to be its', async () => {
  await using aws = await standIn();
  await deploy(aws, 'deploy-web', () => ({ kind: 'returned', value: null }));
  await aws.events.putRule({ Name: 'theirs', EventPattern: '{"source":["aws.ecr"]}' });
  await aws.events.putTargets({
    Rule: 'theirs',
    Targets: [{ Id: 't', Arn: aws.arn('lambda', 'function:deploy-web') }],
  });
  await using bus = await aws.open({ ...FUNCTIONS, rules: 'account' });
  const { invocations } = await bus.deliver(delivery());
  await bus.settle();
  expect(invocations).toMatchObject([{ consumer: 'deployer', rule: 'theirs' }]);
});
