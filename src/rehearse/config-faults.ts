import type { HandlerSpec, ImageSpec } from '../consumer/consumer.ts';
import { bus } from './config-bus.ts';
import {
  type Check,
  type ChecksOf,
  type ConfigFault,
  described,
  duration,
  each,
  isRecord,
  list,
  oneOf,
  optional,
  plain,
  shape,
  text,
  wanted,
} from './config-checks.ts';
import { nameFaults } from './config-names.ts';
import { RESOURCES } from './config-resources.ts';
import { targets } from './config-targets.ts';
import type { Config } from './setup.ts';

/**
 * Tells what is wrong with a configuration; nothing, when it is sound.
 *
 * States and patterns of rules are `rule/`'s to judge, and values that AWS has an opinion of are AWS's. Written by hand and not with
 * zod, because this runs before every rehearsal and reading zod alone takes a tenth of its start; the types hold each check to the
 * members of what it checks.
 */
export function configFaults(config: unknown): readonly ConfigFault[] {
  const faults = CONFIG(config, '');
  return faults.length > 0 ? faults : nameFaults(config as Config);
}

const handler = wanted(
  '"path#export", such as "src/deployer.ts#handler"',
  (value) => typeof value === 'string' && value !== '',
);
const memory = wanted(
  'megabytes, a whole number from 128 to 10240',
  (value) => Number.isInteger(value) && Number(value) >= 128 && Number(value) <= 10_240,
);

const pattern: Check = (value, path) =>
  typeof value === 'string' || isRecord(value)
    ? plain(value, path)
    : [{ path, words: `is ${described(value)}, wanted an event pattern` }];

/** Keys of `answers`: the service as its endpoint names it, and the operation as the API reference does. */
const answers: Check = (value, path) => [
  ...each(plain)(value, path),
  ...(isRecord(value) ? Object.keys(value) : [])
    .filter((name) => !/^[a-z][a-z0-9-]*:[A-Z][A-Za-z0-9]*$/.test(name))
    .map((name) => ({
      path: `${path}.${name}`,
      words: 'is no call, wanted "service:Operation", such as "ecs:UpdateService"',
    })),
];

const HANDLER = shape({
  handler,
  timeout: optional(duration),
  memorySize: optional(memory),
  environment: optional(each(text)),
  start: optional(oneOf('cold', 'warm')),
  answers: optional(answers),
} satisfies ChecksOf<HandlerSpec>);

const IMAGE = shape({
  image: text,
  port: optional(
    wanted('a port', (value) => typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 65_536),
  ),
  entrypoint: optional(list(text)),
  command: optional(list(text)),
  environment: optional(each(text)),
  timeout: optional(duration),
  answers: optional(answers),
} satisfies ChecksOf<ImageSpec>);

const CONFIG = shape({
  rules: optional(
    each(
      shape({
        pattern,
        state: optional(text),
        bus: optional(text),
        targets,
      } satisfies ChecksOf<NonNullable<Config['rules']>[string]>),
    ),
  ),
  consumers: optional(each((value, path) => (isRecord(value) && 'image' in value ? IMAGE : HANDLER)(value, path))),
  bus: optional(bus),
  ...RESOURCES,
} satisfies ChecksOf<Config>);
