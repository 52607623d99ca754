import { nearest } from '../nearest.ts';
import { checkInput } from './input/check-input.ts';
import { TARGET_PLACES, type Target } from './rule.ts';

const OPTIONS = [
  'input',
  'inputPath',
  'inputTransformer',
  'retryPolicy',
  'deadLetterConfig',
  'sqsParameters',
  'kinesisParameters',
  'runCommandParameters',
  'ecsParameters',
] as const satisfies readonly Exclude<keyof Target, (typeof TARGET_PLACES)[number]>[];

const KNOWN: readonly string[] = [...TARGET_PLACES, ...OPTIONS];

/** Whether a target of a configuration has the form of one: a consumer's bare name, or an object with exactly one place. */
export function isTarget(target: unknown): target is string | Target {
  if (typeof target === 'string') return true;
  if (typeof target !== 'object' || target === null) return false;
  const places = TARGET_PLACES.filter((place) => Object.hasOwn(target, place));
  return places.length === 1 && places.every((place) => typeof Reflect.get(target, place) === 'string');
}

/** What is wrong with a target that has the form of one, in words that follow "Cannot read rule …: ". */
export function targetFaults(target: Target): readonly string[] {
  const id = TARGET_PLACES.map((place) => target[place]).find((name) => name !== undefined) ?? '';
  const faults = Object.keys(target)
    .filter((name) => !KNOWN.includes(name))
    .map((name) => {
      const meant = nearest(name, KNOWN);
      const advice = meant === undefined ? '' : `, did you mean "${meant}"`;
      return `"${name}" of target "${id}" is not known${advice}`;
    });
  const input = checkInput(id, target);
  if (input !== undefined) faults.push(input.replace(/\.$/, ''));
  const { maximumRetryAttempts: attempts = 0, maximumEventAgeInSeconds: age = 60 } = target.retryPolicy ?? {};
  if (!isWithin(attempts, 0, 185)) faults.push(`maximumRetryAttempts of target "${id}" has to be 0 to 185`);
  if (!isWithin(age, 60, 86_400)) faults.push(`maximumEventAgeInSeconds of target "${id}" has to be 60 to 86400`);
  return faults;
}

function isWithin(value: unknown, low: number, high: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high;
}
