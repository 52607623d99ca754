import type { ResourcePolicy } from '../policy/permissions.ts';
import type { Scene } from '../scene.ts';

/** Who may use a resource, by its ARN; `undefined` where there is none of that name. */
type PolicyOf = (arn: string) => ResourcePolicy | undefined;

/** What EventBridge stands in: the scenario's account and ids, its time, and the services that rules send to. */
export interface Neighbours {
  readonly scene: Pick<Scene, 'account' | 'region' | 'random' | 'agenda'> &
    Partial<Pick<Scene, 'permissions' | 'putEventsPerSecond' | 'takesSourcesOfAws'>>;
  readonly queues: {
    readonly policyOf?: PolicyOf;
    send(
      arn: string,
      message: {
        readonly body: string;
        readonly groupId?: string;
        readonly attributes?: Readonly<Record<string, { readonly dataType: string; readonly value: string }>>;
        readonly traceHeader?: string;
      },
    ): unknown;
  };
  readonly topics: {
    readonly policyOf?: PolicyOf;
    publish(arn: string, message: { readonly message: string }): unknown;
  };
  readonly logGroups: {
    readonly policyOf?: PolicyOf;
    put(
      group: string,
      stream: string,
      events: readonly { readonly timestamp: number; readonly message: string }[],
    ): unknown;
  };
  readonly streams: { put(arn: string, record: { readonly data: Uint8Array; readonly partitionKey: string }): unknown };
  readonly deliveryStreams: { put(arn: string, data: Uint8Array): unknown };
  readonly functions: {
    readonly policyOf?: PolicyOf;
    invoke(
      arn: string,
      payload: string,
      how: { readonly type: 'Event'; readonly event?: unknown },
    ): Promise<{ readonly requestId: string }>;
    /** Takes on an event that has been read, and is the function's own from here on; answers with the request id. */
    take?(arn: string, event: { readonly event: unknown; readonly text: string; readonly atMost?: number }): string;
  };
  readonly stateMachines: { start(arn: string, input: string): unknown };
  readonly commands: { send(command: Command): unknown };
  readonly tasks: { run(task: Task): unknown };
}

/** What Run Command is asked to do. */
export interface Command {
  readonly documentName: string;
  readonly targets: readonly { readonly key: string; readonly values: readonly string[] }[];
  readonly parameters: Readonly<Record<string, readonly string[]>>;
}

/** What ECS is asked to run. */
export interface Task {
  readonly cluster: string;
  readonly taskDefinition: string;
  readonly count: number;
  readonly launchType?: string;
  readonly group?: string;
  readonly platformVersion?: string;
  readonly networkConfiguration?: unknown;
  /** `containerOverrides` and its siblings, as the target's input says them. */
  readonly overrides?: unknown;
  readonly startedBy: string;
}
