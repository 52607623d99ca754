import type { Instant } from '../../../clock.ts';
import { Fault } from '../../../wire/fault.ts';
import type { StateMachine } from '../execution.ts';

/** A machine as it was when it was published. */
export interface Version {
  readonly number: number;
  readonly arn: string;
  readonly created: Instant;
  readonly description: string | undefined;
  readonly revisionId: string | undefined;
  readonly definition: string;
  readonly roleArn: string;
}

/** Publishes a machine as it is now. A version of the same revision is published already. */
export function publish(
  machine: StateMachine,
  now: Instant,
  { revisionId, description }: { readonly revisionId?: string | undefined; readonly description?: string | undefined },
): Version {
  if (revisionId !== undefined && revisionId !== machine.revisionId) {
    throw new Fault(
      'ConflictException',
      `Failed to publish the State Machine version for revision ${revisionId}. The current State Machine revision is ${machine.revisionId ?? 'null'}.`,
    );
  }
  const known = [...machine.versions.values()].find((version) => version.revisionId === machine.revisionId);
  if (known !== undefined) return known;
  machine.published += 1;
  const version: Version = {
    number: machine.published,
    arn: `${machine.arn}:${machine.published}`,
    created: now,
    description,
    revisionId: machine.revisionId,
    definition: machine.definition,
    roleArn: machine.roleArn,
  };
  machine.versions.set(version.arn, version);
  return version;
}

/** Deletes a version that no alias leads to. One that is not there is deleted already. */
export function unpublish({ versions, aliases }: StateMachine, arn: string): void {
  const names = [...aliases.values()]
    .filter(({ routes }) => routes.some(({ stateMachineVersionArn }) => stateMachineVersionArn === arn))
    .map(({ name }) => name);
  if (names.length > 0) {
    throw new Fault(
      'ConflictException',
      `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${names.join(', ')}]`,
    );
  }
  versions.delete(arn);
}
