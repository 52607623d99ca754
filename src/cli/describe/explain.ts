import type { Command } from 'commander';
import { example } from './options.ts';

/** Describes `ecreplay explain`. */
export function describeExplain(root: Command): void {
  root
    .command('explain')
    .summary('say what a code or a broken promise means, with an example and how to mend it')
    .description(
      'Says what the code of a problem, a kind of promise or a contract means, with an example to try and how to mend it. Without a name it lists them.',
    )
    .argument('[names...]', 'codes such as SCENARIO_TAB, promises such as invoked, contracts such as tag-absent')
    .addHelpText('after', example('ecreplay explain SCENARIO_TAB', 'ecreplay explain'))
    .action(async (names: readonly string[]) => {
      const { explain } = await import('../explain.ts');
      explain(names);
    });
}
