import { proveAccount } from '../../bus/aws/safety.ts';
import { type Clients, openClients } from '../../bus/remote/clients.ts';
import { remoteProblem } from '../../bus/remote/failure.ts';
import { wallClock } from '../../bus/remote/wall-clock.ts';
import type { Clock } from '../../clock.ts';
import { Problem } from '../../problem.ts';

/** Where a source is, as the user has named it. */
export interface Whereabouts {
  readonly account: string;
  readonly region: string;
  /** What plays the role of AWS, where it is not AWS itself. */
  readonly endpoint?: string;
}

/** An account that is read from. */
export interface Reach {
  readonly where: Whereabouts;
  readonly clients: Clients;
  /** The real one. */
  readonly clock: Clock;
  /** Does something there. Throws the `Problem` of what failed on the way, to follow "Cannot". */
  readonly attempt: <Result>(what: string, doing: () => Promise<Result>) => Promise<Result>;
}

/** Reaches an account. Nothing else is asked before STS has said that the credentials are of the account that the user has named. */
export async function withReach<Result>(where: Whereabouts, use: (reach: Reach) => Promise<Result>): Promise<Result> {
  const { account, region, endpoint } = where;
  const clients = openClients({ region, ...(endpoint !== undefined && { endpoint }) });
  try {
    await proveAccount(clients, {
      kind: 'aws',
      strategy: 'invoke',
      account,
      region,
      ...(endpoint !== undefined && { endpoint }),
    });
    return await use({
      where,
      clients,
      clock: wallClock(),
      attempt: async (what, doing) => {
        try {
          return await doing();
        } catch (error) {
          throw remoteProblem(what, error, endpoint);
        }
      },
    });
  } finally {
    clients[Symbol.dispose]();
  }
}

/** Fills in what an ARN says of where it is. Throws the `Problem` of what nobody has said. */
export function whereabouts(source: string, { account, region, endpoint }: Partial<Whereabouts>): Whereabouts {
  const [, , , ofArn = '', whose = ''] = source.startsWith('arn:') ? source.split(':') : [];
  const found = { account: whose === '' ? account : whose, region: ofArn === '' ? region : ofArn };
  if (found.account !== undefined && account !== undefined && found.account !== account)
    throw new Problem('USAGE', `Cannot record from "${source}": it is not in account ${account}`);
  if (found.region !== undefined && region !== undefined && found.region !== region)
    throw new Problem('USAGE', `Cannot record from "${source}": it is not in ${region}`);
  for (const name of ['account', 'region'] as const) {
    if (found[name] === undefined)
      throw new Problem(
        'USAGE',
        `Cannot record from "${source}": nothing is contacted that is not named, wanted --${name}`,
      );
  }
  return { account: found.account!, region: found.region!, ...(endpoint !== undefined && { endpoint }) };
}
