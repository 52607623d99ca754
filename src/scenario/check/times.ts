import { nameOf, type Complaint } from '../complaint.ts';
import { toInstant, toMilliseconds } from '../duration.ts';
import type { Path } from '../place.ts';
import type { SoundParts } from '../sound-parts.ts';

/** ISO 8601 has four digits for a year; so have CloudTrail and EventBridge. */
const LAST = Date.UTC(9999, 11, 31);

/** Instants that cannot be: before the scenario gets there, or after the start for what was there before. */
export function* checkTimes({ start, given, steps }: SoundParts): Generator<Complaint> {
  if (start === undefined) return;
  for (const [index, entry] of given.entries()) {
    if (entry === undefined || !('image' in entry || 'repository' in entry)) continue;
    const [key, when] =
      'image' in entry
        ? (['pushedAt', entry.image.pushedAt] as const)
        : (['createdAt', entry.repository.createdAt] as const);
    const path = ['given', index, 'image' in entry ? 'image' : 'repository', key];
    if (when !== undefined && toInstant(when) > toInstant(start))
      yield wrong(path, `${nameOf(path)} is ${when}, after the scenario starts (${start})`);
  }
  let reached = toInstant(start);
  for (const [index, step] of steps.entries()) {
    if (step === undefined || !('wait' in step)) continue;
    const path = ['steps', index, 'wait'];
    const until = typeof step.wait === 'string' ? reached + toMilliseconds(step.wait) : toInstant(step.wait.until);
    if (until < reached)
      yield wrong([...path, 'until'], `"wait.until" lies before this step begins (${iso(reached)} at the earliest)`);
    else if (until > LAST) {
      yield wrong(path, '"wait" ends after the year 9999');
      return;
    } else reached = until;
  }
}

function iso(instant: number): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}

function wrong(path: Path, says: string): Complaint {
  return { code: 'SCENARIO_WRONG_VALUE', path, part: 'value', says };
}
