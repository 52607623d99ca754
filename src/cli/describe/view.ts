import type { Command } from 'commander';
import type { ViewFlags } from '../view.ts';
import { example } from './options.ts';

/** Describes `ecreplay view`. */
export function describeView(root: Command): void {
  root
    .command('view')
    .summary('look at a saved run or a recording')
    .description(
      'Writes a page that shows what happened: what was done in the registry, what AWS said of it, which rules matched and why others did not, and what consumers did. The page needs nothing but itself.',
    )
    .argument('<file>', 'a run that "--report FILE.json" has saved, or a recording')
    .option('-o, --output <file>', 'where the page is written; beside the file unless told')
    .option('--against <file>', 'show another run or recording below it, and mark what one has and the other has not')
    .option('--open', 'open the page')
    .addHelpText('after', example('ecreplay run scenarios --report run.json', 'ecreplay view run.json --open'))
    .action(async (file: string, flags: ViewFlags) => {
      const { view } = await import('../view.ts');
      await view(file, flags);
    });
}
