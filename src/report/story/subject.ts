import type { Emission } from '../../eventbridge/emission.ts';
import type { Run } from '../../replay/run.ts';
import type { Hearing } from '../../verdict/hearing.ts';

/** One arrival of a run. */
export type Arrival = Run['arrivals'][number];

/** What a finding is about, and everything that led to it and came of it. */
export interface Subject {
  /** The step of the scenario that brought it about, from 0. */
  readonly step?: number;
  readonly emission?: Emission;
  /** All arrivals of the same event, in order. */
  readonly arrivals: readonly Arrival[];
  /** The invocation, where that is what it is about. */
  readonly requestId?: string;
}

/** Finds in a run what `Evidence.about` names; nothing where it names nothing. */
export function subjectOf(about: string | undefined, { emissions, activity, run }: Hearing): Subject | undefined {
  if (about === undefined) return undefined;
  const [, step] = /^step (\d+)$/.exec(about) ?? [];
  if (step !== undefined) return { step: Number(step) - 1, arrivals: [] };
  const invoked = run.arrivals.find(({ invocations }) => invocations.some(({ requestId }) => requestId === about));
  const id = invoked?.delivery.event.id ?? about;
  const emission = [...emissions, ...(run.caused ?? [])].find((one) => idOf(one) === id);
  const arrivals = run.arrivals.filter(({ delivery }) => delivery.event.id === id);
  if (emission === undefined && arrivals.length === 0) return undefined;
  // What a consumer has caused itself is of no step.
  const isOwn = emission !== undefined && !('causedBy' in emission) && emission.noise !== true;
  const cause = isOwn ? activity.happenings.find(({ index }) => index === emission.cause) : undefined;
  return {
    arrivals,
    ...(emission !== undefined && { emission }),
    ...(cause !== undefined && { step: cause.step }),
    ...(invoked !== undefined && { requestId: about }),
  };
}

function idOf(emission: Emission): string {
  return emission.channel === 'cloudtrail' ? emission.record.eventID : emission.event.id;
}
