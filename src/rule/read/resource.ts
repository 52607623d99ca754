import type { Place } from '../../problem.ts';
import type { Owner } from './arn.ts';
import type { Unresolved, Value, ValueMap } from './value.ts';

/**
 * A resource in CloudFormation's words, whichever language it was written in: what every format is read into, so that rules, targets
 * and permissions are looked for in one way.
 */
export interface Resource {
  readonly id: string;
  /** Such as `AWS::Events::Rule`. */
  readonly type: string;
  readonly properties: ValueMap;
  /** Whose it is: stacks of one project may be for several accounts. */
  readonly owner: Owner;
  /** The folder that paths of code are relative to. */
  readonly root: string;
  /** Why nobody knows whether it is there at all. */
  readonly doubt?: Unresolved;
  /** Where a CDK asset says that its code lies, relative to `root`. */
  readonly asset?: string;
  /** Where a property is written, or the nearest thing around it. */
  placeOf(...path: readonly (string | number)[]): Place;
}

/** A property of a resource. */
export function propertyOf(resource: Resource, name: string): Value | undefined {
  return Object.hasOwn(resource.properties, name) ? resource.properties[name] : undefined;
}
