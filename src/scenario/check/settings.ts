import { nameOf, type Complaint } from '../complaint.ts';
import { isMapping } from '../noun.ts';
import type { Path } from '../place.ts';
import type { SoundParts } from '../sound-parts.ts';

const MODE = 'imageTagMutability';
const FILTERS = 'imageTagMutabilityExclusionFilters';

/** Settings that ECR would refuse together, wherever a repository is described. */
export function* checkSettings({ given, steps }: SoundParts): Generator<Complaint> {
  for (const [list, entries] of [
    ['given', given],
    ['steps', steps],
  ] as const) {
    for (const [index, entry] of entries.entries()) {
      for (const [name, body] of Object.entries(entry ?? {}) as readonly (readonly [string, unknown])[])
        yield* ofMutability(body, [list, index, name]);
    }
  }
}

/** Exceptions of tags go with the two modes that have some, and these do not go without. */
function* ofMutability(body: unknown, path: Path): Generator<Complaint> {
  if (!isMapping(body)) return;
  const { [MODE]: mode, [FILTERS]: filters, registry } = body;
  const excepts = typeof mode === 'string' && mode.endsWith('_WITH_EXCLUSION');
  const wrong = (at: Path, says: string): Complaint => ({ code: 'SCENARIO_WRONG_VALUE', path: at, part: 'key', says });
  if (excepts && filters === undefined)
    yield wrong([...path, MODE], `${nameOf([...path, MODE])} is "${mode}", which needs "${FILTERS}"`);
  if (!excepts && filters !== undefined)
    yield wrong(
      [...path, FILTERS],
      `${nameOf([...path, FILTERS])} needs "${MODE}: IMMUTABLE_WITH_EXCLUSION" or "MUTABLE_WITH_EXCLUSION"`,
    );
  const templates = isMapping(registry) ? registry['creationTemplates'] : undefined;
  if (Array.isArray(templates)) {
    for (const [at, template] of (templates as readonly unknown[]).entries())
      yield* ofMutability(template, [...path, 'registry', 'creationTemplates', at]);
  }
}
