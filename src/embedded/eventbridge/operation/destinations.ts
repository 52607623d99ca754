import type { Operation } from '../../service.ts';
import type { ApiDestination, ApiDestinations, ApiDestinationWish } from '../api-destinations.ts';
import type { AuthParameters, Connection, Connections, ConnectionWish } from '../connections.ts';
import { USUAL_RATE } from '../send/api-destination.ts';
import { type Page, pageOf } from './page.ts';
import { typed } from './typed.ts';

interface Named {
  readonly Name: string;
}

interface Filter extends Page {
  readonly NamePrefix?: string;
  readonly ConnectionArn?: string;
}

/** The operations on API destinations and the connections they are called with. */
export function destinationOperations(
  connections: Connections,
  destinations: ApiDestinations,
): Readonly<Record<string, Operation>> {
  return {
    CreateConnection: typed<ConnectionWish>((wish) => told(connections.create(wish))),
    UpdateConnection: typed<ConnectionWish>((wish) => told(connections.update(wish))),
    DeauthorizeConnection: typed<Named>(({ Name }) => told(connections.deauthorize(Name))),
    DeleteConnection: typed<Named>(({ Name }) => ({ ...told(connections.delete(Name)), ConnectionState: 'DELETING' })),
    DescribeConnection: typed<Named>(({ Name }) => {
      const connection = connections.find(Name);
      const { name, secretArn, description, auth } = connection;
      return {
        ...told(connection),
        Name: name,
        ...(description !== undefined && { Description: description }),
        AuthorizationType: connection.authorizationType,
        SecretArn: secretArn,
        AuthParameters: withoutSecrets(auth),
      };
    }),
    ListConnections: typed<Filter>((filter) => {
      const wanted = connections.all().filter(({ name }) => name.startsWith(filter.NamePrefix ?? ''));
      const { page, next } = pageOf(wanted, filter);
      const Connections = page.map((connection) => ({
        ...told(connection),
        Name: connection.name,
        AuthorizationType: connection.authorizationType,
      }));
      return { Connections, ...next };
    }),
    CreateApiDestination: typed<ApiDestinationWish>((wish) => summary(destinations.create(wish))),
    UpdateApiDestination: typed<Named & Partial<ApiDestinationWish>>((wish) =>
      summary(destinations.update(wish.Name, wish)),
    ),
    DeleteApiDestination: typed<Named>(({ Name }) => destinations.delete(Name)),
    DescribeApiDestination: typed<Named>(({ Name }) => described(destinations.find(Name))),
    ListApiDestinations: typed<Filter>((filter) => {
      const wanted = destinations
        .all()
        .filter(
          ({ wish }) =>
            wish.Name.startsWith(filter.NamePrefix ?? '') &&
            (filter.ConnectionArn === undefined || wish.ConnectionArn === filter.ConnectionArn),
        );
      const { page, next } = pageOf(wanted, filter);
      return { ApiDestinations: page.map(described), ...next };
    }),
  };
}

function told({ arn, state, createdAt, modifiedAt }: Connection): object {
  return {
    ConnectionArn: arn,
    ConnectionState: state,
    CreationTime: new Date(createdAt),
    LastModifiedTime: new Date(modifiedAt),
    LastAuthorizedTime: new Date(modifiedAt),
  };
}

/** What EventBridge shows of how a connection authorizes: names, never values that are secret. */
function withoutSecrets({
  ApiKeyAuthParameters: key,
  BasicAuthParameters: basic,
  OAuthParameters: oauth,
  InvocationHttpParameters,
}: AuthParameters): object {
  return {
    ...(key !== undefined && { ApiKeyAuthParameters: { ApiKeyName: key.ApiKeyName } }),
    ...(basic !== undefined && { BasicAuthParameters: { Username: basic.Username } }),
    ...(oauth !== undefined && {
      OAuthParameters: {
        ClientParameters: { ClientID: oauth.ClientParameters.ClientID },
        AuthorizationEndpoint: oauth.AuthorizationEndpoint,
        HttpMethod: oauth.HttpMethod,
      },
    }),
    ...(InvocationHttpParameters !== undefined && { InvocationHttpParameters }),
  };
}

function summary({ arn, createdAt, modifiedAt }: ApiDestination): object {
  return {
    ApiDestinationArn: arn,
    ApiDestinationState: 'ACTIVE',
    CreationTime: new Date(createdAt),
    LastModifiedTime: new Date(modifiedAt),
  };
}

function described(destination: ApiDestination): object {
  return { ...summary(destination), InvocationRateLimitPerSecond: USUAL_RATE, ...destination.wish };
}
