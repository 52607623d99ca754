import {
  CancelReplayCommand,
  CreateApiDestinationCommand,
  CreateArchiveCommand,
  CreateConnectionCommand,
  CreateEventBusCommand,
  DeleteArchiveCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeArchiveCommand,
  DescribeConnectionCommand,
  DescribeEventBusCommand,
  DescribeReplayCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  InvalidEventPatternException,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
  StartReplayCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { sdkRequestHandler } from '../../../../src/embedded/door/request-handler.ts';
import { embed } from '../../../../src/embedded/embedded.ts';
import { openEstate } from '../../../../src/embedded/estate.ts';
import { openScene } from '../../../../src/embedded/scene.ts';
import { seeded } from '../../../../src/random.ts';
import { arn, NOW } from './stage.ts';

/** AWS's own client before an account of the test's own. */
function client() {
  const agenda = virtualAgenda(NOW);
  const estate = openEstate(
    openScene({ account: '123456789012', region: 'us-east-2', random: seeded(7), agenda, takesNamedAsGiven: true }),
  );
  const embedded = embed(estate);
  const events = new EventBridgeClient({
    region: 'us-east-2',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: sdkRequestHandler((request) => embedded(request, { record: () => {} })),
  });
  return { agenda, estate, events };
}

const EventPattern = '{"source":["shop"]}';

test('the client puts a rule and a target, and its event is in the queue', async () => {
  const { agenda, estate, events } = client();
  const { RuleArn } = await events.send(
    new PutRuleCommand({ Name: 'r', EventPattern, Tags: [{ Key: 'a', Value: 'b' }] }),
  );
  expect(RuleArn).toBe(arn('events', 'rule/r'));
  const Targets = [{ Id: 't', Arn: arn('sqs', 'q') }];
  expect(await events.send(new PutTargetsCommand({ Rule: 'r', Targets }))).toMatchObject({
    FailedEntryCount: 0,
    FailedEntries: [],
  });
  const Time = new Date('2026-01-01T00:00:00Z');
  const Entries = [{ Source: 'shop', DetailType: 'order', Detail: '{}', Time }, { Source: 'shop' }];
  const put = await events.send(new PutEventsCommand({ Entries }));
  expect(put.FailedEntryCount).toBe(1);
  expect(put.Entries?.[1]).toEqual({
    ErrorCode: 'InvalidArgument',
    ErrorMessage: 'Parameter DetailType is not valid. Reason: DetailType is a required argument.',
  });
  await agenda.settle(0);
  const received = await estate.queues.receive(arn('sqs', 'q'), { most: 10 });
  expect(received.map(({ message }) => JSON.parse(message.body) as unknown)).toMatchObject([
    { id: put.Entries?.[0]?.EventId, time: '2026-01-01T00:00:00Z' },
  ]);
  expect(await events.send(new ListTargetsByRuleCommand({ Rule: 'r' }))).toMatchObject({ Targets });
  expect(await events.send(new ListTagsForResourceCommand({ ResourceARN: RuleArn }))).toMatchObject({
    Tags: [{ Key: 'a', Value: 'b' }],
  });
  await events.send(new DisableRuleCommand({ Name: 'r' }));
  expect(await events.send(new DescribeRuleCommand({ Name: 'r' }))).toMatchObject({ State: 'DISABLED', EventPattern });
  await events.send(new EnableRuleCommand({ Name: 'r' }));
  await events.send(new RemoveTargetsCommand({ Rule: 'r', Ids: ['t'] }));
  await events.send(new DeleteRuleCommand({ Name: 'r' }));
  expect(await events.send(new ListRulesCommand({}))).toMatchObject({ Rules: [] });
});

test("errors are of the client's own classes, with AWS's words", async () => {
  const { events } = client();
  await events.send(new CreateEventBusCommand({ Name: 'side' }));
  const wrong = async (sending: Promise<unknown>): Promise<unknown> => sending.catch((error: unknown) => error);
  expect(await wrong(events.send(new CreateEventBusCommand({ Name: 'side' })))).toBeInstanceOf(
    ResourceAlreadyExistsException,
  );
  expect(await wrong(events.send(new DescribeRuleCommand({ Name: 'x' })))).toBeInstanceOf(ResourceNotFoundException);
  expect(await wrong(events.send(new PutRuleCommand({ Name: 'x', EventPattern: '{"source":"a"}' })))).toBeInstanceOf(
    InvalidEventPatternException,
  );
  const Entries = Array.from({ length: 11 }, () => ({ Source: 'shop', DetailType: 'order', Detail: '{}' }));
  const many = await wrong(events.send(new PutEventsCommand({ Entries })));
  expect(many).toMatchObject({ name: 'ValidationException', $metadata: { httpStatusCode: 400 } });
  expect((many as Error).message).toMatch(
    /^1 validation error detected: Value '\[PutEventsRequestEntry\(.*\)\]' at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10$/,
  );
  const big = [{ Source: 'shop', DetailType: 'order', Detail: `{"a":"${'x'.repeat(1_048_576)}"}` }];
  expect(await wrong(events.send(new PutEventsCommand({ Entries: big })))).toMatchObject({
    name: 'ValidationException',
    message: 'Total size of the entries in the request is over the limit.',
  });
});

test('dates of buses, archives, replays and connections come as dates', async () => {
  const { agenda, events } = client();
  const bus = await events.send(new DescribeEventBusCommand({}));
  expect(bus.CreationTime).toEqual(new Date(NOW));
  await events.send(
    new PutPermissionCommand({ StatementId: 's', Action: 'events:PutEvents', Principal: '111122223333' }),
  );
  await events.send(new CreateArchiveCommand({ ArchiveName: 'a', EventSourceArn: bus.Arn }));
  await events.send(new PutEventsCommand({ Entries: [{ Source: 'shop', DetailType: 'order', Detail: '{}' }] }));
  await agenda.settle(0);
  expect(await events.send(new DescribeArchiveCommand({ ArchiveName: 'a' }))).toMatchObject({
    EventCount: 1,
    CreationTime: new Date(NOW),
  });
  const EventStartTime = new Date(NOW);
  const EventEndTime = new Date(NOW + 1_000);
  const replay = {
    EventSourceArn: arn('events', 'archive/a'),
    EventStartTime,
    EventEndTime,
    Destination: { Arn: bus.Arn },
  };
  expect(await events.send(new StartReplayCommand({ ReplayName: 'x', ...replay }))).toMatchObject({
    State: 'STARTING',
  });
  await agenda.settle(0);
  expect(await events.send(new DescribeReplayCommand({ ReplayName: 'x' }))).toMatchObject({
    State: 'COMPLETED',
    EventStartTime,
    EventEndTime,
    EventLastReplayedTime: new Date(NOW),
  });
  await events.send(new StartReplayCommand({ ReplayName: 'y', ...replay }));
  expect(await events.send(new CancelReplayCommand({ ReplayName: 'y' }))).toMatchObject({ State: 'CANCELLING' });
  await events.send(new DeleteArchiveCommand({ ArchiveName: 'a' }));
  const { ConnectionArn } = await events.send(
    new CreateConnectionCommand({
      Name: 'c',
      AuthorizationType: 'BASIC',
      AuthParameters: { BasicAuthParameters: { Username: 'u', Password: 'p' } },
    }),
  );
  expect(await events.send(new DescribeConnectionCommand({ Name: 'c' }))).toMatchObject({
    ConnectionArn,
    LastAuthorizedTime: new Date(NOW),
  });
  expect(
    await events.send(
      new CreateApiDestinationCommand({
        Name: 'd',
        ConnectionArn,
        InvocationEndpoint: 'https://example.com/hook',
        HttpMethod: 'POST',
      }),
    ),
  ).toMatchObject({ ApiDestinationState: 'ACTIVE' });
});

test('TestEventPattern judges for the client', async () => {
  const { events } = client();
  const Event = JSON.stringify({ id: '1', account: '1', source: 'shop', time: 't', region: 'r', 'detail-type': 'd' });
  expect(await events.send(new TestEventPatternCommand({ EventPattern, Event }))).toMatchObject({ Result: true });
  await events.send(new DeleteEventBusCommand({ Name: 'never-made' }));
});
