import { compilePattern } from '../../pattern/index.ts';
import { Problem } from '../../problem.ts';
import { nameOf, show, type Complaint } from '../complaint.ts';
import { isMapping } from '../noun.ts';
import type { Path } from '../place.ts';
import type { SoundParts } from '../sound-parts.ts';

type Pattern = Readonly<Record<string, unknown>>;

/** Event patterns that EventBridge would refuse, at the pattern. */
export function* checkPatterns(parts: SoundParts): Generator<Complaint> {
  for (const [path, pattern] of patterns(parts)) {
    const scalars = [...scalarsIn(pattern, path)];
    yield* scalars;
    if (scalars.length > 0) continue;
    try {
      compilePattern(JSON.stringify(pattern));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      yield {
        code: 'PATTERN_INVALID',
        path,
        part: 'value',
        says: `${nameOf(path)} is refused: ${reason(error.message)}`,
      };
    }
  }
}

/** AWS's reason in its first line; the second tells a place in JSON that nobody wrote. */
function reason(message: string): string {
  return message
    .replace(/^.*Event pattern is not valid\. Reason: /s, '')
    .split('\n')[0]!
    .replace(/ at \[Source: .*$/, '');
}

function* patterns({ faults, expect }: SoundParts): Generator<readonly [Path, Pattern]> {
  for (const [index, fault] of faults.entries()) {
    for (const [name, body] of Object.entries(fault ?? {})) {
      if (body.only !== undefined) yield [['delivery', 'faults', index, name, 'only'], body.only];
    }
  }
  for (const [index, expectation] of expect.entries()) {
    if (expectation === undefined) continue;
    const path = ['expect', index];
    if ('event' in expectation) yield [[...path, 'event', 'pattern'], expectation.event.pattern];
    else if ('invariant' in expectation) continue;
    else if ('cloudtrail' in expectation) {
      if (expectation.cloudtrail.pattern !== undefined)
        yield [[...path, 'cloudtrail', 'pattern'], expectation.cloudtrail.pattern];
    } else {
      for (const [at, call] of (expectation.calls ?? []).entries())
        if ('input' in call && call.input !== undefined) yield [[...path, 'calls', at, 'input'], call.input];
      const { returned } = expectation;
      if (isMapping(returned) && Object.keys(returned).length === 1 && isMapping(returned['pattern']))
        yield [[...path, 'returned', 'pattern'], returned['pattern']];
    }
  }
}

/** In a pattern every value stands in a list; the commonest slip in YAML is to leave the brackets out. */
function* scalarsIn(pattern: Pattern, path: Path): Generator<Complaint> {
  for (const [key, value] of Object.entries(pattern)) {
    const at = [...path, key];
    if (isMapping(value)) yield* scalarsIn(value, at);
    else if (Array.isArray(value)) {
      if (key !== '$or') continue;
      for (const [index, branch] of value.entries()) if (isMapping(branch)) yield* scalarsIn(branch, [...at, index]);
    } else {
      yield {
        code: 'SCENARIO_WRONG_VALUE',
        path: at,
        part: 'value',
        says: `${nameOf(at)} is ${show(value)}, but in a pattern every value stands in a list, did you mean [${JSON.stringify(value)}]?`,
      };
    }
  }
}
