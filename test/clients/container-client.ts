import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CloudTrailRecord } from '../../src/cloudtrail/record.ts';
import type { BusEvent } from '../../src/eventbridge/event.ts';
import { openRegistry } from '../unit/distribution/client.ts';
import { emitted } from '../unit/emitted.ts';

const run = promisify(execFile);

/** Why a client cannot be asked here, if it cannot. */
export function missing(command: string, ...args: readonly string[]): string | undefined {
  const { status } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? undefined : `${command} ${args.join(' ')} fails here; .ci/run installs what it needs`;
}

/** A registry, a folder of its own with credentials in it, and whatever a client prints. */
export async function openStage(repositories: readonly string[] = ['web']) {
  const registry = await openRegistry(repositories);
  const folder = mkdtempSync(join(tmpdir(), 'ecreplay-client-'));
  const host = new URL(registry.url).host;
  const [, encoded = ''] = registry.authorization.split(' ');
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths: { [host]: { auth: encoded } } }));
  return {
    ...registry,
    host,
    folder,
    password: Buffer.from(encoded, 'base64').toString().slice('AWS:'.length),
    /** Runs a client with those credentials, and with nobody else's. */
    client: async (command: string, ...args: readonly string[]): Promise<string> => {
      const env = {
        PATH: process.env['PATH'],
        HOME: folder,
        DOCKER_CONFIG: folder,
        REGISTRY_AUTH_FILE: join(folder, 'config.json'),
        // Where skopeo remembers in which repositories it has seen a layer.
        XDG_DATA_HOME: folder,
      };
      const { stdout, stderr } = await run(command, args, { env, maxBuffer: 1 << 24 });
      return stdout + stderr;
    },
    [Symbol.asyncDispose]: async () => {
      await registry[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Records of the same flow, as the scenario has it. */
export function scenarioOf(steps: string, given?: string): readonly CloudTrailRecord[] {
  return emittedBy(steps, given).records;
}

/** What ECR's own events say, those of the same flow as the scenario has it. */
export function eventsOf(events: readonly BusEvent[]): readonly unknown[] {
  return events
    .filter(({ 'detail-type': type }) => type.startsWith('ECR '))
    .map(({ id: _id, time: _time, ...event }) => event);
}

/** What a scenario gives of which these are the steps, in YAML; what is there before is in `given`. */
export function emittedBy(steps: string, given = '- repository: { name: web }'): ReturnType<typeof emitted> {
  const yaml = `account: "123456789012"
region: us-east-2
start: 2026-01-15T09:30:00Z
as: { role: rehearsal, session: rehearsal }
given:
  ${given}
steps:
  ${steps.replaceAll('\n', '\n  ')}`;
  return emitted(yaml);
}

/** A step that pushes exactly this manifest. */
export function pushOf(image: string, manifest: string): string {
  return `- push: { image: "${image}", login: false, manifest: ${JSON.stringify(manifest)} }`;
}

type Request = Readonly<Record<string, unknown>>;

/**
 * What a flow comes to, in a form in which two of them can be compared: the calls of each blob in their order, without ids that
 * are drawn, and all others in theirs. Blobs go side by side, and in no order.
 */
export function flowOf(records: readonly CloudTrailRecord[]): {
  readonly blobs: Readonly<Record<string, readonly unknown[]>>;
  readonly others: readonly unknown[];
} {
  const blobOf = new Map<unknown, string>();
  for (const { requestParameters } of records) {
    const { uploadId, layerDigests } = (requestParameters ?? {}) as Request;
    if (uploadId !== undefined && Array.isArray(layerDigests)) blobOf.set(uploadId, String(layerDigests[0]));
  }
  const blobs: Record<string, unknown[]> = {};
  const others: unknown[] = [];
  for (const { eventName, errorCode, requestParameters, responseElements, userIdentity, ...rest } of records) {
    const request = (requestParameters ?? {}) as Request;
    const uploadId = request['uploadId'] ?? (responseElements as Request | null)?.['uploadId'];
    const digests = request['layerDigests'];
    const digest = blobOf.get(uploadId) ?? request['layerDigest'] ?? (Array.isArray(digests) ? digests[0] : undefined);
    const { sourceIPAddress, userAgent, readOnly, eventType } = rest;
    const told = {
      eventName,
      ...(errorCode !== undefined && { errorCode }),
      request: { ...request, ...(request['uploadId'] !== undefined && { uploadId: 'drawn' }) },
      members: Object.keys(rest),
      by: [sourceIPAddress, userAgent, readOnly, eventType, userIdentity['type'], userIdentity['arn']],
    };
    if (typeof digest === 'string') (blobs[digest] ??= []).push(told);
    else others.push(told);
  }
  return { blobs, others };
}

/** Leaves out what one client looks for more often, or at another time, than the scenario has it. */
export function without(
  records: readonly CloudTrailRecord[],
  ...names: readonly string[]
): readonly CloudTrailRecord[] {
  return records.filter(({ eventName }) => !names.includes(eventName));
}
