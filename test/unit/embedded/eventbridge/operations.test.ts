import * as client from '@aws-sdk/client-eventbridge';
import { expect, test } from 'vitest';
import { eventbridge } from '../../../../src/embedded/eventbridge/eventbridge.ts';
import { arn, NOW, stage } from './stage.ts';

test("every operation of AWS's client is carried out", () => {
  const names = Object.keys(client).flatMap((name) => /^(\w+)Command$/.exec(name)?.[1] ?? []);
  const ours = Object.keys(eventbridge(stage()));
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => !ours.includes(name))).toEqual([]);
});

test('global endpoints are kept and described', () => {
  const { ask } = stage();
  const EventBuses = [{ EventBusArn: arn('events', 'event-bus/default') }];
  const RoutingConfig = { FailoverConfig: { Primary: { HealthCheck: 'h' }, Secondary: { Route: 'us-west-2' } } };
  expect(ask('CreateEndpoint', { Name: 'e', EventBuses, RoutingConfig })).toEqual({
    Name: 'e',
    Arn: arn('events', 'endpoint/e'),
    EventBuses,
    RoutingConfig,
    ReplicationConfig: { State: 'ENABLED' },
    State: 'CREATING',
  });
  ask('UpdateEndpoint', { Name: 'e', Description: 'd' });
  expect(ask('DescribeEndpoint', { Name: 'e' })).toMatchObject({
    Description: 'd',
    EventBuses,
    State: 'ACTIVE',
    EndpointId: expect.stringMatching(/^[a-z0-9]{10}\.[a-z0-9]{3}$/) as string,
    CreationTime: new Date(NOW),
  });
  expect(() => ask('CreateEndpoint', { Name: 'e' })).toThrow("Endpoint 'e' already exists.");
  ask('DeleteEndpoint', { Name: 'e' });
  expect(ask('ListEndpoints')).toEqual({ Endpoints: [] });
  expect(() => ask('DescribeEndpoint', { Name: 'e' })).toThrow("Endpoint 'e' does not exist.");
});

test('there are no partners', () => {
  const { ask } = stage();
  expect(ask('ListEventSources')).toEqual({ EventSources: [] });
  expect(() => ask('DescribeEventSource', { Name: 'aws.partner/x' })).toThrow(
    'Event source aws.partner/x does not exist.',
  );
  expect(() => ask('CreatePartnerEventSource', { Name: 'x', Account: '1' })).toThrow('not available');
});
