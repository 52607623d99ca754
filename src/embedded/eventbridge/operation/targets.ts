import type { Operation } from '../../service.ts';
import type { Buses } from '../buses.ts';
import { tooMany } from '../refusal.ts';
import { findRule, refuseManaged } from '../rules.ts';
import type { Sender } from '../send/send-to.ts';
import type { TargetDefinition } from '../target-definition.ts';
import { checkTarget, refuseTarget, type RefusedTarget, toTarget } from '../targets.ts';
import { type Page, pageOf } from './page.ts';
import { typed } from './typed.ts';
import { partitionOf } from '../../partition.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MOST_TARGETS = 5;

interface OfRule {
  readonly Rule: string;
  readonly EventBusName?: string;
}

/** How to send to what EventBridge itself keeps: other buses and API destinations. */
export type OwnSender = (arn: string) => Sender | undefined;

/** The operations on the targets of rules. */
export function targetOperations(buses: Buses, ownSender: OwnSender): Readonly<Record<string, Operation>> {
  return {
    PutTargets: typed<OfRule & { readonly Targets: readonly TargetDefinition[] }>((input) => {
      const rule = findRule(buses.find(input.EventBusName), input.Rule);
      refuseManaged(rule, false);
      for (const target of input.Targets) checkTarget(target, buses.neighbours);
      if (new Set([...rule.targets.keys(), ...input.Targets.map(({ Id }) => Id)]).size > MOST_TARGETS) throw tooMany();
      const FailedEntries: RefusedTarget[] = [];
      for (const definition of input.Targets) {
        const own = ownSender(definition.Arn);
        const refused = refuseTarget(definition, own);
        if (refused === undefined) rule.targets.set(definition.Id, toTarget(definition, own, buses.neighbours));
        else FailedEntries.push(refused);
      }
      return { FailedEntryCount: FailedEntries.length, FailedEntries };
    }),
    RemoveTargets: typed<OfRule & { readonly Ids: readonly string[]; readonly Force?: boolean }>((input) => {
      const rule = findRule(buses.find(input.EventBusName), input.Rule);
      refuseManaged(rule, input.Force === true);
      const unknown = input.Ids.filter((id) => !rule.targets.delete(id));
      const FailedEntries = unknown.map((id) => ({
        TargetId: id,
        ErrorCode: 'ResourceNotFoundException',
        ErrorMessage: `Rule '${rule.name}' does not have a target with the Id '${id}'.`,
      }));
      return { FailedEntryCount: FailedEntries.length, FailedEntries };
    }),
    ListTargetsByRule: typed<OfRule & Page>((input) => {
      const { targets, keep, name } = findRule(buses.find(input.EventBusName), input.Rule);
      const { region } = buses.neighbours.scene;
      // An archive's rule shows where its events go, in a form that no target of an account could have.
      const kept = keep === undefined ? [] : [{ Id: name, Arn: `arn:${partitionOf(region)}:events:${region}:::` }];
      const { page, next } = pageOf([...kept, ...[...targets.values()].map(({ definition }) => definition)], input);
      return { Targets: page, ...next };
    }),
  };
}
