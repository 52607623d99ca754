import type { Operation } from '../../service.ts';
import type { Buses } from '../buses.ts';
import type { BusRule } from '../event-bus.ts';
import { deleteRule, findRule, putRule, refuseManaged, setState } from '../rules.ts';
import type { Tag, Tags } from '../tags.ts';
import { type Page, pageOf } from './page.ts';
import { typed } from './typed.ts';

interface Named {
  readonly Name: string;
  readonly EventBusName?: string;
}

interface PutRuleInput extends Named {
  readonly EventPattern?: string;
  readonly ScheduleExpression?: string;
  readonly State?: BusRule['state'];
  readonly Description?: string;
  readonly RoleArn?: string;
  readonly Tags?: readonly Tag[];
}

/** The operations on rules themselves. */
export function ruleOperations(buses: Buses, tags: Tags): Readonly<Record<string, Operation>> {
  return {
    PutRule: typed<PutRuleInput>((input) => {
      const bus = buses.find(input.EventBusName);
      const known = bus.rules.get(input.Name);
      if (known !== undefined) refuseManaged(known, false);
      const rule = putRule(buses, bus, {
        name: input.Name,
        pattern: input.EventPattern,
        schedule: input.ScheduleExpression,
        state: input.State,
        description: input.Description,
        roleArn: input.RoleArn,
      });
      // Of a rule that exists, tags are changed by TagResource alone.
      if (known === undefined) tags.set(rule.arn, input.Tags ?? []);
      return { RuleArn: rule.arn };
    }),
    DescribeRule: typed<Named>(({ Name, EventBusName }) => {
      const rule = findRule(buses.find(EventBusName), Name);
      return { ...describeRule(rule), CreatedBy: buses.neighbours.scene.account };
    }),
    DeleteRule: typed<Named & { readonly Force?: boolean }>(({ Name, EventBusName, Force }) => {
      const bus = buses.find(EventBusName);
      const arn = bus.rules.get(Name)?.arn;
      deleteRule(bus, Name, { force: Force === true });
      if (arn !== undefined) tags.forget(arn);
    }),
    EnableRule: typed<Named>(({ Name, EventBusName }) => setState(buses, buses.find(EventBusName), Name, 'ENABLED')),
    DisableRule: typed<Named>(({ Name, EventBusName }) => setState(buses, buses.find(EventBusName), Name, 'DISABLED')),
    ListRules: typed<Page & { readonly NamePrefix?: string; readonly EventBusName?: string }>((input) => {
      const rules = byName(buses.find(input.EventBusName).rules.values());
      const wanted = rules.filter(({ name }) => name.startsWith(input.NamePrefix ?? ''));
      const { page, next } = pageOf(wanted, input);
      return { Rules: page.map(describeRule), ...next };
    }),
    ListRuleNamesByTarget: typed<Page & { readonly TargetArn: string; readonly EventBusName?: string }>((input) => {
      const rules = byName(buses.find(input.EventBusName).rules.values());
      const wanted = rules.filter(({ targets }) =>
        [...targets.values()].some(({ definition }) => definition.Arn === input.TargetArn),
      );
      const { page, next } = pageOf(wanted, input);
      return { RuleNames: page.map(({ name }) => name), ...next };
    }),
  };
}

function byName(rules: Iterable<BusRule>): BusRule[] {
  return [...rules].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function describeRule(rule: BusRule): object {
  const { name, arn, pattern, schedule, state, description, roleArn, managedBy, busName } = rule;
  return {
    Name: name,
    Arn: arn,
    ...(pattern !== undefined && { EventPattern: pattern }),
    ...(schedule !== undefined && { ScheduleExpression: schedule }),
    State: state,
    ...(description !== undefined && { Description: description }),
    ...(roleArn !== undefined && { RoleArn: roleArn }),
    ...(managedBy !== undefined && { ManagedBy: managedBy }),
    EventBusName: busName,
  };
}
