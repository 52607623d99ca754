import { Problem } from '../../../problem.ts';
import { remoteProblem } from '../../remote/failure.ts';
import { targetsOf } from '../account-rules.ts';
import { type AwsRule, withConsumer } from '../aws-rule.ts';
import type { AwsStage } from '../stage.ts';

/** An archive of the account, and the window of it that is replayed. */
export interface Archived {
  readonly arn: string;
  readonly from: Date;
  readonly to: Date;
  /** The bus that its events came from, and go to again. */
  readonly bus: { readonly name: string; readonly arn: string };
  /** The rules of the account that the user wants to fire. */
  readonly filterArns: readonly string[];
}

/** Reads what is to be replayed. Throws the `Problem` of a replay that would fire rules which nobody has named. */
export async function readArchived({ spec, clients, whose }: AwsStage): Promise<Archived> {
  const { archive, account, region, endpoint } = spec;
  const cannot = 'Cannot replay an archive:';
  if (archive === undefined) {
    throw new Problem(
      'CONFIG_INVALID',
      `${cannot} the configuration names none, wanted "archive: { arn, from, to, filterArns }"`,
    );
  }
  // A configuration need not be TypeScript.
  const { arn, from, to, filterArns } = archive as Partial<typeof archive>;
  if (!Array.isArray(filterArns)) {
    throw new Problem(
      'CONFIG_INVALID',
      `${cannot} without FilterArns a replay fires every rule on the bus, wanted "archive.filterArns" with those that may`,
    );
  }
  const [begin, end] = [new Date(from ?? Number.NaN), new Date(to ?? Number.NaN)];
  if (!(begin < end)) {
    throw new Problem(
      'CONFIG_INVALID',
      `${cannot} wanted "archive.from" and "archive.to" as moments, one before the other`,
    );
  }
  const ours = `arn:aws:events:${region}:${account}:`;
  const stranger = [arn ?? '', ...filterArns].find((one) => !one.startsWith(ours));
  if (stranger !== undefined) {
    throw new Problem('CONFIG_INVALID', `${cannot} "${stranger}" is not in account ${account} in ${region}`);
  }
  try {
    const events = await clients.open('eventbridge');
    const ArchiveName = (arn ?? '').slice(`${ours}archive/`.length);
    const { EventSourceArn: busArn = '' } = await events.describeArchive({ ArchiveName });
    const name = busArn.slice(`${ours}event-bus/`.length);
    return { arn: arn ?? '', from: begin, to: end, bus: { name, arn: busArn }, filterArns: [...filterArns] };
  } catch (error) {
    throw remoteProblem(`replay the archive "${arn}" of ${whose}`, error, endpoint);
  }
}

/** Reads the rules that a replay fires. EventBridge sends to their targets by itself. */
export async function readFired(
  { bus, filterArns }: Archived,
  { clients, spec }: AwsStage,
): Promise<readonly AwsRule[]> {
  const events = await clients.open('eventbridge');
  const rules: AwsRule[] = [];
  for (const arn of filterArns) {
    const Name = arn.slice(arn.lastIndexOf('/') + 1);
    try {
      const { EventPattern, State = 'ENABLED' } = await events.describeRule({ Name, EventBusName: bus.name });
      if (EventPattern === undefined) continue;
      const targets = await targetsOf(clients, bus.name, Name);
      const aims = targets.map((target) => withConsumer({ target }, spec));
      rules.push({ name: Name, arn, pattern: EventPattern, state: State, aims });
    } catch (error) {
      throw remoteProblem(`replay through rule "${arn}"`, error, spec.endpoint);
    }
  }
  return rules;
}
