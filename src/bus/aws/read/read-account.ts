import { nearest } from '../../../nearest.ts';
import { Problem } from '../../../problem.ts';
import type { Owner } from '../../../rule/read/arn.ts';
import { judged } from '../../../rule/read/read-rules.ts';
import type { Note, Reading, RulesAccount } from '../../../rule/read/reading.ts';
import type { Resource } from '../../../rule/read/resource.ts';
import { at, nameIn, type Value } from '../../../rule/read/value.ts';
import { type Clients, openClients } from '../../remote/clients.ts';
import { isMissing, remoteProblem } from '../../remote/failure.ts';
import { targetsOf } from '../account-rules.ts';
import { callerAccount } from '../safety.ts';
import { accountResource, present } from './account-resource.ts';
import { openAsking } from './asking.ts';
import { targetResources } from './target-resources.ts';

/**
 * Reads the rules of a bus of an account with all that a template would say of them. Nothing but `Get`, `List` and `Describe` is called,
 * and nothing before STS has said whose the credentials are. What they may not read besides the rules is noted and left open.
 */
export async function readAccount({
  account,
  eventBus = 'default',
  endpoint,
  ...from
}: RulesAccount): Promise<Reading> {
  const region = from.region ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  if (region === undefined) {
    throw new Problem(
      'CONFIG_INVALID',
      'Cannot read the rules of an account: no region is named, wanted "region", --region or AWS_REGION',
    );
  }
  const { profile } = from;
  const clients = openClients({
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(profile !== undefined && { profile }),
  });
  try {
    const found = await callerAccount(clients, endpoint);
    if (account !== true && found !== account) {
      throw new Problem(
        'ENVIRONMENT_MISSING',
        `Cannot read the rules of account ${account}: the credentials are of account ${found}`,
      );
    }
    return { ...(await readBus(clients, eventBus, { account: found, region }, endpoint)), unasked: [] };
  } finally {
    clients[Symbol.dispose]();
  }
}

async function readBus(
  clients: Clients,
  bus: string,
  owner: Owner,
  endpoint: string | undefined,
): Promise<Omit<Reading, 'unasked'>> {
  const { rules, notes } = await rulesOf(clients, bus, owner, endpoint);
  const asking = openAsking(endpoint);
  const arns = rules.flatMap(({ properties }) => (properties['Targets'] as readonly Value[]).flatMap(arnsIn));
  const others: Resource[] = [];
  for (const arn of new Set(arns)) others.push(...(await targetResources(clients, arn, owner, asking)));
  const read = judged({ resources: [...rules, ...others], notes, files: [] });
  return { ...read, notes: [...read.notes, ...asking.notes] };
}

function arnsIn(target: Value): readonly string[] {
  return [nameIn(at(target, 'Arn')), nameIn(at(target, 'DeadLetterConfig', 'Arn'))].filter((arn) => arn !== undefined);
}

/** The rules of a bus, all pages of them; those that a service keeps for itself are named and left. */
async function rulesOf(
  clients: Clients,
  EventBusName: string,
  owner: Owner,
  endpoint: string | undefined,
): Promise<{ readonly rules: readonly Resource[]; readonly notes: readonly Note[] }> {
  const rules: Resource[] = [];
  const notes: Note[] = [];
  try {
    const events = await clients.open('eventbridge');
    let NextToken: string | undefined;
    do {
      const { Rules = [], NextToken: next } = await events.listRules({ EventBusName, NextToken });
      for (const { Name = '', Arn = '', EventPattern, ScheduleExpression, State, ManagedBy } of Rules) {
        if (ManagedBy !== undefined) {
          const message = `Rule "${Name}" is kept by ${ManagedBy}: it is left out`;
          notes.push({ severity: 'note', code: 'NOT_READ', message, place: { file: Arn, line: 1, column: 1 } });
          continue;
        }
        const Targets = (await targetsOf(clients, EventBusName, Name)) as unknown as readonly Value[];
        const said = present({ Name, EventBusName, EventPattern, ScheduleExpression, State, Targets });
        rules.push(accountResource(Arn, 'AWS::Events::Rule', said, owner));
      }
      NextToken = next;
    } while (NextToken !== undefined);
  } catch (error) {
    if (isMissing(error)) throw await noSuchBus(clients, EventBusName, error);
    throw remoteProblem(`read the rules of account ${owner.account}`, error, endpoint);
  }
  return { rules, notes };
}

async function noSuchBus(clients: Clients, name: string, cause: unknown): Promise<Problem> {
  const known = await (await clients.open('eventbridge')).listEventBuses({}).then(
    ({ EventBuses = [] }) => EventBuses.flatMap(({ Name }) => Name ?? []),
    // Whoever may list rules may not list buses, perhaps; the name is wrong all the same.
    () => [],
  );
  const meant = nearest(name, known);
  const advice =
    meant !== undefined
      ? `, did you mean "${meant}"`
      : known.length === 0
        ? ''
        : `, which has ${known.map((one) => `"${one}"`).join(', ')}`;
  return new Problem('CONFIG_INVALID', `Cannot read the rules of bus "${name}": the account has no such bus${advice}`, {
    cause,
  });
}
