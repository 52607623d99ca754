import { isRecord } from '../is-record.ts';

/** Services whose members begin with a small letter. Step Functions words all members with a capital, as SDKs for Java name their accessors. */
const SMALL = new Set([
  'batch',
  'cloudwatch-logs',
  'codebuild',
  'codepipeline',
  'ecr',
  'ecr-public',
  'ecs',
  'eks',
  'sfn',
]);

/** Words what a state gives as the service expects it. */
export function toService(
  service: string,
  value: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return SMALL.has(service)
    ? (renamed(value, (name) => name.charAt(0).toLowerCase() + name.slice(1)) as typeof value)
    : value;
}

/** Words what a service answers as a state is given it; dates become text, bytes the text they hold. */
export function fromService(service: string, value: unknown): unknown {
  const plain = plainly(value);
  return SMALL.has(service) ? renamed(plain, (name) => name.charAt(0).toUpperCase() + name.slice(1)) : plain;
}

function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [rename(name), renamed(item, rename)]));
}

function plainly(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (Array.isArray(value)) return value.map(plainly);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([name, item]) => [name, plainly(item)]),
  );
}
