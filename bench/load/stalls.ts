/** A server that takes whatever it is sent, and in each ten seconds answers nothing for one. Tells its URL to whoever has forked it. */
import { createServer } from 'node:http';

const EVERY = 10_000;
const STALL = 1_000;

let began: number | undefined;

/** How long it is until the stall that it is in is over. */
function untilOver(): number {
  began ??= performance.now() - EVERY / 2;
  const into = (performance.now() - began) % EVERY;
  return into < EVERY - STALL ? 0 : EVERY - into;
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    setTimeout(() => {
      const { Entries } = JSON.parse(Buffer.concat(chunks).toString()) as { readonly Entries: readonly unknown[] };
      const answer = { FailedEntryCount: 0, Entries: Entries.map((_, index) => ({ EventId: `e${index}` })) };
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
    }, untilOver());
  });
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.(`http://127.0.0.1:${address.port}/`);
});
process.on('disconnect', () => process.exit());
