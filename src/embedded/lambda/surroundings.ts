import type { Agenda } from '../agenda.ts';
import type { ResourcePolicy } from '../policy/permissions.ts';
import type { Scene } from '../scene.ts';

/** Message attributes, as SQS and SNS both word them. */
export type Attributes = Readonly<Record<string, { readonly dataType: string; readonly value: string }>>;

type PolicyOf = (arn: string) => ResourcePolicy | undefined;

/** The other services that Lambda hands results on to. */
export interface Neighbours {
  readonly queues: {
    readonly policyOf?: PolicyOf;
    send(arn: string, message: { readonly body: string; readonly attributes?: Attributes }): unknown;
  };
  readonly topics: {
    readonly policyOf?: PolicyOf;
    publish(arn: string, message: { readonly message: string; readonly attributes?: Attributes }): unknown;
  };
  readonly buses: {
    readonly policyOf?: PolicyOf;
    put(entries: readonly Readonly<Record<string, unknown>>[]): unknown;
  };
}

/** What Lambda stands in: the scenario's account and ids, its time, and the services beside it. */
export interface Surroundings {
  readonly scene: Pick<Scene, 'account' | 'region' | 'random'> &
    Partial<Pick<Scene, 'permissions'>> & { readonly agenda: Agenda };
  readonly neighbours: Neighbours;
}
