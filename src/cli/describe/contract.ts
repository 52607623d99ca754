import { type Command, Option } from 'commander';
import type { ContractFlags } from '../contract.ts';
import { example, seed } from './options.ts';

/** Describes `ecreplay contract`. */
export function describeContract(root: Command): void {
  root
    .command('contract')
    .summary('try what breaks other consumers of these events on yours, with no scenario written')
    .description(
      "Holds a consumer to the contracts that every consumer of ECR's events has to keep: duplicates, any order, untagged images, null elements, failed calls and more. Prints the smallest event or sequence that breaks one, with where it failed and how to mend it. Exit code 1 when one is broken.",
    )
    .argument('[consumer]', 'a consumer of the configuration by its name, or "path#export" where there is none')
    .option('--list', 'print what each contract means, the incident it comes from, and how to mend what breaks it')
    .option('--operations', 'print the table of operations: what calling each twice means')
    .option('--only <names...>', 'only these contracts')
    .option('--except <names...>', 'all but these contracts')
    .addOption(seed())
    .option(
      '--key <key>',
      'within what the order of events is to make no difference: repository, image, tag, all, or the path of a member',
      'repository',
    )
    .option(
      '--rule <pattern>',
      'with path#export: the event pattern of its rule, as JSON; everything of ECR unless told',
    )
    .option('--config <file>', 'the configuration; the nearest ecreplay.config.ts unless told')
    .addOption(new Option('-o, --output <file>', 'write the first that is broken as a scenario'))
    .option('--report <file>', 'write what is broken to a page that shows it (.html), or for "ecreplay view" (.json)')
    .option('--json', 'print one verdict a line as JSON')
    .addHelpText(
      'after',
      example(
        'ecreplay contract deployer',
        'ecreplay contract src/deployer.ts#handler --except order-independent',
        'ecreplay contract --list',
      ),
    )
    .action(async (consumer: string | undefined, flags: ContractFlags) => {
      const { contract } = await import('../contract.ts');
      await contract(consumer, flags);
    });
}
