import { printBriefly } from '../scenario/brief.ts';
import type { Expectation } from '../scenario/expectation.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Breach } from './search.ts';

/** Words what was found as the text of a scenario file, with the promises that it breaks; it fails the same way under `ecreplay run`. */
export function toFile(
  scenario: Scenario,
  { sentence }: Pick<Breach, 'sentence'>,
  expect: readonly Expectation[],
): string {
  const { name: _name, file: _file, places: _places, ...said } = scenario;
  // One line, whatever a consumer throws: letters and what YAML leaves alone.
  const description = `Found by ecreplay explore: ${sentence}`.replaceAll(/\s+/g, ' ').slice(0, 300);
  return printBriefly({ ...said, description, expect: [...expect] });
}
