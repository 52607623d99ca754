import { openStreams, type Streams } from './kinesis/streams.ts';
import type { Scene } from './scene.ts';

/** All that the services of one account keep, for each other and for whoever rehearses. Each is opened when it is first asked for. */
export interface Estate {
  readonly scene: Scene;
  readonly streams: Streams;
}

/** Opens an account in which there is nothing yet. */
export function openEstate(scene: Scene): Estate {
  const streams = once(() => openStreams(scene));
  return {
    scene,
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
