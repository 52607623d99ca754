import { proveAccount } from '../../bus/aws/safety.ts';
import { openClients } from '../../bus/remote/clients.ts';
import { Problem } from '../../problem.ts';
import type { Setup } from '../../rehearse/setup.ts';
import type { Observer } from '../observe/observer.ts';
import type { Observation, Plan } from '../plan/plan.ts';
import { awsKeyring, type Keyring, localKeyring } from '../publish/keyring.ts';
import type { OpenTarget } from './target.ts';

/** What a target is opened with. */
export interface Opening {
  readonly plan: Pick<Plan, 'target' | 'observe' | 'seed'>;
  readonly setup: Setup;
  /** Whose events are sent. */
  readonly account: string;
  readonly region: string;
  readonly tell: (line: string) => void;
}

/** Opens what a plan sends to, and whoever watches the consumer there. Throws the `Problem` of what is missing. */
export async function openTarget(opening: Opening): Promise<OpenTarget> {
  const target = await openBare(opening);
  const observers: Observer[] = [...target.observers];
  async function close(): Promise<void> {
    try {
      for (const observer of observers) await observer[Symbol.asyncDispose]();
    } finally {
      await target[Symbol.asyncDispose]();
    }
  }
  try {
    for (const observation of opening.plan.observe) observers.push(await observe(observation, opening));
    return { ...target, observers, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Each is loaded late: a run has one. */
async function openBare({ plan, setup, account, region, tell }: Opening): Promise<OpenTarget> {
  const { target, seed } = plan;
  const embedding = { setup, account, region, seed, tell };
  switch (target.kind) {
    case 'consumer':
      return (await import('./embedded.ts')).openEmbedded({ ...embedding, only: target.name });
    case 'bus':
      if (target.bus.kind === 'embedded') return (await import('./embedded.ts')).openEmbedded(embedding);
      if (target.bus.kind === 'localstack') {
        return (await import('./localstack.ts')).openLocalStack({ spec: target.bus, setup, account, region });
      }
      throw new Problem(
        'CONFIG_INVALID',
        'Cannot put load on the bus "aws" of the configuration: wanted the target "aws" with the name of a bus and a source',
      );
    case 'endpoint':
      return beyond(await keyringOf(target, account), target.region);
    case 'aws': {
      const reach = { region: target.region };
      const clients = openClients(reach);
      try {
        await proveAccount(clients, { ...target, strategy: 'invoke' });
      } finally {
        clients[Symbol.dispose]();
      }
      return beyond(await awsKeyring(reach), target.region);
    }
  }
}

/** An endpoint of AWS's own wants credentials that AWS knows. */
function keyringOf(
  { url, region }: { readonly url: string; readonly region: string },
  account: string,
): Promise<Keyring> | Keyring {
  const isAws = /\.amazonaws\.com(?:\.cn)?$/.test(new URL(url).hostname);
  return isAws ? awsKeyring({ region, endpoint: url }) : localKeyring(url, account);
}

/** What is there already, and stays. */
function beyond(keyring: Keyring, region: string): OpenTarget {
  return { keyring, region, observers: [], [Symbol.asyncDispose]: () => Promise.resolve() };
}

async function observe(
  observation: Observation,
  { plan: { target }, account, region: home }: Opening,
): Promise<Observer> {
  if (observation.kind === 'probe') return (await import('../observe/probe.ts')).observeProbe(observation.port);
  const near = target.kind === 'endpoint' ? target : undefined;
  const { endpoint = near?.url, region = near?.region ?? home } = observation;
  const clients = openClients({
    region,
    ...(endpoint !== undefined && { endpoint, credentials: localKeyring(endpoint, account).credentials }),
  });
  if (observation.kind === 'queue') return (await import('../observe/queue.ts')).observeQueue(observation.url, clients);
  return (await import('../observe/logs.ts')).observeLogs(observation.group, clients);
}
