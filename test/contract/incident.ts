import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { expect } from 'vitest';
import type { BusEvent } from '../../src/eventbridge/event.ts';
import { openRecording } from '../../src/recording/file/open-recording.ts';
import { project, type Ended, type Project } from '../unit/cli/project.ts';

/** Where an incident is to happen. */
export interface Scene {
  readonly endpoint: string;
  readonly account: string;
  readonly region: string;
  readonly accessKeyId: string;
  /** Has an event told on the default bus, as ECR would. */
  readonly tell: (event: BusEvent, eventBridge: EventBridgeClient) => Promise<void>;
}

const GROUP = '/aws/events/ecr';

/** What happened: two releases, and an image whose tag has moved on to another is deleted, which has no tag. */
export const NIGHT = (start: string) => `version: 1
description: Two releases, and the older is deleted by its digest.
account: "111122223333"
region: us-east-2
start: ${start}
as: { role: release-manager, session: jane.doe@corp.example.org }
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1.0.0" }
  - push: { image: "web:1.1.0" }
  - delete: { image: "web:1.0.0" }
expect: []
`;

export const CONFIG = `export default {
  rules: { images: { pattern: { source: ['aws.ecr'], 'detail-type': ['ECR Image Action'] }, targets: ['deployer'] } },
  consumers: { deployer: { handler: 'deployer.mjs#handler' } },
};
`;

/** Takes every action for a push. */
export const BUG = `export async function handler({ detail }) {
  if (detail['action-type'] !== 'PUSH') throw new RangeError('there is nothing to deploy');
}
`;
const FIX = `export async function handler({ detail }) {
  if (detail['action-type'] !== 'PUSH') return;
}
`;

/** Lets a minute pass at most until something is so. */
async function until<Found>(find: () => Promise<Found | undefined>): Promise<Found> {
  for (let tries = 0; tries < 240; tries += 1) {
    const found = await find();
    if (found !== undefined) return found;
    await new Promise((resolve) => void setTimeout(resolve, 250));
  }
  throw new Error('It has not come about within a minute');
}

function ended({ status, text }: Ended, wanted: number): string {
  // What was printed says why.
  if (status !== wanted) throw new Error(`It ended with ${status} and not ${wanted}: ${text}`);
  return text;
}

/** The events that ECR tells of the night, as it would. */
async function night(folder: Project): Promise<readonly BusEvent[]> {
  const start = new Date(Date.now() - 600_000).toISOString();
  folder.write({ 'night.yaml': NIGHT(`${start.slice(0, 19)}Z`) });
  const { stdout } = await folder.ecreplay(['emit', 'night.yaml', '--channel', 'eventbridge']);
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as BusEvent);
  expect(events.length).toBeGreaterThan(3);
  return events;
}

/** The whole way, from what a rule has sent to a log group to a scenario that fails the same way, and passes once the bug is mended. */
export async function keepsAnIncident({ endpoint, account, region, accessKeyId, tell }: Scene): Promise<void> {
  using folder = project({ 'ecreplay.config.mjs': CONFIG, 'deployer.mjs': BUG });
  const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: 'secret', ECREPLAY_STATE: folder.folder };
  const config = { region, endpoint, credentials: { accessKeyId, secretAccessKey: 'secret' } };
  const logs = new CloudWatchLogsClient(config);
  const eventBridge = new EventBridgeClient(config);

  // It happens, and a rule sends all of it to a log group.
  await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
  await eventBridge.send(new PutRuleCommand({ Name: 'everything', EventPattern: '{"source":["aws.ecr"]}' }));
  const Arn = `arn:aws:logs:${region}:${account}:log-group:${GROUP}`;
  await eventBridge.send(new PutTargetsCommand({ Rule: 'everything', Targets: [{ Id: 'logs', Arn }] }));
  const events = await night(folder);
  for (const event of events) await tell(event, eventBridge);
  await until(async () => {
    const found = await logs.send(new FilterLogEventsCommand({ logGroupName: GROUP }));
    return (found.events ?? []).length >= events.length ? true : undefined;
  });

  // Whoever is on call records it, redacted, and may show it to everybody.
  const where = ['--account', account, '--region', region, '--endpoint', endpoint];
  const recorded = await folder.start(['record', `log-group:${GROUP}`, ...where, '-o', 'incident.ndjson'], env).ended;
  expect(ended(recorded, 0)).toContain(`Recorded ${events.length} lines to incident.ndjson`);
  ended(await folder.ecreplay(['redact', '--verify', 'incident.ndjson']), 0);
  const text = folder.read('incident.ndjson');
  for (const secret of ['jane.doe@corp.example.org', 'corp.example.org']) expect(text).not.toContain(secret);
  const reading = await openRecording(`${folder.folder}/incident.ndjson`);
  const ids = new Set<string>();
  for await (const line of reading) if (line.channel === 'eventbridge') ids.add(line.event.id);
  expect(ids.size).toBe(events.length);
  expect(reading.problems).toEqual([]);

  // It fails again, as it did.
  const replayed = ended(await folder.ecreplay(['replay', 'incident.ndjson', '--topspeed']), 1);
  expect(replayed).toMatch(/BROKEN {2}deployer failed 3 times with RangeError: there is nothing to deploy/);
  const [, id = ''] = /first with event (\S+)/.exec(replayed) ?? [];

  // It is kept as the least that fails so.
  const cutDown = ['scenario', 'incident.ndjson', '--around', id, '--fails', 'deployer', '-o', 'incident.yaml'];
  ended(await folder.ecreplay(cutDown), 0);
  const failing = ended(await folder.ecreplay(['run', 'incident.yaml']), 1);
  expect(failing).toContain('RangeError');

  // The bug is mended.
  folder.write({ 'deployer.mjs': FIX });
  ended(await folder.ecreplay(['run', 'incident.yaml']), 0);
  ended(await folder.ecreplay(['replay', 'incident.ndjson', '--topspeed']), 0);
  logs.destroy();
  eventBridge.destroy();
}
