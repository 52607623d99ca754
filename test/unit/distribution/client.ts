import { CreateRepositoryCommand, ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { createHash } from 'node:crypto';
import type { CloudTrailRecord } from '../../../src/cloudtrail/record.ts';
import { registryOf } from '../../../src/embedded/ecr/live-registry.ts';
import type { BusEvent } from '../../../src/eventbridge/event.ts';
import type { Serving } from '../../../src/serve/open-server.ts';
import { CREDENTIALS, serve } from '../serve/clients.ts';

export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';

/** A digest that nothing has. */
export const NOTHING = `sha256:${'0'.repeat(64)}`;

export function digestOf(content: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** What is sent besides method and path. */
interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
}

/** A registry on a port of its own with these repositories, somebody who is logged in, and the records and events of all that happens. */
export async function openRegistry(repositories: readonly string[] = ['web'], serving: Partial<Serving> = {}) {
  const server = await serve(serving);
  const records: CloudTrailRecord[] = [];
  const { trails } = server.estate;
  const take = trails.take.bind(trails);
  Object.assign(trails, {
    take: (...[record, ...rest]: Parameters<typeof take>) => {
      records.push(record);
      take(record, ...rest);
    },
  });
  const events: BusEvent[] = [];
  const { buses } = server.estate;
  const accept = buses.accept.bind(buses);
  Object.assign(buses, {
    accept: (...[event, how]: Parameters<typeof accept>) => {
      events.push(event);
      return accept(event, how);
    },
  });
  const ecr = new ECRClient({
    endpoint: server.url,
    region: 'us-east-2',
    credentials: CREDENTIALS,
    maxAttempts: 1,
  });
  for (const repositoryName of repositories) await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
  const authorization = `Basic ${authorizationData![0]!.authorizationToken!}`;
  records.length = 0;

  async function ask(method: string, path: string, { headers = {}, body }: Sent = {}): Promise<Response> {
    return await fetch(new URL(path, server.url), {
      method,
      headers: { authorization, ...headers },
      ...(body !== undefined && { body, duplex: 'half' }),
      redirect: 'manual',
    });
  }

  /** Uploads a blob as docker does; its digest. */
  async function upload(name: string, content: string | Uint8Array<ArrayBuffer>): Promise<string> {
    const begun = await ask('POST', `/v2/${name}/blobs/uploads/`);
    const patched = await ask('PATCH', begun.headers.get('location')!, { body: content });
    const digest = digestOf(content);
    const done = await ask('PUT', `${patched.headers.get('location')!}?digest=${digest}`);
    if (done.status !== 201) throw new Error(`The upload ended in ${done.status}: ${await done.text()}`);
    return digest;
  }

  async function put(name: string, reference: string, manifest: object, type = OCI_MANIFEST): Promise<Response> {
    return await ask('PUT', `/v2/${name}/manifests/${reference}`, {
      headers: { 'content-type': type },
      body: JSON.stringify(manifest),
    });
  }

  /** Uploads an image of one layer and puts its manifest. */
  async function push(name: string, reference: string, content = 'layer', more: object = {}) {
    const manifest = await manifestOf(name, content, more);
    const answer = await put(name, reference, manifest);
    return { answer, manifest, text: JSON.stringify(manifest), digest: digestOf(JSON.stringify(manifest)) };
  }

  async function manifestOf(name: string, content: string, more: object = {}) {
    const config = JSON.stringify({ of: content });
    return {
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: await upload(name, config),
        size: config.length,
      },
      layers: [
        {
          mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
          digest: await upload(name, content),
          size: content.length,
        },
      ],
      ...more,
    };
  }

  return {
    url: server.url,
    server,
    live: registryOf(server.estate),
    ecr,
    authorization,
    records,
    /** What has reached the default bus. */
    events,
    ask,
    upload,
    put,
    push,
    manifestOf,
    /** What the trail tells of, in order. */
    operations: () =>
      records.map(({ eventName, errorCode }) => (errorCode === undefined ? eventName : `${eventName} ${errorCode}`)),
    [Symbol.asyncDispose]: async () => {
      ecr.destroy();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** The first error of an answer. */
export async function errorOf(answer: Response): Promise<{ status: number; code: string; message: string }> {
  const { errors } = (await answer.json()) as { errors: readonly { code: string; message: string }[] };
  return { status: answer.status, ...errors[0]! };
}
