import { resolve } from 'node:path';
import { rulesOfConfiguration } from '../bus/aws/aws-rule.ts';
import { type IamPolicy, policyFor } from '../bus/aws/policy.ts';
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
  /** A source of `ecreplay record`, and what of its flags needs more or something else. */
  readonly record?: string;
  readonly live?: true;
  readonly delete?: true;
  readonly verifyDigests?: true;
}

/** Prints the least that IAM has to allow to record from a source, or for a strategy: for the rules of the configuration and their targets, and no others. */
export async function policy(given: PolicyFlags): Promise<void> {
  const { config, record, live, delete: takes, verifyDigests, ...flags } = given;
  if (record !== undefined) {
    const { sourcePolicy } = await import('../recording/capture/source-policy.ts');
    print(sourcePolicy(record, given));
    return;
  }
  if ((live ?? takes ?? verifyDigests) === true)
    throw new Problem('USAGE', 'Cannot read "--live", "--delete" or "--verify-digests": they are for --record');
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
  print(policyFor(plan, rulesOfConfiguration(setup?.rules ?? [], plan)));
}

function print(policy_: IamPolicy): void {
  process.stdout.write(`${JSON.stringify(policy_, undefined, 2)}\n`);
}
