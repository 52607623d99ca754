import type { Mismatch } from '../explain/explanation.ts';
import { findAt } from '../explain/found.ts';
import { fitsGlob, parseGlob } from '../operator/glob.ts';
import type { AdviceTable } from './advice.ts';

/** The nearest fix for a mismatch, where one is known: what is peculiar to a service first, then what goes for all. */
export function advise(mismatch: Mismatch, event: unknown, table: AdviceTable): string | undefined {
  return (
    spelledOtherwise(mismatch, event) ??
    valueOfAnotherName(mismatch, table) ??
    peculiarPath(mismatch, event, table) ??
    anotherCase(mismatch) ??
    anotherType(mismatch) ??
    plainStar(mismatch) ??
    membersOf(mismatch) ??
    elsewhere(mismatch, event)
  );
}

/** `repositoryName` for `repository-name`, `detailType` for `detail-type`. */
function spelledOtherwise(mismatch: Mismatch, event: unknown): string | undefined {
  if ('found' in mismatch) return undefined;
  const bare = (path: string): string => path.toLowerCase().replaceAll(/[-_]/g, '');
  const real = pathsOf(event).find((path) => bare(path) === bare(mismatch.path));
  return real === undefined ? undefined : `the event spells it \`${real}\``;
}

function valueOfAnotherName({ path, wanted }: Mismatch, table: AdviceTable): string | undefined {
  const known = table.values.find((advice) => advice.path === path && wanted.includes(advice.wanted));
  if (known?.instead === undefined) return known?.because;
  return `write ${JSON.stringify(known.instead)} for ${JSON.stringify(known.wanted)}: ${known.because}`;
}

function peculiarPath(mismatch: Mismatch, event: unknown, table: AdviceTable): string | undefined {
  const detailType = findAt(event, 'detail-type')?.value;
  const empty = isEmpty(mismatch.found);
  return table.paths.find(
    ({ path, detailTypes, whenEmpty }) =>
      path === mismatch.path &&
      (detailTypes === undefined || detailTypes.some((type) => type === detailType)) &&
      (empty || whenEmpty !== true),
  )?.advice;
}

function isEmpty(found: unknown): boolean {
  return found === undefined || found === null || (Array.isArray(found) && found.length === 0);
}

function anotherCase(mismatch: Mismatch): string | undefined {
  const near = pairsOf(mismatch).find(
    ([wanted, found]) => typeof found === 'string' && wanted.toLowerCase() === found.toLowerCase(),
  );
  return near === undefined ? undefined : `the event writes ${JSON.stringify(near[1])}: upper and lower case count`;
}

function anotherType(mismatch: Mismatch): string | undefined {
  const near = pairsOf(mismatch).find(
    ([wanted, found]) => typeof found !== 'string' && wanted === JSON.stringify(found),
  );
  return near === undefined ? undefined : `the event has a ${typeof near[1]} there: write ${near[0]} without quotes`;
}

/** `team/*` as a plain string. */
function plainStar(mismatch: Mismatch): string | undefined {
  const near = pairsOf(mismatch).find(([wanted, found]) => typeof found === 'string' && fitsStars(wanted, found));
  return near === undefined
    ? undefined
    : `a star in a plain string is only a star: write {"wildcard": ${JSON.stringify(near[0])}}`;
}

function fitsStars(wanted: string, found: string): boolean {
  return wanted.includes('*') && fitsGlob(parseGlob(wanted.replaceAll('\\', '\\\\').replaceAll(/\*+/g, '*')), found);
}

function membersOf({ path, found }: Mismatch): string | undefined {
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return undefined;
  const names = Object.keys(found).slice(0, 5);
  return names.length === 0
    ? undefined
    : `match a member of it: ${names.map((name) => `\`${path}.${name}\``).join(', ')}`;
}

/** The right name in the wrong place, such as `repository-name` outside of `detail`. */
function elsewhere(mismatch: Mismatch, event: unknown): string | undefined {
  if ('found' in mismatch) return undefined;
  const name = mismatch.path.split('.').at(-1) ?? '';
  const real = pathsOf(event).find((path) => path === name || path.endsWith(`.${name}`));
  return real === undefined ? undefined : `the event has it at \`${real}\``;
}

/** Every wanted plain string with every value found. */
function pairsOf({ wanted, found }: Mismatch): [wanted: string, found: unknown][] {
  const values: readonly unknown[] = Array.isArray(found) ? found : [found];
  return wanted.flatMap((json) =>
    typeof json === 'string' ? values.map((value): [string, unknown] => [json, value]) : [],
  );
}

/** Every path of an event that leads to something, outer before inner. */
function pathsOf(value: unknown, prefix = ''): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((element) => pathsOf(element, prefix)))];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    return [path, ...pathsOf(inner, path)];
  });
}
