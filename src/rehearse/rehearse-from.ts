import { folderOf, openSetup, type SetupSource } from './load-setup.ts';
import { loadScenario, type ScenarioSource } from './load-scenario.ts';
import { type Rehearsal, rehearse, type Surroundings } from './rehearse.ts';

/**
 * The whole line, once, for a test or a script of one's own: reads the scenario and the setup from wherever they are, acts out,
 * delivers and judges. Without a setup the nearest `ecreplay.config.ts` holds, as it does for `ecreplay run`.
 *
 * What a consumer does wrong is a finding, and does not throw. Throws `Problem` or `Problems` for what a person has to mend.
 *
 * @example
 * const { findings } = await rehearse('scenarios/push.yaml', { consumers: { deployer: handler }, rules: { … } });
 */
export async function rehearseFrom(
  scenario: ScenarioSource,
  setup?: SetupSource,
  surroundings: Surroundings = {},
): Promise<Rehearsal> {
  const read = await loadScenario(scenario);
  const opened = await openSetup(setup, folderOf(read.file));
  return rehearse(read, opened.setup, { handlers: opened.handlers, ...surroundings });
}
