import type { Setup } from '../../src/rehearse/setup.ts';

/** One rule and one handler that does nothing: what is left is what the bus costs. */
export function setup(folder: string): Setup {
  return {
    rules: [{ name: 'pushes', pattern: '{"source":["aws.ecr"]}', targets: [{ consumer: 'watcher' }] }],
    consumers: { watcher: { handler: 'handler.mjs#handler' } },
    root: folder,
  };
}
