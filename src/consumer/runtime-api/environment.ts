import { lambdaEnvironment } from '../environment.ts';
import type { CommandSpec } from '../consumer.ts';
import type { ContextFacts } from '../context.ts';

/** Where a process finds what Lambda is to it. */
export interface Endpoints {
  /** `AWS_LAMBDA_RUNTIME_API`; it is the proxy, too. */
  readonly runtimeApi: string;
  /** `AWS_ENDPOINT_URL` */
  readonly aws: string;
}

/** What the environment of a process is made of. */
export interface ProcessFacts {
  readonly name: string;
  readonly spec: CommandSpec;
  readonly facts: ContextFacts;
  readonly cwd: string;
  readonly region: string;
}

/** HTTP clients of most languages turn to a proxy for whatever is not on this machine. Some read one spelling, some the other. */
const PROXIES = ['http_proxy', 'https_proxy', 'all_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'];
const HERE = '127.0.0.1,localhost,::1';

/** The environment of a process that speaks the Runtime API: Lambda's, as that of a function in a language which Lambda does not know. */
export function processEnvironment(
  { name, spec, facts, cwd, region }: ProcessFacts,
  { runtimeApi, aws }: Endpoints,
  outside: NodeJS.ProcessEnv,
): Record<string, string> {
  const { environment = {}, memorySize = facts.memorySize } = spec;
  const { logGroupName, logStreamName } = facts;
  const lambda = lambdaEnvironment(
    {
      name,
      spec: { handler: '', environment, memorySize },
      root: cwd,
      region,
      endpoint: aws,
      logGroupName,
      logStreamName,
    },
    outside,
  );
  // Lambda sets it for the languages that it brings itself, and for no other.
  delete lambda['AWS_EXECUTION_ENV'];
  const proxies = Object.fromEntries(PROXIES.map((key) => [key, `http://${runtimeApi}`]));
  return {
    ...proxies,
    no_proxy: HERE,
    NO_PROXY: HERE,
    NODE_USE_ENV_PROXY: '1',
    ...lambda,
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    _HANDLER: handlerName(spec),
  };
}

/** What the function is called within its code: runtimes are given it last, as images have it. */
export function handlerName({ command, environment }: CommandSpec): string {
  return environment?.['_HANDLER'] ?? command.at(-1) ?? '';
}
