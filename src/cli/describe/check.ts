import { Argument, type Command } from 'commander';
import { example } from './options.ts';

/** Describes `ecreplay check`. */
export function describeCheck(root: Command): void {
  root
    .command('check')
    .summary('read scenarios and print every problem in them')
    .description(
      'Reads scenarios and acts them out, without delivering anything, and prints every problem of every file.',
    )
    .addArgument(new Argument('[paths...]', 'scenario files, or folders of them').default(['scenarios']))
    .addHelpText('after', example('ecreplay check scenarios'))
    .action(async (paths: readonly string[]) => {
      const { check } = await import('../check.ts');
      await check(paths);
    });
}
