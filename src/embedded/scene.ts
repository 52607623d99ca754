import type { Instant } from '../clock.ts';
import type { Recorded } from '../cloudtrail/delivery/recorded.ts';
import type { Random } from '../random.ts';
import type { Standing, Tell } from '../registry/standing.ts';
import type { Options } from '../scenario/options.ts';
import type { Profile } from '../scenario/scenario.ts';
import type { Caused, Endless } from '../timeline/caused.ts';
import type { Delivery, Latency } from '../timeline/timeline.ts';
import type { Agenda } from './agenda.ts';
import { openPermissions, type Permissions } from './policy/permissions.ts';
import type { Client } from './service.ts';

/** What the embedded AWS knows of the scenario it stands in. */
export interface Scene {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** What is yet to happen, and the time all services go by. */
  readonly agenda: Agenda;
  /** The agenda's time: what answers give as their dates. */
  now(): Instant;
  /** Draws the ids that answers hold. */
  readonly random: Random;
  /** Whether queues and topics that are named exist though nobody has made them: a rehearsal declares only what it is about. */
  readonly takesNamedAsGiven: boolean;
  /** Who may do what with queues, topics, functions, log groups and buses. */
  readonly permissions: Permissions;
  /** How many requests of PutEvents are taken in a second; any number unless told. */
  readonly putEventsPerSecond?: number;
  /** Whether PutEvents takes sources that begin with `aws.`, as it does from AWS's own services alone. */
  readonly takesSourcesOfAws?: boolean;
  /** What CloudTrail records in the course of a rehearsal, where that is known from the beginning. */
  readonly chronicle?: Chronicle;
  /** The scenario's registry, which consumers that call ECR have a part in. */
  readonly enacted?: Enacted;
}

/** What happens in a scenario, as CloudTrail records it. */
export interface Chronicle {
  /** In the order of their times. */
  readonly records: readonly Recorded[];
  /** When the scenario ends; what it has set going may go on. */
  readonly ended: Instant;
}

/** The registry of a scenario that is rehearsed, for those who call ECR meanwhile. */
export interface Enacted {
  /** Opens it, once. `tell` hears of what calls of others have brought about. */
  open(tell: Tell<Client | undefined>): Standing<Client | undefined>;
  readonly profile: Profile;
  readonly options: Options;
  readonly latency: Latency;
  readonly echo: Echo;
}

/** What becomes of what AWS says of consumers' own calls. */
export interface Echo {
  /** All of it, in the order it came about. */
  readonly caused: Caused[];
  /** How many calls of consumers lie between the scenario and the event that has arrived last. */
  generation: number;
  /** How the first came to be kept back of those that go on for ever. */
  endless?: Endless;
  /** Hands over an event that has arrived, in place of the account's own bus; whoever delivers a rehearsal puts itself here. */
  arrive?: (delivery: Delivery) => Promise<void>;
}

/** Makes a scene of what a scenario says. */
export function openScene(
  setting: Pick<Scene, 'account' | 'region' | 'agenda' | 'random'> &
    Partial<
      Pick<
        Scene,
        'takesNamedAsGiven' | 'takesSourcesOfAws' | 'permissions' | 'putEventsPerSecond' | 'chronicle' | 'enacted'
      >
    >,
): Scene {
  const { agenda, takesNamedAsGiven = false, permissions = openPermissions() } = setting;
  return { ...setting, takesNamedAsGiven, permissions, now: () => agenda.now() };
}
