import type { JsonObject } from '../registry/activity.ts';
import type { FaultInput } from '../scenario/fault.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { objectAt, textAt, toFacts, type Said } from './said.ts';

/** What lies further off the usual delay is said; what lies nearer is chance. */
const NEAR = 2_000;
/** Faults that a person still reads. */
const MOST = 50;

interface Arrival {
  readonly value: JsonObject;
  readonly line: number;
  readonly late: number;
  readonly isRecord: boolean;
}

/** How the events of a recording travelled: how long they usually took, which came late, and which came again. */
export function deliveryOf(lines: readonly Said[]): Scenario['delivery'] {
  const arrivals = lines.flatMap((said) => arrivalOf(said) ?? []);
  const { repeats } = toFacts(lines);
  const again = new Map(repeats.map(({ line, of }) => [line, of]));
  const first = new Map(arrivals.map((arrival) => [arrival.line, arrival]));
  const usual = {
    native: median(arrivals.filter(({ isRecord, line }) => !isRecord && !again.has(line))),
    cloudtrail: median(arrivals.filter(({ isRecord, line }) => isRecord && !again.has(line))),
  };
  const faults: FaultInput[] = [];
  for (const { line, value, late, isRecord } of arrivals) {
    const of = first.get(again.get(line) ?? -1);
    if (of !== undefined)
      faults.push({ duplicate: { chance: 1, after: seconds(Math.max(0, late - of.late)), only: patternOf(value) } });
    else if (!again.has(line)) {
      const more = late - ((isRecord ? usual.cloudtrail : usual.native) ?? 0);
      if (more > NEAR) faults.push({ delay: { by: seconds(more), chance: 1, only: patternOf(value) } });
    }
  }
  return {
    latency: {
      ...(usual.native === undefined ? {} : { native: seconds(usual.native) }),
      ...(usual.cloudtrail === undefined ? {} : { cloudtrail: seconds(usual.cloudtrail) }),
    },
    faults: faults.slice(0, MOST),
  };
}

/** An event of a bus, and how long after it happened it came. A bare event, of which nobody knows when it came, is none. */
function arrivalOf({ value, arrived, line }: Said): Arrival | undefined {
  if (arrived === undefined || typeof value['detail-type'] !== 'string') return undefined;
  const late = arrived - Date.parse(textAt(value, 'time') ?? '');
  const isRecord = value['detail-type'].endsWith('via CloudTrail');
  return Number.isNaN(late) ? undefined : { value, line, late: Math.max(0, late), isRecord };
}

/** The usual delay; nothing where everything came at once, as what was never timed does. */
function median(arrivals: readonly Arrival[]): number | undefined {
  const sorted = arrivals.map(({ late }) => late).toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return middle === undefined || sorted.at(-1) === 0 ? undefined : middle;
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1_000}s`;
}

/** A pattern that means this event by what it says: its id is another in each run. */
function patternOf(event: JsonObject): Record<string, unknown> {
  const detail = objectAt(event, 'detail');
  const request = objectAt(detail, 'requestParameters');
  const named = (from: JsonObject | undefined, members: readonly string[]) =>
    Object.fromEntries(
      members.flatMap((member) => (textAt(from, member) === undefined ? [] : [[member, [textAt(from, member)]]])),
    );
  const inRequest = named(request, ['repositoryName', 'imageTag']);
  const inDetail = named(detail, [
    'eventName',
    'action-type',
    'scan-status',
    'repository-name',
    'image-digest',
    'image-tag',
  ]);
  return {
    'detail-type': [textAt(event, 'detail-type')],
    detail: { ...inDetail, ...(Object.keys(inRequest).length === 0 ? {} : { requestParameters: inRequest }) },
  };
}
