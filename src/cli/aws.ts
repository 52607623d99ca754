import { resolve } from 'node:path';
import { rulesOfConfiguration } from '../bus/aws/aws-rule.ts';
import { policyFor } from '../bus/aws/policy.ts';
import type { AwsSpec, AwsStrategy } from '../bus/bus-spec.ts';
import { Problem } from '../problem.ts';
import { findConfig, loadSetup } from '../rehearse/config.ts';

/** What `aws policy` may be told. */
export interface PolicyFlags {
  readonly strategy?: AwsStrategy;
  readonly account?: string;
  readonly region?: string;
  readonly role?: string;
  readonly config?: string;
}

/** Prints the least that IAM has to allow for a strategy: for the rules of the configuration and their targets, and no others. */
export async function policy({ config, ...flags }: PolicyFlags): Promise<void> {
  const file = config === undefined ? findConfig(process.cwd()) : resolve(config);
  const setup = file === undefined ? undefined : await loadSetup(file);
  const configured = setup?.bus?.kind === 'aws' ? setup.bus : undefined;
  const { strategy = 'invoke', account, region, ...rest }: Partial<AwsSpec> = { ...configured, ...flags };
  if (account === undefined || region === undefined) {
    const missing = account === undefined ? 'account' : 'region';
    throw new Problem(
      'USAGE',
      `Cannot say what to allow: no ${missing} is named, wanted --${missing} or "bus" in the configuration`,
    );
  }
  const plan = { ...rest, strategy, account, region };
  process.stdout.write(
    `${JSON.stringify(policyFor(plan, rulesOfConfiguration(setup?.rules ?? [], plan)), undefined, 2)}\n`,
  );
}
