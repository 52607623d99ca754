import type { Command } from 'commander';
import type { InitFlags } from '../init.ts';
import { example } from './options.ts';

/** Describes `ecreplay init`. */
export function describeInit(root: Command): void {
  root
    .command('init')
    .summary('write a configuration, first scenarios and a workflow for what a repository has')
    .description(
      'Looks at a repository for rules on Amazon ECR in its infrastructure code and for the consumers behind them, and writes ecreplay.config.ts, scenarios/ with what each rule waits for, and .github/workflows/ecreplay.yml. Where nothing is found, it writes a rule and a handler to begin with. A file that is there is never written over.',
    )
    .argument('[folder]', 'the repository', '.')
    .option('--dry-run', 'print what would be written, and write nothing')
    .addHelpText('after', example('ecreplay init', 'ecreplay init services/deployer --dry-run'))
    .action(async (folder: string, flags: InitFlags) => {
      const { init } = await import('../init.ts');
      await init(folder, flags);
    });
}
