import type { Operation } from '../../service.ts';
import type { Buses } from '../buses.ts';
import { missing, taken } from '../refusal.ts';
import { type Page, pageOf } from './page.ts';
import { typed } from './typed.ts';
import { partitionOf } from '../../partition.ts';

/** What a global endpoint is to be. */
interface EndpointWish {
  readonly Name: string;
  readonly Description?: string;
  readonly RoutingConfig?: unknown;
  readonly ReplicationConfig?: unknown;
  readonly EventBuses?: readonly { readonly EventBusArn: string }[];
  readonly RoleArn?: string;
}

interface Endpoint extends EndpointWish {
  readonly Arn: string;
  readonly EndpointId: string;
  readonly CreationTime: Date;
  readonly LastModifiedTime: Date;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** The operations on global endpoints. They are kept and described; events go to the bus that the caller names, since no region ever fails here. */
export function endpointOperations({ neighbours }: Buses): Readonly<Record<string, Operation>> {
  const { account, region, random, agenda } = neighbours.scene;
  const endpoints = new Map<string, Endpoint>();

  function find(name: string): Endpoint {
    const endpoint = endpoints.get(name);
    if (endpoint === undefined) throw missing(`Endpoint '${name}' does not exist.`);
    return endpoint;
  }

  return {
    CreateEndpoint: typed<EndpointWish>((wish) => {
      if (endpoints.has(wish.Name)) throw taken(`Endpoint '${wish.Name}' already exists.`);
      const now = new Date(agenda.now());
      const endpoint: Endpoint = {
        ReplicationConfig: { State: 'ENABLED' },
        ...wish,
        Arn: `arn:${partitionOf(region)}:events:${region}:${account}:endpoint/${wish.Name}`,
        EndpointId: `${random.text(10, LETTERS)}.${random.text(3, LETTERS)}`,
        CreationTime: now,
        LastModifiedTime: now,
      };
      endpoints.set(wish.Name, endpoint);
      return { ...wish, ReplicationConfig: endpoint.ReplicationConfig, Arn: endpoint.Arn, State: 'CREATING' };
    }),
    UpdateEndpoint: typed<Partial<EndpointWish> & { readonly Name: string }>((wish) => {
      const endpoint = { ...find(wish.Name), ...wish, LastModifiedTime: new Date(agenda.now()) };
      endpoints.set(wish.Name, endpoint);
      return { ...described(endpoint), State: 'UPDATING' };
    }),
    DeleteEndpoint: typed<{ readonly Name: string }>(({ Name }) => void endpoints.delete(find(Name).Name)),
    DescribeEndpoint: typed<{ readonly Name: string }>(({ Name }) => described(find(Name))),
    ListEndpoints: typed<Page & { readonly NamePrefix?: string; readonly MaxResults?: number }>((input) => {
      const wanted = [...endpoints.values()].filter(({ Name }) => Name.startsWith(input.NamePrefix ?? ''));
      const { page, next } = pageOf(wanted, { ...input, Limit: input.MaxResults ?? 100 });
      return { Endpoints: page.map(described), ...next };
    }),
  };
}

function described(endpoint: Endpoint): object {
  const { EndpointId } = endpoint;
  return {
    ...endpoint,
    EndpointUrl: `https://${EndpointId}.endpoint.events.amazonaws.com`,
    State: 'ACTIVE',
  };
}
