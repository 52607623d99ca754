import type { ImageSpec } from '../../consumer/consumer.ts';
import { Problem } from '../../problem.ts';
import { missingPackage } from '../remote/sdk.ts';
import { tagsOf } from '../remote/resource.ts';
import { HOST_NAME } from './door.ts';

/** A container of a consumer's image. */
export interface StartedImage {
  /** Where its port is found from here. */
  readonly url: string | undefined;
  /** How it has ended, in words, if it has, and not well. */
  failure(): Promise<string | undefined>;
}

/** Docker, as far as consumers need it. */
export interface Docker {
  /** The address of this machine on Docker's own bridge, where there is one. */
  gateway(): Promise<string | undefined>;
  start(
    spec: ImageSpec,
    how: { readonly name: string; readonly run: string; readonly environment: Readonly<Record<string, string>> },
  ): Promise<StartedImage>;
}

/** So much of what a container has written last is told when it has failed. */
const LAST_LINES = 5;

/** Opens Docker. Throws the `Problem` of one that is not there, or of a package that is not installed. */
export async function openDocker(attempt: string): Promise<Docker> {
  const { GenericContainer, getContainerRuntimeClient } = await load();
  const { container: client } = await getContainerRuntimeClient().catch((cause: unknown) => {
    throw new Problem('ENVIRONMENT_MISSING', `Cannot ${attempt}: there is no Docker, wanted one that runs`, { cause });
  });
  return {
    gateway: async () => {
      const { IPAM } = await client.dockerode.getNetwork('bridge').inspect();
      return IPAM?.Config?.find(({ Gateway }) => Gateway !== undefined)?.Gateway;
    },
    start: async (spec, { name, run, environment }) => {
      const { image, port, entrypoint, command } = spec;
      let planned = new GenericContainer(image)
        .withName(name)
        .withLabels({ ...tagsOf(run, Date.now()) })
        .withEnvironment(environment)
        .withExtraHosts([{ host: HOST_NAME, ipAddress: 'host-gateway' }]);
      if (entrypoint !== undefined) planned = planned.withEntrypoint([...entrypoint]);
      if (command !== undefined) planned = planned.withCommand([...command]);
      if (port !== undefined) planned = planned.withExposedPorts(port);
      const started = await planned.start().catch((cause: unknown) => {
        const [reason = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n', 1);
        throw new Problem('ENVIRONMENT_MISSING', `Cannot ${attempt}: Docker does not start "${image}" (${reason})`, {
          cause,
        });
      });
      return {
        url: port === undefined ? undefined : `http://${started.getHost()}:${started.getMappedPort(port)}`,
        failure: async () => {
          const found = client.getById(started.getId());
          const { State } = await client.inspect(found);
          if (State.Running || State.ExitCode === 0) return undefined;
          const written = await found.logs({ stdout: true, stderr: true, tail: LAST_LINES });
          return `it has ended with exit code ${State.ExitCode}: ${withoutFrames(written)}`;
        },
      };
    },
  };
}

/** Docker sends eight bytes before each piece of what a container writes, which say how long it is. */
function withoutFrames(written: Buffer): string {
  const pieces: string[] = [];
  for (let at = 0; at + 8 <= written.length;) {
    const length = written.readUInt32BE(at + 4);
    pieces.push(written.toString('utf8', at + 8, at + 8 + length));
    at += 8 + length;
  }
  return pieces.join('').trim();
}

async function load() {
  try {
    return await import('testcontainers');
  } catch (error) {
    throw missingPackage(error, 'testcontainers', 'start the image of a consumer');
  }
}
