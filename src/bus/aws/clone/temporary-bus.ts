import type { Target } from '@aws-sdk/client-eventbridge';
import type { TargetDefinition } from '../../../embedded/eventbridge/target-definition.ts';
import { Problem } from '../../../problem.ts';
import { remoteProblem } from '../../remote/failure.ts';
import { tagList, tagsOf } from '../../remote/resource.ts';
import type { AwsStage } from '../stage.ts';

/** A bus that only this run puts events on. Its names are known before it is made. */
export interface TemporaryBus {
  readonly name: string;
  /** What only envelopes of this run bear. */
  readonly source: string;
  /** What only their traces bear, eight hexadecimal digits. */
  readonly trace: string;
  /** The ARN of a rule of the bus; `*` for all of them. */
  ruleArn(rule: string): string;
  make(): Promise<void>;
  /** Makes a rule with its targets. */
  add(rule: string, pattern: string, targets: readonly TargetDefinition[]): Promise<void>;
}

/** Plans a bus of its own for a run, with tags by which it is found again. */
export function temporaryBus({ clients, holdings, spec, clock, random, prefix: name }: AwsStage): TemporaryBus {
  const Tags = tagList(tagsOf(holdings.run, clock.now()));

  async function attempting<Made>(attempt: string, make: () => Promise<Made>): Promise<Made> {
    try {
      return await make();
    } catch (error) {
      throw remoteProblem(attempt, error, spec.endpoint);
    }
  }

  return {
    name,
    source: name,
    trace: random.hex(8),
    ruleArn: (rule) => `arn:aws:events:${spec.region}:${spec.account}:rule/${name}/${rule}`,
    make: async () => {
      await attempting(`make the bus "${name}"`, async () => {
        const events = await clients.open('eventbridge');
        await holdings.make({ kind: 'event-bus', name }, () => events.createEventBus({ Name: name, Tags }));
      });
    },
    add: async (rule, EventPattern, targets) => {
      const attempt = `make the clone of rule "${rule}"`;
      const { FailedEntries = [] } = await attempting(attempt, async () => {
        const events = await clients.open('eventbridge');
        await holdings.make({ kind: 'rule', name: rule, bus: name }, () =>
          events.putRule({ Name: rule, EventBusName: name, EventPattern, Tags }),
        );
        return events.putTargets({ Rule: rule, EventBusName: name, Targets: targets as unknown as Target[] });
      });
      const [failed] = FailedEntries;
      if (failed === undefined) return;
      throw new Problem(
        'CONFIG_INVALID',
        `Cannot ${attempt}: ${failed.ErrorMessage ?? ''} (${failed.ErrorCode ?? ''})`,
      );
    },
  };
}
