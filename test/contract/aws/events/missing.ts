import {
  CreateApiDestinationCommand,
  CreateArchiveCommand,
  DeauthorizeConnectionCommand,
  DeleteApiDestinationCommand,
  DeleteArchiveCommand,
  DeleteConnectionCommand,
  DeleteRuleCommand,
  DescribeApiDestinationCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemovePermissionCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateApiDestinationCommand,
  UpdateArchiveCommand,
  UpdateConnectionCommand,
} from '@aws-sdk/client-eventbridge';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { PUSH } from '../rule.ts';

const Name = 'nothing';
const EventBusName = 'nowhere';
const Tags = [{ Key: 'team', Value: 'web' }];

/** What several are answered, each answer once; of refusals because something is not there only the words. */
async function refusals(...answers: readonly Promise<unknown>[]): Promise<readonly string[]> {
  const all = answers.map((answer) =>
    answer.then(
      () => 'answered',
      ({ name, message }: Error) => (name === 'ResourceNotFoundException' ? message : `${name}: ${message}`),
    ),
  );
  return [...new Set(await Promise.all(all))];
}

/** In which words EventBridge says that something is not there. */
export const MISSING: Promises = {
  'a rule that is not there is not switched, listed, tagged and cleared': async ({ eventBridge, arn }) => {
    const ResourceARN = arn('events', `rule/${Name}`);
    expect(
      await refusals(
        eventBridge.send(new DescribeRuleCommand({ Name })),
        eventBridge.send(new DisableRuleCommand({ Name })),
        eventBridge.send(new EnableRuleCommand({ Name })),
        eventBridge.send(new ListTargetsByRuleCommand({ Rule: Name })),
        eventBridge.send(new RemoveTargetsCommand({ Rule: Name, Ids: ['queue'] })),
        eventBridge.send(new TagResourceCommand({ ResourceARN, Tags })),
        eventBridge.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['team'] })),
        eventBridge.send(new ListTagsForResourceCommand({ ResourceARN })),
      ),
    ).toEqual([`Rule ${Name} does not exist on EventBus default.`]);
  },

  'a bus that is not there has no rules, permissions, tags and archives': async ({ eventBridge, arn }) => {
    const bus = arn('events', `event-bus/${EventBusName}`);
    const pattern = JSON.stringify({ source: [PUSH.Source] });
    expect(
      await refusals(
        eventBridge.send(new ListRulesCommand({ EventBusName })),
        eventBridge.send(new ListRuleNamesByTargetCommand({ EventBusName, TargetArn: arn('sqs', 'heard') })),
        eventBridge.send(new DescribeRuleCommand({ Name, EventBusName })),
        eventBridge.send(new DeleteRuleCommand({ Name, EventBusName })),
        eventBridge.send(new PutRuleCommand({ Name, EventBusName, EventPattern: pattern })),
        eventBridge.send(
          new PutTargetsCommand({ Rule: Name, EventBusName, Targets: [{ Id: 'a', Arn: arn('sqs', 'heard') }] }),
        ),
        eventBridge.send(
          new PutPermissionCommand({ EventBusName, StatementId: 'a', Action: 'events:PutEvents', Principal: '*' }),
        ),
        eventBridge.send(new RemovePermissionCommand({ EventBusName, StatementId: 'a' })),
        eventBridge.send(new ListTagsForResourceCommand({ ResourceARN: bus })),
        eventBridge.send(new CreateArchiveCommand({ ArchiveName: 'yesterday', EventSourceArn: bus })),
      ),
    ).toEqual([`Event bus ${EventBusName} does not exist.`]);
  },

  'a permission that nobody has given is not taken away': async ({ eventBridge }) => {
    const remove = () =>
      refusals(eventBridge.send(new RemovePermissionCommand({ EventBusName: 'default', StatementId: 'neighbour' })));
    expect(await remove()).toEqual(['EventBus does not have a policy.']);
    await eventBridge.send(
      new PutPermissionCommand({
        EventBusName: 'default',
        StatementId: 'other',
        Action: 'events:PutEvents',
        Principal: '444455556666',
      }),
    );
    expect(await remove()).toEqual(['Statement with the provided id does not exist.']);
  },

  'an archive that is not there is not deleted': async ({ eventBridge }) => {
    expect(await refusals(eventBridge.send(new DeleteArchiveCommand({ ArchiveName: Name })))).toEqual([
      `Archive ${Name} does not exist.`,
    ]);
  },

  'an archive that is not there is not changed': async ({ eventBridge }) => {
    expect(await refusals(eventBridge.send(new UpdateArchiveCommand({ ArchiveName: Name, RetentionDays: 1 })))).toEqual(
      [`Archive ${Name} does not exist.`],
    );
  },

  'a connection that is not there is neither changed nor deleted': async ({ eventBridge }) => {
    expect(
      await refusals(
        eventBridge.send(new UpdateConnectionCommand({ Name })),
        eventBridge.send(new DeleteConnectionCommand({ Name })),
      ),
    ).toEqual([`Failed to describe the connection(s). Connection '${Name}' does not exist.`]);
  },

  'a connection that is not there is not deauthorized': async ({ eventBridge }) => {
    expect(await refusals(eventBridge.send(new DeauthorizeConnectionCommand({ Name })))).toEqual([
      `Failed to describe the connection(s). Connection '${Name}' does not exist.`,
    ]);
  },

  'an API destination that is not there is neither described, nor changed, nor deleted': async ({ eventBridge }) => {
    expect(
      await refusals(
        eventBridge.send(new DescribeApiDestinationCommand({ Name })),
        eventBridge.send(new UpdateApiDestinationCommand({ Name })),
        eventBridge.send(new DeleteApiDestinationCommand({ Name })),
      ),
    ).toEqual([`Failed to describe the api-destination(s). An api-destination '${Name}' does not exist.`]);
  },

  'an API destination needs a connection': async ({ eventBridge, arn }) => {
    const ConnectionArn = arn('events', 'connection/nothing/1d0c9b4e-9d2a-4a57-8f5b-3a4bd0e2f6d1');
    await expect(
      eventBridge.send(
        new CreateApiDestinationCommand({
          Name: 'deploy',
          ConnectionArn,
          InvocationEndpoint: 'https://hooks.example.com/deploy',
          HttpMethod: 'POST',
        }),
      ),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  },
};
