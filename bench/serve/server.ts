import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openServer } from '../../src/serve/open-server.ts';
import { ANSWER, DEPLOYER, HEADERS, QUEUE, RULES, SERVED } from './workload.ts';

// The other side of the benchmark, in a process of its own: `server.ts ours|queue|nothing [root]`. Says its URL.

const [kind, root = ''] = process.argv.slice(2);
// Whoever has begun this may end before it.
process.once('disconnect', () => process.exit());
if (kind === 'nothing') {
  // A connection rests while the other sides have their turns, and ours keeps it as long.
  const server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
    request.resume();
    request.on('end', () => {
      response.writeHead(200, { ...HEADERS, 'content-length': ANSWER.length });
      response.end(ANSWER);
    });
  });
  server.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
} else {
  const toQueue = RULES.map((rule) => ({ ...rule, targets: [{ queue: QUEUE }] }));
  const server = await openServer({
    setup: kind === 'queue' ? { rules: toQueue, consumers: {}, root } : { rules: RULES, consumers: DEPLOYER, root },
    ...SERVED,
  });
  process.send?.(server.url);
}
