import type { Service } from '../service.ts';
import { moveTaskOperations } from './move-task-operations.ts';
import { queueOperations, urlOperations } from './queue-operations.ts';
import { queueReader } from './queue-url.ts';
import { receiveOperations } from './receive-operations.ts';
import { sendOperations } from './send-operations.ts';

/** Amazon SQS: every operation of its API, over the queues of the account. */
export const sqs: Service = ({ scene, queues }) => {
  const queueOf = queueReader(queues, scene.account);
  const registry = { queues, scene, queueOf };
  return {
    ...urlOperations(registry),
    ...queueOperations(registry),
    ...sendOperations(queueOf),
    ...receiveOperations(queueOf),
    ...moveTaskOperations(queues.tasks),
  };
};
