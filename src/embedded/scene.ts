import type { Instant } from '../clock.ts';
import type { Recorded } from '../cloudtrail/delivery/recorded.ts';
import type { Random } from '../random.ts';
import type { Agenda } from './agenda.ts';
import { openPermissions, type Permissions } from './policy/permissions.ts';

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
  /** What CloudTrail records in the course of a rehearsal, where that is known from the beginning. */
  readonly chronicle?: Chronicle;
}

/** What happens in a scenario, as CloudTrail records it. */
export interface Chronicle {
  /** In the order of their times. */
  readonly records: readonly Recorded[];
  /** When the scenario ends; what it has set going may go on. */
  readonly ended: Instant;
}

/** Makes a scene of what a scenario says. */
export function openScene(
  setting: Pick<Scene, 'account' | 'region' | 'agenda' | 'random'> &
    Partial<Pick<Scene, 'takesNamedAsGiven' | 'permissions' | 'putEventsPerSecond' | 'chronicle'>>,
): Scene {
  const { agenda, takesNamedAsGiven = false, permissions = openPermissions() } = setting;
  return { ...setting, takesNamedAsGiven, permissions, now: () => agenda.now() };
}
