import type { WorkerSpec } from '../consumer.ts';
import type { ContextFacts } from '../context.ts';
import { type Endpoints, processEnvironment } from '../runtime-api/environment.ts';

/** Whose process it is, and where. */
export interface WorkerFacts {
  readonly name: string;
  readonly spec: WorkerSpec;
  readonly facts: ContextFacts;
  readonly cwd: string;
  readonly region: string;
  readonly account: string;
}

/** What only functions on Lambda have. */
const OF_LAMBDA = /^(?:_HANDLER$|AWS_LAMBDA_|LAMBDA_|_X_AMZN_)/;

/** The environment of a process that polls a queue: what an SDK needs, the queue's URL, and what it is told besides. */
export function workerEnvironment(
  { name, spec, facts, cwd, region, account }: WorkerFacts,
  endpoints: Endpoints,
  outside: NodeJS.ProcessEnv,
): Record<string, string> {
  const { queue, command } = spec;
  const queueUrl = `${endpoints.aws}/${account}/${queue}`;
  const environment = Object.fromEntries(
    Object.entries(spec.environment ?? {}).map(([key, value]) => [key, value.replaceAll('{queueUrl}', queueUrl)]),
  );
  const all = processEnvironment({ name, spec: { command, environment }, facts, cwd, region }, endpoints, outside);
  const own = Object.entries(all).filter(([key]) => !OF_LAMBDA.test(key) || Object.hasOwn(environment, key));
  return { QUEUE_URL: queueUrl, ...Object.fromEntries(own) };
}
