import { type Command, InvalidArgumentError, Option } from 'commander';
import type { RulesFlags } from '../rules.ts';
import { regionFault } from '../../rule/read/region.ts';
import { example, toAccount } from './options.ts';

/** Describes `ecreplay rules`. */
export function describeRules(root: Command): void {
  root
    .command('rules')
    .summary('read the rules of infrastructure code, and find what is wrong with them')
    .description(
      'Prints the rules of CloudFormation, SAM, CDK (cdk.out), Terraform (a plan, a state or .tf files), the Serverless Framework, or a live account, with their targets and permissions. Exit code 1 when one can never match an event of Amazon ECR, or may not send to its target, or has no input for it, or one built of a tag that an image without one lacks; 2 when EventBridge would refuse one, or a file cannot be read.',
    )
    .argument('[paths...]', 'templates, plans, or folders of them')
    .addOption(
      new Option('--parameter <name=value>', 'what only a deployment knows; may be repeated')
        .argParser((text: string, before: Readonly<Record<string, string>>) => {
          const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
          if (name === undefined || value === undefined) throw new InvalidArgumentError('wanted Name=value');
          return { ...before, [name]: value };
        })
        .default({}, 'none'),
    )
    .addOption(new Option('--account <id>', 'the account that it is for').argParser(toAccount))
    .addOption(new Option('--region <name>', 'the region that it is for').argParser(toRegion))
    .option(
      '--aws',
      'read the rules of the account that the credentials are of, or of --account alone; nothing in it is changed',
    )
    .option('--bus <name>', 'with --aws: the bus that they are on, "default" unless told')
    .option('--profile <name>', 'with --aws: the profile whose credentials are taken')
    .option('--endpoint <url>', 'with --aws: what plays the role of AWS')
    .option('--json', 'print what was read as JSON')
    .addHelpText(
      'after',
      example(
        'ecreplay rules template.yaml --parameter Stage=prod',
        'ecreplay rules cdk.out',
        'ecreplay rules --aws --bus images --region us-east-2',
      ),
    )
    .action(async (paths: readonly string[], flags: RulesFlags) => {
      const { rules } = await import('../rules.ts');
      await rules(paths, flags);
    });
}

function toRegion(text: string): string {
  const fault = regionFault(text);
  if (fault === undefined) return text;
  throw new InvalidArgumentError(`"${text}" ${fault}`);
}
