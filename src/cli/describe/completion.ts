import { Argument, type Command } from 'commander';
import { Problem } from '../../problem.ts';
import { SHELLS, type Shell } from '../completion.ts';
import { example } from './options.ts';

/** Describes `ecreplay completion`. */
export function describeCompletion(root: Command): void {
  root
    .command('completion')
    .summary('print a script that completes this command in a shell')
    .description(
      'Prints a script for a shell to read, which then completes verbs, options and their values, flows, consumers and scenario files.',
    )
    .addArgument(new Argument('[shell]', 'the shell').choices(SHELLS))
    .addHelpText(
      'after',
      example(
        'source <(ecreplay completion bash)',
        'source <(ecreplay completion zsh)',
        'ecreplay completion fish | source',
      ),
    )
    .action(async (shell: Shell | undefined) => {
      if (shell === undefined)
        throw new Problem('USAGE', `Cannot tell for which shell: wanted one of ${SHELLS.join(', ')}`);
      const { printScript } = await import('../completion.ts');
      printScript(shell);
    });
}
