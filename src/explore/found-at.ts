import { basename, extname } from 'node:path';
import { splitHandler } from '../consumer/handler-file.ts';
import type { Setup } from '../rehearse/setup.ts';

/** What a consumer without any configuration is given: everything that ECR says of its images, as a rule of two lines has it. */
export const EVERYTHING = { source: ['aws.ecr'] } as const;

/** A setup of one handler, `path#export`, and of one rule. */
export function setupFor(
  handler: string,
  root: string,
  pattern: Readonly<Record<string, unknown>> = EVERYTHING,
): Setup {
  const name = nameFor(handler);
  return {
    root,
    consumers: { [name]: { handler } },
    rules: [{ name: 'everything', pattern, targets: [{ consumer: name }] }],
  };
}

/** A consumer is named after its file, or after the folder of one that is called index. */
export function nameFor(handler: string): string {
  const { path } = splitHandler(handler);
  const name = basename(path, extname(path));
  const plain = (name === 'index' ? basename(path.slice(0, -basename(path).length)) : name).replaceAll(/[^\w-]/g, '-');
  return plain === '' ? 'consumer' : plain;
}

// In two parts: it is an import of the file that is written, and none of ours.
const CONFIG_TYPE = ['import', "('ecreplay/config').Config"].join('');

/** The configuration that makes a scenario of such a setup run: what `setupFor` says, as a file. */
export function configFor(setup: Setup, from: (path: string) => string): string {
  const [name = ''] = Object.keys(setup.consumers);
  const spec = setup.consumers[name];
  const handler = spec !== undefined && 'handler' in spec ? spec.handler : '';
  const [rule] = setup.rules;
  return `/** @type {${CONFIG_TYPE}} */
export default {
  consumers: { ${JSON.stringify(name)}: { handler: ${JSON.stringify(from(handler))} } },
  rules: {
    everything: { pattern: ${JSON.stringify(rule?.pattern)}, targets: [${JSON.stringify(name)}] },
  },
};
`;
}
