import type { Connection, ConnectionHttpParameters } from '../connections.ts';
import { Undeliverable } from '../failure.ts';
import { callHttp } from './http.ts';

/** The headers that say who calls. An OAuth token is asked for anew for every call, which an endpoint on this machine bears. */
export async function authorize({ authorizationType, auth }: Connection): Promise<Readonly<Record<string, string>>> {
  const { ApiKeyAuthParameters: key, BasicAuthParameters: basic } = auth;
  if (authorizationType === 'API_KEY' && key !== undefined) return { [key.ApiKeyName]: key.ApiKeyValue };
  if (authorizationType === 'BASIC' && basic !== undefined) {
    return { Authorization: `Basic ${Buffer.from(`${basic.Username}:${basic.Password}`).toString('base64')}` };
  }
  return { Authorization: await tokenOf(auth.OAuthParameters!) };
}

async function tokenOf(oauth: NonNullable<Connection['auth']['OAuthParameters']>): Promise<string> {
  const { ClientParameters, AuthorizationEndpoint, HttpMethod, OAuthHttpParameters = {} } = oauth;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: ClientParameters.ClientID,
    client_secret: ClientParameters.ClientSecret,
    ...valuesOf(OAuthHttpParameters.BodyParameters),
  });
  const url = new URL(AuthorizationEndpoint);
  for (const [name, value] of Object.entries(valuesOf(OAuthHttpParameters.QueryStringParameters))) {
    url.searchParams.append(name, value);
  }
  const { status, body } = await callHttp({
    method: HttpMethod,
    url,
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      ...valuesOf(OAuthHttpParameters.HeaderParameters),
    },
    body: HttpMethod === 'GET' ? undefined : form.toString(),
  });
  const token = status === 200 ? readToken(body) : undefined;
  if (token === undefined) {
    throw new Undeliverable('ERROR_FROM_TARGET', 'The authorization endpoint gives no token', { retriable: true });
  }
  return token;
}

function readToken(body: string): string | undefined {
  try {
    const { token_type: type = 'Bearer', access_token: token } = JSON.parse(body) as Record<string, unknown>;
    return typeof token === 'string' ? `${String(type)} ${token}` : undefined;
  } catch {
    return undefined;
  }
}

function valuesOf(parameters: ConnectionHttpParameters['BodyParameters'] = []): Record<string, string> {
  return Object.fromEntries(parameters.map(({ Key, Value = '' }) => [Key, Value]));
}
