import type { Instant } from '../../../clock.ts';
import type { Random } from '../../../random.ts';
import { Fault } from '../../../wire/fault.ts';

/** A name that leads to one version, or to two by chance. */
export interface Alias {
  readonly name: string;
  readonly arn: string;
  readonly created: Instant;
  updated: Instant;
  description: string | undefined;
  routes: readonly Route[];
}

/** A version, and how many executions of a hundred it is to run. */
export interface Route {
  readonly stateMachineVersionArn: string;
  readonly weight: number;
}

/** Refuses routes that cannot be taken. `isVersion`: whether there is a version of that ARN. */
export function refuseRoutes(routes: readonly Route[], isVersion: (arn: string) => boolean): void {
  const arns = routes.map(({ stateMachineVersionArn }) => stateMachineVersionArn);
  const received = `Received: [${arns.join(', ')}]`;
  if (new Set(arns).size < arns.length) {
    throw invalid(`Routing configuration must contain distinct state machine version ARNs. ${received}`);
  }
  const weights = routes.map(({ weight }) => weight);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
    throw invalid(`Sum of routing configuration weights must equal 100. Received: [${weights.join(', ')}]`);
  }
  if (!arns.every(isVersion)) {
    throw invalid(`Routing configuration must contain state machine version ARNs. ${received}`);
  }
  if (new Set(arns.map(machineOf)).size > 1) {
    throw invalid(`Routing configuration must contain versions of one state machine. ${received}`);
  }
}

/** The version that one execution takes. */
export function chooseRoute({ routes }: Alias, random: Random): string {
  const [first, second] = routes;
  return second === undefined || random() * 100 < first!.weight
    ? first!.stateMachineVersionArn
    : second.stateMachineVersionArn;
}

/** The ARN of the machine that a version or an alias is of. */
export function machineOf(arn: string): string {
  return arn.slice(0, arn.lastIndexOf(':'));
}

function invalid(message: string): Fault {
  return new Fault('ValidationException', message);
}
