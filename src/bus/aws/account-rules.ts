import type { TargetDefinition } from '../../embedded/eventbridge/target-definition.ts';
import type { Clients } from '../remote/clients.ts';
import { type AwsRule, type Whose, withConsumer } from './aws-rule.ts';

/** Reads the rules of a bus of the account that go by a pattern, with their targets; those that a service keeps, or that go by the clock, are left. */
export async function rulesOfAccount(
  clients: Clients,
  whose: Whose & { readonly eventBus?: string | undefined },
): Promise<readonly AwsRule[]> {
  const { eventBus: EventBusName = 'default' } = whose;
  const events = await clients.open('eventbridge');
  const rules: AwsRule[] = [];
  let NextToken: string | undefined;
  do {
    const { Rules = [], NextToken: next } = await events.listRules({ EventBusName, NextToken });
    for (const {
      Name: name = '',
      Arn: arn = '',
      EventPattern: pattern,
      State: state = 'ENABLED',
      ManagedBy,
    } of Rules) {
      if (pattern === undefined || ManagedBy !== undefined) continue;
      const aims = (await targetsOf(clients, EventBusName, name)).map((target) => withConsumer({ target }, whose));
      rules.push({ name, arn, pattern, state, aims });
    }
    NextToken = next;
  } while (NextToken !== undefined);
  return rules;
}

/** Reads the targets of a rule. */
export async function targetsOf(
  clients: Clients,
  EventBusName: string,
  Rule: string,
): Promise<readonly TargetDefinition[]> {
  const events = await clients.open('eventbridge');
  const targets: TargetDefinition[] = [];
  let NextToken: string | undefined;
  do {
    const { Targets = [], NextToken: next } = await events.listTargetsByRule({ EventBusName, Rule, NextToken });
    // The same form, but that the client's own type allows every member to be missing.
    targets.push(...(Targets as unknown as readonly TargetDefinition[]));
    NextToken = next;
  } while (NextToken !== undefined);
  return targets;
}
