import { Problem } from '../../problem.ts';
import type { AwsSpec } from '../bus-spec.ts';
import type { Clients } from '../remote/clients.ts';
import { remoteProblem } from '../remote/failure.ts';
import type { AwsRule } from './aws-rule.ts';

/** Makes sure whose credentials these are. Throws the `Problem` of an account that the user has not named. */
export async function proveAccount(clients: Clients, { account, endpoint }: AwsSpec): Promise<void> {
  const found = await callerAccount(clients, endpoint);
  if (found === account) return;
  throw new Problem(
    'ENVIRONMENT_MISSING',
    `Cannot send to account ${account}: the credentials are of account ${found}, and nothing is sent to an account that the configuration does not name`,
  );
}

/** Asks STS whose credentials these are. */
export async function callerAccount(clients: Clients, endpoint: string | undefined): Promise<string> {
  const attempt = 'tell whose account this is';
  let found: string | undefined;
  try {
    ({ Account: found } = await (await clients.open('sts')).getCallerIdentity({}));
  } catch (error) {
    throw remoteProblem(attempt, error, endpoint);
  }
  if (found !== undefined && /^\d{12}$/.test(found)) return found;
  throw new Problem('ENVIRONMENT_MISSING', `Cannot ${attempt}: ${endpoint ?? 'AWS'} does not answer as AWS does`);
}

/** Words that a name bears when harm would be done there. */
const PRODUCTION = new Set(['prod', 'production', 'prd', 'live']);

/** Refuses to send to what looks like production, unless the user has said that it is meant. */
export function refuseProduction(rules: readonly AwsRule[], { yes = false }: Pick<AwsSpec, 'yes'>): void {
  if (yes) return;
  for (const { name: rule, aims } of rules) {
    for (const { here, target } of aims) {
      const name = nameIn(target.Arn);
      if (here !== undefined || !looksLikeProduction(name)) continue;
      throw new Problem(
        'USAGE',
        `Cannot send what rule "${rule}" matches to "${name}": the name looks like production, wanted --yes if it is meant`,
      );
    }
  }
}

/** Whether a name says that what it names is in production. */
export function looksLikeProduction(name: string): boolean {
  const words = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').split(/[^A-Za-z]+/);
  return words.some((word) => PRODUCTION.has(word.toLowerCase()));
}

/** What an ARN names, behind the account. */
export function nameIn(arn: string): string {
  return arn.split(':').slice(5).join(':');
}
