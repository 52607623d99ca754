import { Problem, Problems } from '../../problem.ts';
import { seeded } from '../../random.ts';
import type { AwsSpec, AwsStrategy } from '../bus-spec.ts';
import type { Bus } from '../bus.ts';
import type { Staging } from '../open-bus.ts';
import { type Clients, openClients } from '../remote/clients.ts';
import { remoteProblem } from '../remote/failure.ts';
import { openHoldings } from '../remote/holdings.ts';
import { openLedger } from '../remote/ledger.ts';
import { PREFIX } from '../remote/resource.ts';
import { wallClock } from '../remote/wall-clock.ts';
import { rulesOfAccount } from './account-rules.ts';
import { type AwsRule, rulesOfConfiguration } from './aws-rule.ts';
import { openArchiveBus } from './archive/archive-bus.ts';
import { openCloneBus } from './clone/clone-bus.ts';
import { openInvokeBus } from './invoke/invoke-bus.ts';
import { blankLedger, dryRun } from './dry-run.ts';
import { openMeter } from './meter.ts';
import { proveAccount, refuseProduction } from './safety.ts';
import { unheardOf } from './unheard.ts';
import type { AwsStage } from './stage.ts';

/** How each strategy brings events to their targets. */
const STRATEGIES: Readonly<Record<AwsStrategy, (stage: AwsStage, rules: readonly AwsRule[]) => Promise<Bus>>> = {
  invoke: openInvokeBus,
  clone: openCloneBus,
  archive: openArchiveBus,
};

/**
 * Opens a real account as a bus, by the strategy that the configuration names.
 *
 * Nothing is sent before STS has said that the account is the one that the user has named.
 */
export async function openAwsBus(spec: AwsSpec, staging: Staging): Promise<Bus> {
  const { strategy, account, region, endpoint } = spec;
  const random = seeded(crypto.randomUUID());
  const run = spec.run ?? random.hex(8);
  const name = `${run}-${random.hex(4)}`;
  const dry = spec.dryRun === true;
  const clients = openClients(
    { region, ...(endpoint !== undefined && { endpoint }) },
    { intercept: dry ? dryRun(spec, (line) => process.stdout.write(`${line}\n`)) : undefined },
  );
  const ledger = dry ? blankLedger(name) : openLedger(name, { bus: 'aws', account, region, endpoint });
  const holdings = openHoldings(ledger, clients);
  const stage: AwsStage = {
    spec,
    staging,
    clients,
    holdings,
    meter: openMeter(dry ? undefined : spec.run, spec.budget),
    clock: wallClock(),
    random,
    prefix: `${PREFIX}${ledger.run}`,
    leaving: [],
    whose: endpoint === undefined ? `account ${account}` : `account ${account} at ${endpoint}`,
  };
  try {
    await proveAccount(clients, spec);
    const rules = await readRules(clients, spec, staging);
    refuseProduction(rules, spec);
    const bus = await STRATEGIES[strategy](stage, rules);
    const unheard = unheardOf(rules, staging, spec);
    let lost: unknown;
    return {
      ...bus,
      deliver: async (delivery) => {
        try {
          return { ...(await bus.deliver(delivery)), unheard };
        } catch (error) {
          lost ??= error;
          throw error;
        }
      },
      [Symbol.asyncDispose]: async () => {
        await bus[Symbol.asyncDispose]();
        await leave(stage, lost);
      },
    };
  } catch (error) {
    // What was made until then must not stay.
    await leave(stage, error);
    throw error;
  }
}

/** Takes everything away. What could not be must not hide why the run has ended: then both are told. */
async function leave({ leaving, holdings, clients }: AwsStage, lost: unknown): Promise<void> {
  try {
    await Promise.all(leaving.map((end) => end()));
    await holdings[Symbol.asyncDispose]();
  } catch (error) {
    if (error instanceof Problem && lost instanceof Problem) throw new Problems([lost, error]);
    throw error;
  } finally {
    clients[Symbol.dispose]();
  }
}

async function readRules(clients: Clients, spec: AwsSpec, staging: Staging): Promise<readonly AwsRule[]> {
  // A replay goes through the rules that it names.
  if (spec.rules === 'account' && spec.strategy === 'archive') return [];
  if (spec.rules !== 'account') return rulesOfConfiguration(staging.rules, spec);
  try {
    return await rulesOfAccount(clients, spec);
  } catch (error) {
    throw remoteProblem(`read the rules of account ${spec.account}`, error, spec.endpoint);
  }
}
