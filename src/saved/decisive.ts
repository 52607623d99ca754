import type { Finding } from '../verdict/finding.ts';
import type { Item, Lane } from './saved-run.ts';

const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z/g;

/** The lanes in which the items lie that a promise can be about. */
const LANES: Readonly<Record<Finding['promise'], readonly Lane['kind'][]>> = {
  cloudtrail: ['cloudtrail'],
  event: ['eventbridge', 'bus'],
  consumer: ['calls', 'consumer', 'queue', 'bus'],
  invariant: ['calls', 'consumer'],
  step: ['registry'],
  network: ['calls', 'consumer'],
};

/**
 * The items that a broken promise is about, the decisive one first. The evidence names moments, and what happened then in the lanes of
 * the promise is what it speaks of; of several, what failed or came again is where things went wrong.
 */
export function decisive({ promise, claim, evidence }: Finding, items: readonly Item[]): readonly string[] {
  const lanes = LANES[promise];
  const about = evidence?.about;
  const said = evidence === undefined ? '' : `${evidence.nearest}\n${evidence.difference}`;
  const moments = new Set((said.match(INSTANT) ?? []).map((moment) => Date.parse(moment)));
  for (const kind of lanes) {
    const inLane = items.filter((item) => item.lane.startsWith(`${kind}:`) && isOf(item, claim, kind));
    const named = inLane.filter((item) => moments.has(item.at) || isAbout(item, about));
    const isSilent = moments.size === 0 && about === undefined;
    const found = isSilent ? inLane.filter(({ tone }) => tone === 'bad') : named;
    if (found.length > 0) return found.toSorted((a, b) => weight(b, about) - weight(a, about)).map(({ id }) => id);
  }
  return [];
}

/** A claim about a consumer names it, and one about its calls names them. */
function isOf({ lane, title }: Item, claim: string, kind: Lane['kind']): boolean {
  if (kind !== 'consumer' && kind !== 'calls') return true;
  const name = lane.slice(lane.indexOf(':') + 1);
  if (!` ${claim} `.includes(` ${name} `)) return false;
  return kind === 'consumer' || claim.includes(title.split(' ')[0] ?? title);
}

/** Whether it is what the verdict itself names: by its event, its request, or the step it belongs to. */
function isAbout({ eventId, requestId, step }: Item, about: string | undefined): boolean {
  return about !== undefined && (eventId === about || requestId === about || `step ${step}` === about);
}

function weight(item: Item, about: string | undefined): number {
  return (isAbout(item, about) ? 4 : 0) + (item.tone === 'bad' ? 2 : item.tone === 'odd' ? 1 : 0);
}
