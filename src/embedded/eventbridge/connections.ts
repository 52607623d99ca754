import type { Instant } from '../../clock.ts';
import { taken, invalid, missing } from './refusal.ts';
import type { Neighbours } from './neighbours.ts';
import { partitionOf } from '../partition.ts';

/** A parameter that a connection adds to every call. */
export interface ConnectionParameter {
  readonly Key: string;
  readonly Value?: string;
  readonly IsValueSecret?: boolean;
}

/** What a connection adds to the body, the headers and the query of every call. */
export interface ConnectionHttpParameters {
  readonly HeaderParameters?: readonly ConnectionParameter[];
  readonly QueryStringParameters?: readonly ConnectionParameter[];
  readonly BodyParameters?: readonly ConnectionParameter[];
}

/** How a connection says who calls. */
export interface AuthParameters {
  readonly ApiKeyAuthParameters?: { readonly ApiKeyName: string; readonly ApiKeyValue: string };
  readonly BasicAuthParameters?: { readonly Username: string; readonly Password: string };
  readonly OAuthParameters?: {
    readonly ClientParameters: { readonly ClientID: string; readonly ClientSecret: string };
    readonly AuthorizationEndpoint: string;
    readonly HttpMethod: string;
    readonly OAuthHttpParameters?: ConnectionHttpParameters;
  };
  readonly InvocationHttpParameters?: ConnectionHttpParameters;
}

/** What a connection is to be. */
export interface ConnectionWish {
  readonly Name: string;
  readonly Description?: string;
  readonly AuthorizationType?: string;
  readonly AuthParameters?: AuthParameters;
}

/** What API destinations are called with. */
export interface Connection {
  readonly name: string;
  readonly arn: string;
  readonly secretArn: string;
  readonly createdAt: Instant;
  description: string | undefined;
  authorizationType: string;
  auth: AuthParameters;
  state: 'AUTHORIZED' | 'DEAUTHORIZED';
  modifiedAt: Instant;
}

/** The connections of one scenario. */
export interface Connections {
  create(wish: ConnectionWish): Connection;
  update(wish: ConnectionWish): Connection;
  deauthorize(name: string): Connection;
  delete(name: string): Connection;
  find(name: string): Connection;
  byArn(arn: string): Connection | undefined;
  all(): readonly Connection[];
}

/** Which member holds what an authorization type needs. */
const NEEDS: Readonly<Record<string, keyof AuthParameters>> = {
  API_KEY: 'ApiKeyAuthParameters',
  BASIC: 'BasicAuthParameters',
  OAUTH_CLIENT_CREDENTIALS: 'OAuthParameters',
};

/** Opens an account without connections. */
export function openConnections({ scene }: Pick<Neighbours, 'scene'>): Connections {
  const { account, region, random, agenda } = scene;
  const connections = new Map<string, Connection>();

  function find(name: string): Connection {
    const connection = connections.get(name);
    if (connection === undefined) {
      throw missing(`Failed to describe the connection(s). Connection '${name}' does not exist.`);
    }
    return connection;
  }

  return {
    create: ({ Name, Description, AuthorizationType = '', AuthParameters = {} }) => {
      if (connections.has(Name)) throw taken(`Connection ${Name} already exists.`);
      checkAuth(AuthorizationType, AuthParameters);
      const arn = `arn:${partitionOf(region)}:events:${region}:${account}:connection/${Name}/${random.uuid()}`;
      const connection: Connection = {
        name: Name,
        arn,
        secretArn: `arn:${partitionOf(region)}:secretsmanager:${region}:${account}:secret:events!connection/${Name}/${random.uuid()}`,
        createdAt: agenda.now(),
        description: Description,
        authorizationType: AuthorizationType,
        auth: AuthParameters,
        state: 'AUTHORIZED',
        modifiedAt: agenda.now(),
      };
      connections.set(Name, connection);
      return connection;
    },
    update: ({ Name, Description, AuthorizationType, AuthParameters }) => {
      const connection = find(Name);
      const type = AuthorizationType ?? connection.authorizationType;
      const auth = AuthParameters ?? connection.auth;
      checkAuth(type, auth);
      const description = Description ?? connection.description;
      const modifiedAt = agenda.now();
      return Object.assign(connection, { authorizationType: type, auth, description, modifiedAt, state: 'AUTHORIZED' });
    },
    deauthorize: (name) => Object.assign(find(name), { state: 'DEAUTHORIZED', modifiedAt: agenda.now() }),
    delete: (name) => {
      const connection = find(name);
      connections.delete(name);
      return connection;
    },
    find,
    byArn: (arn) => [...connections.values()].find((connection) => connection.arn === arn),
    all: () => [...connections.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function checkAuth(type: string, auth: AuthParameters): void {
  const needed = NEEDS[type];
  if (needed === undefined || auth[needed] === undefined) {
    throw invalid(`Parameter AuthParameters is not valid. Reason: ${needed ?? 'AuthorizationType'} is required.`);
  }
}
