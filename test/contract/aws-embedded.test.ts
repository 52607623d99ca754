import { describe } from 'vitest';
import { realAgenda } from '../../src/embedded/agenda.ts';
import { listen } from '../../src/embedded/door/listener.ts';
import { embed } from '../../src/embedded/embedded.ts';
import { openEstate } from '../../src/embedded/estate.ts';
import { openScene } from '../../src/embedded/scene.ts';
import { seeded } from '../../src/random.ts';
import { keepsThePromisesOfAws } from './aws.ts';
import { openAccount, type Account } from './aws/account.ts';

const ACCOUNT = '123456789012';

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
    define: () => {},
    close: () => listener[Symbol.asyncDispose](),
  });
}

describe('the embedded AWS', () => {
  keepsThePromisesOfAws({ lacks: {}, deviations: {}, open });
});
