import { openStreams, type Streams } from './kinesis/streams.ts';
import type { Scene } from './scene.ts';
import { openQueues, type Queues } from './sqs/queues.ts';

/** All that the services of one account keep, for each other and for whoever rehearses. Each is opened when it is first asked for. */
export interface Estate {
  readonly scene: Scene;
  readonly queues: Queues;
  readonly streams: Streams;
}

/** Opens an account in which there is nothing yet. */
export function openEstate(scene: Scene): Estate {
  const streams = once(() => openStreams(scene));
  const queues = once(() => openQueues(scene));
  return {
    scene,
    get queues() {
      return queues();
    },
    get streams() {
      return streams();
    },
  };
}

/** The services know each other, so none can be opened before the others; what is opened late knows all. */
function once<Kept>(open: () => Kept): () => Kept {
  let kept: { readonly value: Kept } | undefined;
  return () => (kept ??= { value: open() }).value;
}
