/**
 * What the embedded AWS costs a client: PutEvents into a matched Lambda consumer against an answer that is there at once, in process and
 * through `ecreplay serve`; and into a queue against LocalStack. Says met or NOT met, and ends with 1 where one is not.
 * Run: npm run bench -- serve
 */
import { compareConsumer } from './serve/consumer.ts';
import { compareQueue } from './serve/queue.ts';
import { verdicts } from './serve/verdicts.ts';

const asked = verdicts();
await compareConsumer(asked);
await compareQueue(asked);
process.exitCode = asked.missed === 0 ? 0 : 1;
