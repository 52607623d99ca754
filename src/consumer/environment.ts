import { devNull } from 'node:os';
import type { HandlerSpec } from './consumer.ts';

/** What a function's environment is made of. */
export interface FunctionFacts {
  readonly name: string;
  readonly spec: HandlerSpec;
  readonly root: string;
  readonly region: string;
  /** `AWS_ENDPOINT_URL`: where the SDK's calls go. */
  readonly endpoint: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/** MB that Lambda gives a function unless told. */
export const DEFAULT_MEMORY = 128;

/** All that a consumer sees of the shell: whatever else stands there (secrets, proxies, a home), Lambda would not have it. */
const INHERITED = ['PATH', 'LANG'];

/**
 * The environment of a function on Lambda; of the one this process has, only what programs cannot do without.
 *
 * The credentials are those of AWS's documentation. The last four keep an SDK from looking for others in files and at 169.254.169.254.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function lambdaEnvironment(facts: FunctionFacts, outside: NodeJS.ProcessEnv): Record<string, string> {
  const { name, spec, region } = facts;
  const [path = '', exported = 'handler'] = spec.handler.split('#');
  const inherited = INHERITED.flatMap((key) => (outside[key] === undefined ? [] : [[key, outside[key]] as const]));
  return {
    ...Object.fromEntries(inherited),
    ...spec.environment,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memorySize ?? DEFAULT_MEMORY),
    AWS_LAMBDA_LOG_GROUP_NAME: facts.logGroupName,
    AWS_LAMBDA_LOG_STREAM_NAME: facts.logStreamName,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split('.')[0]}.x`,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    _HANDLER: `${path.replace(/\.[cm]?[jt]sx?$/, '')}.${exported}`,
    LAMBDA_TASK_ROOT: facts.root,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    TZ: ':UTC',
    AWS_ACCESS_KEY_ID: 'ASIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_SESSION_TOKEN: 'AQoEXAMPLEH4aoAH0gNCAPyJxz4BlCFFxWNE1OPTgk5TthT',
    // A consumer may be given endpoints of its own, as Lambda lets it.
    AWS_ENDPOINT_URL: spec.environment?.['AWS_ENDPOINT_URL'] ?? facts.endpoint,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/**
 * Makes `process.env` look to each consumer like its own environment, without ever changing the real one.
 *
 * A stand-in that asks who is reading is the one way that overlapping invocations of different functions can each see theirs, and what
 * a consumer sets is gone with it. Returns what puts the real one back.
 */
export function standInForEnvironment(current: () => Record<string, string> | undefined): () => void {
  const real = process.env;
  const seen = (): NodeJS.ProcessEnv => current() ?? real;
  process.env = new Proxy<NodeJS.ProcessEnv>(
    {},
    {
      get: (_, key) => Reflect.get(seen(), key) as unknown,
      // Node makes a text of whatever is set.
      set: (_, key, value: unknown) => Reflect.set(seen(), key, String(value)),
      has: (_, key) => Reflect.has(seen(), key),
      deleteProperty: (_, key) => Reflect.deleteProperty(seen(), key),
      ownKeys: () => Reflect.ownKeys(seen()),
      getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(seen(), key),
      defineProperty: (_, key, descriptor) => Reflect.defineProperty(seen(), key, descriptor),
    },
  );
  const standIn = process.env;
  return () => {
    // Whoever has put another in its place since will know why.
    if (process.env === standIn) process.env = real;
  };
}
