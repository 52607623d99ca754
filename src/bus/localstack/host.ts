import { randomBytes } from 'node:crypto';
import type { Milliseconds } from '../../clock.ts';
import { Problem } from '../../problem.ts';
import { forgetSpent } from '../aws/meter.ts';
import { LOCALSTACK_IMAGE, type LocalStackSpec } from '../bus-spec.ts';
import { openClients } from '../remote/clients.ts';
import { fateOf, remoteProblem } from '../remote/failure.ts';
import { type Ledger, openLedger } from '../remote/ledger.ts';
import { PREFIX } from '../remote/resource.ts';
import { sweep } from '../remote/sweep.ts';
import { type Container, startContainer } from './container.ts';

/** Where LocalStack is for one run: in the process that begins the run, not in the workers that go there. */
export interface Host extends AsyncDisposable {
  /** Names what the run creates. */
  readonly run: string;
  /** Says where LocalStack is, and starts it where nobody has said so. Rejects with the `Problem` that is in the way. */
  prepare(spec: LocalStackSpec): Promise<LocalStackSpec>;
}

/** How long an endpoint may take to answer for the first time: LocalStack loads a service when it is first asked for. */
const PATIENCE = 20_000;

/** Opens the host of a run. Nothing is started before somebody asks where LocalStack is. */
export function openHost({ patience = PATIENCE }: { readonly patience?: Milliseconds } = {}): Host {
  const run = randomBytes(4).toString('hex');
  const prepared = new Map<string, Promise<LocalStackSpec>>();
  const containers: { readonly container: Promise<Container>; readonly name: string; readonly ledger: Ledger }[] = [];

  async function start(spec: LocalStackSpec): Promise<LocalStackSpec> {
    const { image = LOCALSTACK_IMAGE } = spec;
    const name = `${PREFIX}${run}-${containers.length}`;
    const ledger = openLedger(`${run}-container-${containers.length}`, {
      bus: 'localstack',
      account: '',
      region: 'us-east-1',
    });
    ledger.enter({ kind: 'container', name });
    const container = startContainer(image, { name, run });
    containers.push({ container, name, ledger });
    const { endpoint } = await container.catch((error: unknown) => {
      ledger.strike({ kind: 'container', name });
      throw error;
    });
    // Not waited for: it loads what every scenario needs while the test runner gets ready.
    knock(endpoint, patience).catch(() => undefined);
    return { ...spec, endpoint, run, isHosted: true };
  }

  async function find(spec: LocalStackSpec): Promise<LocalStackSpec> {
    const { endpoint } = spec;
    if (endpoint === undefined) return start(spec);
    await knock(endpoint, patience);
    return { ...spec, run };
  }

  return {
    run,
    prepare: (spec) => {
      const key = `${spec.endpoint ?? ''} ${spec.image ?? ''}`;
      const preparing = prepared.get(key) ?? find(spec);
      prepared.set(key, preparing);
      return preparing;
    },
    [Symbol.asyncDispose]: async () => {
      // What a scenario could not take away itself, because its worker is gone.
      if (containers.length === 0) await sweep({ run });
      for (const { container, name, ledger } of containers) {
        const started = await container.catch(() => undefined);
        await started?.[Symbol.asyncDispose]();
        ledger.strike({ kind: 'container', name });
      }
      if (containers.length > 0) await sweep({ run });
      forgetSpent(run);
    },
  };
}

/** Asks for what every scenario needs. Throws the `Problem` of an endpoint that is none. */
async function knock(endpoint: string, limit: Milliseconds): Promise<void> {
  const credentials = { accessKeyId: '123456789012', secretAccessKey: 'ecreplay' };
  const clients = openClients({ region: 'us-east-1', endpoint, credentials });
  const patience = AbortSignal.timeout(limit);
  try {
    const [events, sqs] = await Promise.all([
      clients.open('eventbridge', { once: true }),
      clients.open('sqs', { once: true }),
    ]);
    const [{ EventBuses }] = await Promise.all([
      events.listEventBuses({ Limit: 1 }, { abortSignal: patience }),
      sqs.listQueues({ MaxResults: 1 }, { abortSignal: patience }),
    ]);
    if (EventBuses === undefined) throw notAws(endpoint);
  } catch (error) {
    if (patience.aborted || (error instanceof Error && error.name === 'TimeoutError')) {
      throw new Problem(
        'ENVIRONMENT_MISSING',
        `Cannot use LocalStack: ${endpoint} does not answer within ${limit / 1_000} s`,
        { cause: error },
      );
    }
    if (!(error instanceof Problem) && fateOf(error) === 'refused') throw notAws(endpoint, error);
    throw remoteProblem('use LocalStack', error, endpoint);
  } finally {
    clients[Symbol.dispose]();
  }
}

function notAws(endpoint: string, cause?: unknown): Problem {
  const said = cause instanceof Error ? ` (${cause.name}: ${cause.message.split('\n', 1)[0]!.slice(0, 120)})` : '';
  return new Problem('ENVIRONMENT_MISSING', `Cannot use LocalStack: ${endpoint} does not answer as AWS does${said}`, {
    cause,
  });
}
