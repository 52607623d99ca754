import type { Instant } from '../../clock.ts';
import type { Connections } from './connections.ts';
import { missing, taken } from './refusal.ts';
import type { Neighbours } from './neighbours.ts';
import { partitionOf } from '../partition.ts';

/** What an API destination is to be. */
export interface ApiDestinationWish {
  readonly Name: string;
  readonly Description?: string;
  readonly ConnectionArn: string;
  readonly InvocationEndpoint: string;
  readonly HttpMethod: string;
  readonly InvocationRateLimitPerSecond?: number;
}

/** An HTTP endpoint that rules can send to. */
export interface ApiDestination {
  readonly arn: string;
  readonly createdAt: Instant;
  wish: ApiDestinationWish;
  modifiedAt: Instant;
}

/** The API destinations of one scenario. */
export interface ApiDestinations {
  create(wish: ApiDestinationWish): ApiDestination;
  update(name: string, wish: Partial<ApiDestinationWish>): ApiDestination;
  delete(name: string): void;
  find(name: string): ApiDestination;
  byArn(arn: string): ApiDestination | undefined;
  all(): readonly ApiDestination[];
}

/** Opens an account without API destinations. */
export function openApiDestinations({ scene }: Pick<Neighbours, 'scene'>, connections: Connections): ApiDestinations {
  const { account, region, random, agenda } = scene;
  const destinations = new Map<string, ApiDestination>();

  function find(name: string): ApiDestination {
    const destination = destinations.get(name);
    if (destination === undefined) {
      throw missing(`Failed to describe the api-destination(s). An api-destination '${name}' does not exist.`);
    }
    return destination;
  }

  function checkConnection(arn: string): void {
    if (connections.byArn(arn) === undefined) throw missing(`Connection '${arn}' does not exist.`);
  }

  return {
    create: (wish) => {
      if (destinations.has(wish.Name)) throw taken(`An api-destination '${wish.Name}' already exists.`);
      checkConnection(wish.ConnectionArn);
      const destination: ApiDestination = {
        arn: `arn:${partitionOf(region)}:events:${region}:${account}:api-destination/${wish.Name}/${random.uuid()}`,
        createdAt: agenda.now(),
        wish,
        modifiedAt: agenda.now(),
      };
      destinations.set(wish.Name, destination);
      return destination;
    },
    update: (name, wish) => {
      const destination = find(name);
      if (wish.ConnectionArn !== undefined) checkConnection(wish.ConnectionArn);
      destination.wish = { ...destination.wish, ...wish };
      destination.modifiedAt = agenda.now();
      return destination;
    },
    delete: (name) => void destinations.delete(find(name).wish.Name),
    find,
    byArn: (arn) => [...destinations.values()].find((destination) => destination.arn === arn),
    all: () => [...destinations.values()].toSorted((a, b) => (a.wish.Name < b.wish.Name ? -1 : 1)),
  };
}
