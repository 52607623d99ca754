import type { Clients } from '../../remote/clients.ts';
import type { Owner } from '../../../rule/read/arn.ts';
import type { Resource } from '../../../rule/read/resource.ts';
import { type Value, at, itemsOf, nameIn } from '../../../rule/read/value.ts';
import { accountResource, present } from './account-resource.ts';
import type { Asking } from './asking.ts';

/**
 * Reads a function: what it runs, and who may invoke it. Its environment stays where it is, because secrets stand there.
 */
export async function functionResources(
  clients: Clients,
  arn: string,
  owner: Owner,
  { ask }: Asking,
): Promise<readonly Resource[]> {
  const [, , , , , , name = '', Qualifier] = arn.split(':');
  const lambda = async () => clients.open('lambda');
  const configured = await ask('the configuration of a function', arn, async () =>
    (await lambda()).getFunctionConfiguration({ FunctionName: arn }),
  );
  if (configured.kind === 'not there') return [];
  const policy = await ask('the policy of a function', arn, async () =>
    (await lambda()).getPolicy({ FunctionName: name, Qualifier }),
  );
  const permission = (Sid: string, properties: Readonly<Record<string, Value | undefined>>): Resource =>
    accountResource(`${arn}:${Sid}`, 'AWS::Lambda::Permission', present({ FunctionName: name, ...properties }), owner);
  const permissions =
    policy.kind === 'not told'
      ? [permission('policy', { Principal: 'events.amazonaws.com', SourceArn: policy.why })]
      : policy.kind === 'said'
        ? statementsIn(policy.said.Policy).map((statement) => permission(...permissionOf(statement)))
        : [];
  if (configured.kind === 'not told') return permissions;
  const { Runtime, Handler, Timeout, MemorySize, PackageType } = configured.said;
  const properties = present({ FunctionName: name, Runtime, Handler, Timeout, MemorySize, PackageType, Code: {} });
  return [accountResource(arn, 'AWS::Lambda::Function', properties, owner), ...permissions];
}

function statementsIn(policy: string | undefined): readonly Value[] {
  return policy === undefined ? [] : itemsOf(at(JSON.parse(policy) as Value, 'Statement'));
}

function permissionOf(statement: Value): [sid: string, properties: Readonly<Record<string, Value | undefined>>] {
  const condition = at(statement, 'Condition');
  const source = ['ArnLike', 'ArnEquals', 'StringLike', 'StringEquals'].flatMap(
    (operator) => at(condition, operator, 'AWS:SourceArn') ?? at(condition, operator, 'aws:SourceArn') ?? [],
  );
  const principal = at(statement, 'Principal');
  return [
    nameIn(at(statement, 'Sid')) ?? 'statement',
    {
      Action: at(statement, 'Action'),
      Principal: at(principal, 'Service') ?? principal,
      ...(source.length > 0 && { SourceArn: source[0] }),
    },
  ];
}

/** Reads what Lambda polls a queue or a stream for. */
export async function mappingResources(
  clients: Clients,
  EventSourceArn: string,
  owner: Owner,
  { ask }: Asking,
): Promise<{ readonly resources: readonly Resource[]; readonly functions: readonly string[] }> {
  const found = await ask('what polls a queue or a stream', EventSourceArn, async () =>
    (await clients.open('lambda')).listEventSourceMappings({ EventSourceArn }),
  );
  const mappings = found.kind === 'said' ? (found.said.EventSourceMappings ?? []) : [];
  return {
    resources: mappings.map(({ UUID = '', FunctionArn = '', BatchSize, State, FunctionResponseTypes }) =>
      accountResource(
        `${EventSourceArn}:${UUID}`,
        'AWS::Lambda::EventSourceMapping',
        present({
          EventSourceArn,
          FunctionName: FunctionArn,
          BatchSize,
          Enabled: State !== 'Disabled' && State !== 'Disabling',
          FunctionResponseTypes,
        }),
        owner,
      ),
    ),
    functions: mappings.flatMap(({ FunctionArn }) => FunctionArn ?? []),
  };
}
