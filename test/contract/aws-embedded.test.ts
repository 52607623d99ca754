import { describe } from 'vitest';
import { realAgenda } from '../../src/embedded/agenda.ts';
import { openEstate } from '../../src/embedded/estate.ts';
import type { Outcome } from '../../src/embedded/lambda/runner.ts';
import { openScene } from '../../src/embedded/scene.ts';
import { SERVICES } from '../../src/embedded/services.ts';
import { seeded } from '../../src/random.ts';
import { openServer } from '../../src/serve/open-server.ts';
import { modelOf } from '../../src/wire/models.ts';
import { keepsThePromisesOfAws } from './aws.ts';
import { openAccount, type Account, type Code } from './aws/account.ts';
import { drivesEveryOperation } from './aws/coverage.ts';

const ACCOUNT = '123456789012';

function ran(code: Code, event: unknown): Outcome {
  try {
    return { kind: 'returned', value: code(event) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { kind: 'threw', error };
  }
}

/** The embedded AWS in real time, as `ecreplay serve` opens it. */
async function open(): Promise<Account> {
  const server = await openServer({
    setup: { rules: [], consumers: {}, root: '.' },
    port: 0,
    host: '127.0.0.1',
    allowed: [],
    clock: 'real',
    account: ACCOUNT,
    region: 'us-east-2',
    seed: 7,
    tell: (line) => {
      throw new Error(line);
    },
  });
  return openAccount({
    endpoint: server.url,
    id: ACCOUNT,
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    http2: true,
    define: (name, code) => {
      server.estate.functions.define(name, (event) => Promise.resolve(ran(code, event)));
    },
    close: () => server[Symbol.asyncDispose](),
  });
}

/** All that the embedded AWS answers, by the tables it answers from. */
function operations(): readonly string[] {
  const setting = { account: ACCOUNT, region: 'us-east-2', agenda: realAgenda(), random: seeded(7) };
  const estate = openEstate(openScene(setting));
  return Object.entries(SERVICES).flatMap(([name, service]) =>
    Object.keys(service(estate)).map((operation) => `${name}:${operation}`),
  );
}

/** All that the services of AWS answer beside what is answered here. */
async function others(answered: readonly string[]): Promise<readonly string[]> {
  const models = await Promise.all(
    Object.keys(SERVICES).map(async (name) =>
      Object.keys((await modelOf(name))!.operations).map((one) => `${name}:${one}`),
    ),
  );
  return models.flat().filter((operation) => !answered.includes(operation));
}

describe('the embedded AWS', async () => {
  const ledger = keepsThePromisesOfAws({ lacks: {}, deviations: {}, open });
  const answered = operations();
  drivesEveryOperation({ answered, beside: await others(answered), ledger, open });
});
