import { describe } from 'vitest';
import { realAgenda } from '../../src/embedded/agenda.ts';
import { listen } from '../../src/embedded/door/listener.ts';
import { embed } from '../../src/embedded/embedded.ts';
import { openEstate } from '../../src/embedded/estate.ts';
import type { Outcome } from '../../src/embedded/lambda/runner.ts';
import { openScene } from '../../src/embedded/scene.ts';
import { seeded } from '../../src/random.ts';
import { keepsThePromisesOfAws } from './aws.ts';
import { openAccount, type Account, type Code } from './aws/account.ts';

const ACCOUNT = '123456789012';

function ran(code: Code, event: unknown): Outcome {
  try {
    return { kind: 'returned', value: code(event) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { kind: 'threw', error };
  }
}

/** The embedded AWS in real time behind its listener, as `ecreplay serve` opens it. */
async function open(): Promise<Account> {
  const estate = openEstate(
    openScene({ account: ACCOUNT, region: 'us-east-2', agenda: realAgenda(), random: seeded(7) }),
  );
  const embedded = embed(estate);
  const listener = await listen((request) => embedded(request, { record: () => {} }));
  return openAccount({
    endpoint: listener.url,
    id: ACCOUNT,
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    http2: true,
    define: (name, code) => {
      estate.functions.define(name, (event) => Promise.resolve(ran(code, event)));
    },
    close: () => listener[Symbol.asyncDispose](),
  });
}

describe('the embedded AWS', () => {
  keepsThePromisesOfAws({ lacks: {}, deviations: {}, open });
});
