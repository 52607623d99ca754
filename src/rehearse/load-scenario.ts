import { fileURLToPath } from 'node:url';
import type { Scenario } from '../scenario/scenario.ts';
import type { WrittenScenario } from '../scenario/written.ts';

/**
 * What a scenario can be given as: one that was read already, the path of its file, its text (a text with line breaks is one),
 * or its members, written in place.
 */
export type ScenarioSource = Scenario | WrittenScenario | string | URL;

/** What places say of a scenario that is in no file. */
const NOWHERE = 'scenario.yaml';

/** Reads a scenario from wherever it is. Throws `Problems` with everything that is wrong with it. */
export async function loadScenario(source: ScenarioSource): Promise<Scenario> {
  if (source instanceof URL) return loadScenario(fileURLToPath(source));
  if (typeof source === 'string' && !source.includes('\n')) {
    const { readScenarioFile } = await import('../scenario/read-file.ts');
    return readScenarioFile(source);
  }
  if (typeof source === 'object' && isRead(source)) return source;
  const { readScenario } = await import('../scenario/read.ts');
  return readScenario(typeof source === 'string' ? source : textOf(source), NOWHERE);
}

function isRead(source: Scenario | WrittenScenario): source is Scenario {
  return 'places' in source;
}

/** JSON is YAML, and what is wrong with it is then told at a line of its own. */
function textOf(written: WrittenScenario): string {
  return JSON.stringify({ version: 1, description: 'A scenario that a test has written.', ...written }, undefined, 2);
}
