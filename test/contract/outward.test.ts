import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { embeddedBus } from '../../src/bus/embedded.ts';
import { openConsumers } from '../../src/consumer/open-consumers.ts';
import { seeded } from '../../src/random.ts';
import { imageAction } from '../unit/timeline/deliveries.ts';

test('an API destination on this machine is called while consumers are kept from it', async () => {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(request.headers['user-agent'] ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  let refused = '';
  await using opened = await openConsumers({
    specs: { probe: { handler: 'outward.test.ts#handler' } },
    root: import.meta.dirname,
    importModule: () =>
      Promise.resolve({
        handler: () => fetch(url).catch((error: Error) => (refused = String(error.cause))),
      }),
    account: '123456789012',
    region: 'us-east-2',
    start: 0,
    random: seeded(1),
  });
  const { estate } = opened;
  const { ConnectionArn } = (await estate.perform('eventbridge', 'CreateConnection', {
    Name: 'c',
    AuthorizationType: 'API_KEY',
    AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'k', ApiKeyValue: 'v' } },
  })) as { ConnectionArn: string };
  const { ApiDestinationArn: arn } = (await estate.perform('eventbridge', 'CreateApiDestination', {
    Name: 'd',
    ConnectionArn,
    InvocationEndpoint: url,
    HttpMethod: 'POST',
  })) as { ApiDestinationArn: string };
  const rules = [{ name: 'r', pattern: { source: ['aws.ecr'] }, targets: [{ consumer: 'probe' }, { arn }] }];
  await using bus = embeddedBus(rules, opened.consumers, opened);
  const { invocations } = await bus.deliver({
    at: 1,
    emittedAt: 0,
    event: imageAction('1'),
    reaches: 'enabled',
    faults: [],
  });
  await new Promise((resolve) => server.close(resolve));
  expect(heard).toEqual(['Amazon/EventBridge/ApiDestinations']);
  expect(refused).toContain('NetworkRefusedError');
  expect(invocations[0]?.refusals).toHaveLength(1);
  expect(opened.stray.refusals).toEqual([]);
});
