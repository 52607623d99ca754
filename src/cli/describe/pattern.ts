import type { Command } from 'commander';
import type { TestFlags } from '../pattern.ts';
import { example } from './options.ts';

/** Describes `ecreplay pattern test` and `lint`. */
export function describePattern(root: Command): void {
  const pattern = root
    .command('pattern')
    .summary('test and lint event patterns')
    .description('Tests event patterns against events, and finds what EventBridge refuses or no ECR event can match.');
  pattern
    .command('test')
    .description(
      'Says of each event whether the pattern matches it, and if not, why. Exit code 1 when one does not match.',
    )
    .requiredOption('--pattern <file>', 'the event pattern, JSON; - for standard input')
    .requiredOption('--event <file>', 'an event, or one on each line, JSON; - for standard input')
    .option('--json', 'print explanations as JSON, one a line')
    .addHelpText(
      'after',
      example(
        'ecreplay pattern test --pattern rule.json --event event.json',
        'ecreplay emit scenarios/push.yaml --channel eventbridge | ecreplay pattern test --pattern rule.json --event -',
      ),
    )
    .action(async (flags: TestFlags) => {
      const { testPattern } = await import('../pattern.ts');
      await testPattern(flags);
    });
  pattern
    .command('lint')
    .description(
      'Finds what EventBridge refuses (exit code 2) and what no event of Amazon ECR can ever match (exit code 1).',
    )
    .argument('<file>', 'the event pattern, JSON; - for standard input')
    .option('--json', 'print notes as JSON, one a line')
    .addHelpText('after', example('ecreplay pattern lint rule.json'))
    .action(async (file: string, flags: { json?: boolean }) => {
      const { lint } = await import('../pattern.ts');
      await lint(file, flags);
    });
}
