import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { listen } from '../../../../src/embedded/door/listener.ts';
import { embed } from '../../../../src/embedded/embedded.ts';
import { openEstate } from '../../../../src/embedded/estate.ts';
import { openScene } from '../../../../src/embedded/scene.ts';
import { seeded } from '../../../../src/random.ts';

test('an endpoint of this machine confirms by visiting the link, is notified, and unsubscribes by another', async () => {
  const agenda = virtualAgenda(0);
  const scene = openScene({ account: '123456789012', region: 'us-east-2', agenda, random: seeded(7) });
  const estate = openEstate(scene);
  const embedded = embed(estate);
  const messages: Record<string, string>[] = [];
  await using aws = await listen((request) => embedded(request, { record: () => {} }));
  await using hook = await listen((request) => {
    messages.push(JSON.parse(Buffer.from(request.body).toString()) as Record<string, string>);
    return Promise.resolve({ status: 200, headers: {}, body: '' });
  });
  const { arn: TopicArn } = estate.topics.create('news', {}, {});
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
  const sns = new SNSClient({ region: 'us-east-2', credentials, endpoint: aws.url });
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: hook.url }));
  await agenda.settle(0);
  expect((await fetch(messages[0]!['SubscribeURL']!)).status).toBe(200);
  estate.topics.publish(TopicArn, { message: 'hello' });
  await agenda.settle(0);
  expect(messages.map(({ Type }) => Type)).toEqual(['SubscriptionConfirmation', 'Notification']);
  expect((await fetch(messages[1]!['UnsubscribeURL']!)).status).toBe(200);
  estate.topics.publish(TopicArn, { message: 'to nobody' });
  await agenda.settle(0);
  expect(messages).toHaveLength(2);
  sns.destroy();
});

test('a certificate of another name is not there', async () => {
  const agenda = virtualAgenda(0);
  const estate = openEstate(openScene({ account: '123456789012', region: 'us-east-2', agenda, random: seeded(7) }));
  const embedded = embed(estate);
  await using aws = await listen((request) => embedded(request, { record: () => {} }));
  expect((await fetch(`${aws.url}/SimpleNotificationService-${'0'.repeat(32)}.pem`)).status).toBe(404);
});
