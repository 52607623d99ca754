import { resolve } from 'node:path';
import { Problem } from '../problem.ts';
import { findConfig, loadSetup } from '../rehearse/config.ts';
import { openServer, type Server } from '../serve/open-server.ts';

/** What `serve` may be told. */
export interface ServeFlags {
  readonly port: number;
  readonly host: string;
  readonly config?: string;
  readonly clock: 'real' | 'manual';
  readonly verifySignatures?: true;
  readonly enforcePermissions?: true;
  readonly throttle?: number;
  readonly allowHost: readonly string[];
  readonly account: string;
  readonly region: string;
  readonly seed: number | string;
}

/** Serves the embedded AWS until it is interrupted. */
export async function serve(flags: ServeFlags): Promise<void> {
  const file = flags.config === undefined ? findConfig(process.cwd()) : resolve(flags.config);
  const setup = file === undefined ? { rules: [], consumers: {}, root: process.cwd() } : await loadSetup(file);
  const secretOf = flags.verifySignatures === true ? secrets(process.env) : undefined;
  const server = await openServer({
    ...flags,
    setup,
    allowed: flags.allowHost.map((name) => name.toLowerCase()),
    tell: (line) => void process.stderr.write(`${line}\n`),
    ...(secretOf !== undefined && { secretOf }),
  });
  const interrupted = interruption();
  process.stdout.write(greeting(server, flags, file));
  process.exitCode = await interrupted;
  await server[Symbol.asyncDispose]();
}

function greeting({ url }: Server, { region, clock, verifySignatures }: ServeFlags, file: string | undefined): string {
  const time =
    clock === 'manual'
      ? `\nThe clock stands until it is moved: curl -X POST "${url}/_ecreplay/clock?advance=5m"\n`
      : '';
  // Botocore reads another name for the region than other SDKs do, and all of them want keys, whatever these are.
  const keys =
    verifySignatures === true
      ? ''
      : '  export AWS_ACCESS_KEY_ID=ecreplay AWS_SECRET_ACCESS_KEY=ecreplay   # where there are none\n';
  return `Serving AWS on ${url}${file === undefined ? '' : `, as ${file} says`}\n\n  export AWS_ENDPOINT_URL=${url} AWS_REGION=${region} AWS_DEFAULT_REGION=${region}\n${keys}${time}`;
}

/** Signatures are checked with the credentials of this process's own environment. */
function secrets({ AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret }: NodeJS.ProcessEnv) {
  if (id === undefined || secret === undefined) {
    throw new Problem(
      'ENVIRONMENT_MISSING',
      'Cannot verify signatures: there is no secret to verify with, wanted AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    );
  }
  return (accessKeyId: string): string | undefined => (accessKeyId === id ? secret : undefined);
}

/**
 * The exit code that an interruption asks for; to be called before the greeting, which may bring one at once.
 * A second one of its kind ends the process at once, as ever.
 */
function interruption(): Promise<number> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve(130));
    process.once('SIGTERM', () => resolve(0));
  });
}
