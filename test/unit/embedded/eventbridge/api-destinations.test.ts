import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { arn, stage } from './stage.ts';

interface Call {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An endpoint on this machine that answers with these statuses, the last for ever, and keeps what it was called with. */
async function endpoint(...statuses: number[]) {
  const calls: Call[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const { method, url, headers } = request;
      calls.push({ method, url, headers, body });
      response.statusCode = statuses.length > 1 ? statuses.shift()! : statuses[0]!;
      response.end(url === '/token' ? '{"access_token":"granted","token_type":"Bearer"}' : '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    calls,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const API_KEY = {
  AuthorizationType: 'API_KEY',
  AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'X-Key', ApiKeyValue: 'opensesame' } },
};

/** Sends one event to an API destination. */
async function call(url: string, connection: object = API_KEY, target: object = {}, destination: object = {}) {
  const all = stage();
  const { ConnectionArn } = all.ask('CreateConnection', { Name: 'c', ...connection }) as { ConnectionArn: string };
  const { ApiDestinationArn } = all.ask('CreateApiDestination', {
    Name: 'd',
    ConnectionArn,
    InvocationEndpoint: url,
    HttpMethod: 'POST',
    ...destination,
  }) as { ApiDestinationArn: string };
  all.ask('PutRule', { Name: 'r', EventPattern: '{"source":["shop"]}' });
  const DeadLetterConfig = { Arn: all.queue('dead') };
  expect(
    all.ask('PutTargets', { Rule: 'r', Targets: [{ Id: 't', Arn: ApiDestinationArn, DeadLetterConfig, ...target }] }),
  ).toMatchObject({ FailedEntryCount: 0 });
  all.ask('PutEvents', { Entries: [{ Source: 'shop', DetailType: 'order', Detail: '{"id":"7/8"}' }] });
  await all.agenda.settle(86_400_000);
  return { ...all, dead: await all.messages('dead') };
}

test('an endpoint is called with the event, and with what EventBridge says of itself', async () => {
  await using server = await endpoint(200);
  await call(`${server.url}/hook`);
  expect(server.calls).toHaveLength(1);
  expect(server.calls[0]).toMatchObject({
    method: 'POST',
    url: '/hook',
    headers: {
      'x-key': 'opensesame',
      'user-agent': 'Amazon/EventBridge/ApiDestinations',
      'content-type': 'application/json; charset=utf-8',
      range: 'bytes=0-1048575',
    },
  });
  expect(JSON.parse(server.calls[0]!.body)).toMatchObject({ source: 'shop', detail: { id: '7/8' } });
});

test('the path, headers and query of a target may hold values of the event, and a connection adds its own', async () => {
  await using server = await endpoint(204);
  const InvocationHttpParameters = {
    HeaderParameters: [{ Key: 'X-Own', Value: 'own' }],
    QueryStringParameters: [{ Key: 'q', Value: '1' }],
    BodyParameters: [{ Key: 'added', Value: 'too' }],
  };
  await call(
    `${server.url}/orders/*/of/*`,
    { ...API_KEY, AuthParameters: { ...API_KEY.AuthParameters, InvocationHttpParameters } },
    {
      HttpParameters: {
        PathParameterValues: ['$.detail.id', 'shop'],
        HeaderParameters: { 'X-Type': '$.detail-type' },
        QueryStringParameters: { source: '$.source' },
      },
      InputPath: '$.detail',
    },
    { HttpMethod: 'PUT' },
  );
  expect(server.calls).toMatchObject([
    {
      method: 'PUT',
      url: '/orders/7%2F8/of/shop?source=shop&q=1',
      headers: { 'x-type': 'order', 'x-own': 'own' },
      body: '{"id":"7/8","added":"too"}',
    },
  ]);
});

test('a connection authorizes with a password, or with a token that it asks for', async () => {
  await using server = await endpoint(200);
  await call(server.url, {
    AuthorizationType: 'BASIC',
    AuthParameters: { BasicAuthParameters: { Username: 'user', Password: 'word' } },
  });
  expect(server.calls[0]?.headers.authorization).toBe('Basic dXNlcjp3b3Jk');
  await call(`${server.url}/hook`, {
    AuthorizationType: 'OAUTH_CLIENT_CREDENTIALS',
    AuthParameters: {
      OAuthParameters: {
        ClientParameters: { ClientID: 'me', ClientSecret: 'hush' },
        AuthorizationEndpoint: `${server.url}/token`,
        HttpMethod: 'POST',
      },
    },
  });
  expect(server.calls.slice(1)).toMatchObject([
    { url: '/token', body: 'grant_type=client_credentials&client_id=me&client_secret=hush' },
    { url: '/hook', headers: { authorization: 'Bearer granted' } },
  ]);
});

test.each([429, 503, 409])('an answer of %d is tried again', async (status) => {
  await using server = await endpoint(status, status, 200);
  const { dead } = await call(server.url);
  expect(server.calls).toHaveLength(3);
  expect(dead).toEqual([]);
});

test.each([400, 404])('an answer of %d is not tried again', async (status) => {
  await using server = await endpoint(status);
  const { dead } = await call(server.url);
  expect(server.calls).toHaveLength(1);
  expect(dead).toMatchObject([{ attributes: { ERROR_CODE: 'ERROR_FROM_TARGET', RETRY_ATTEMPTS: '0' } }]);
});

test('an endpoint that is not on this machine is not called', async () => {
  const { dead } = await call('https://hooks.example.com/x', API_KEY, { RetryPolicy: { MaximumRetryAttempts: 1 } });
  expect(dead).toMatchObject([
    { attributes: { ERROR_CODE: 'CONNECTION_FAILURE', EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts' } },
  ]);
});

test('a destination that is gone, or whose connection is not authorized, is not called', async () => {
  await using server = await endpoint(200);
  const { ask, agenda, messages } = await call(server.url);
  const put = (): unknown => ask('PutEvents', { Entries: [{ Source: 'shop', DetailType: 'order', Detail: '{}' }] });
  ask('DeauthorizeConnection', { Name: 'c' });
  put();
  await agenda.settle(0);
  ask('DeleteApiDestination', { Name: 'd' });
  put();
  await agenda.settle(0);
  expect(server.calls).toHaveLength(1);
  expect((await messages('dead')).map(({ attributes }) => attributes['ERROR_CODE'])).toEqual([
    'NO_PERMISSIONS',
    'NO_RESOURCE',
  ]);
});

test('connections and destinations are described without their secrets', () => {
  const { ask } = stage();
  const { ConnectionArn } = ask('CreateConnection', { Name: 'c', ...API_KEY }) as { ConnectionArn: string };
  expect(JSON.stringify(ask('DescribeConnection', { Name: 'c' }))).not.toContain('opensesame');
  expect(ask('DescribeConnection', { Name: 'c' })).toMatchObject({
    ConnectionArn,
    ConnectionState: 'AUTHORIZED',
    AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'X-Key' } },
  });
  const wish = { Name: 'd', ConnectionArn, InvocationEndpoint: 'https://example.com', HttpMethod: 'POST' };
  ask('CreateApiDestination', wish);
  expect(ask('ListApiDestinations', { ConnectionArn })).toMatchObject({
    ApiDestinations: [{ ...wish, ApiDestinationState: 'ACTIVE' }],
  });
  expect(() => ask('CreateApiDestination', wish)).toThrow("An api-destination 'd' already exists.");
  expect(() => ask('DescribeConnection', { Name: 'x' })).toThrow(
    "Failed to describe the connection(s). Connection 'x' does not exist.",
  );
  expect(() =>
    ask('CreateApiDestination', { ...wish, Name: 'e', ConnectionArn: arn('events', 'connection/x') }),
  ).toThrow('does not exist.');
});

test('a destination is called no more often in a second than it wants to be, and the rest wait their turn', async () => {
  await using server = await endpoint(200);
  const all = await call(`${server.url}/hook`, API_KEY, {}, { InvocationRateLimitPerSecond: 2 });
  const began = all.agenda.now();
  const times: number[] = [];
  all.eventBridge.buses.listen({
    ended: (_, { kind, attempts }) => {
      expect([kind, attempts]).toEqual(['delivered', 1]);
      times.push(all.agenda.now() - began);
    },
  });
  const entry = { Source: 'shop', DetailType: 'order', Detail: '{}' };
  all.ask('PutEvents', { Entries: [entry, entry, entry, entry, entry] });
  await all.agenda.settle(86_400_000);
  // One call was made at this very moment before.
  expect(times).toEqual([0, 1000, 1000, 2000, 2000]);
  expect(server.calls).toHaveLength(6);
});

test('an event that would have to wait longer than it may live becomes a dead letter', async () => {
  await using server = await endpoint(200);
  const RetryPolicy = { MaximumEventAgeInSeconds: 60 };
  const all = await call(`${server.url}/hook`, API_KEY, { RetryPolicy }, { InvocationRateLimitPerSecond: 1 });
  const entry = { Source: 'shop', DetailType: 'order', Detail: '{}' };
  for (let put = 0; put < 7; put += 1) all.ask('PutEvents', { Entries: Array.from({ length: 10 }, () => entry) });
  await all.agenda.settle(86_400_000);
  const dead = await all.messages('dead');
  expect(server.calls.length + dead.length).toBe(71);
  expect(server.calls).toHaveLength(61);
  for (const { attributes } of dead) {
    expect(attributes).toMatchObject({
      ERROR_CODE: 'THROTTLING',
      EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds',
    });
  }
});
