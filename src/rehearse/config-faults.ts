import type { CommandSpec, HandlerSpec, ImageSpec, WorkerSpec, UrlSpec } from '../consumer/consumer.ts';
import { nearest } from '../nearest.ts';
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
import type { RulesAccount, RulesFile } from '../rule/read/reading.ts';
import { isInlineRule } from './inline-rules.ts';
import type { Config, InlineRule } from './setup.ts';

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

const program = wanted(
  'a program and its arguments, such as ["python3", "-m", "awslambdaric", "app.handler"]',
  (value) =>
    Array.isArray(value) && value[0] !== '' && value.length > 0 && value.every((word) => typeof word === 'string'),
);

const WORKER = shape({
  queue: wanted('the name of a queue', (value) => typeof value === 'string' && /^[\w-]{1,80}(?:\.fifo)?$/.test(value)),
  command: program,
  cwd: optional(text),
  environment: optional(each(text)),
  timeout: optional(duration),
  answers: optional(answers),
} satisfies ChecksOf<WorkerSpec>);

const COMMAND = shape({
  command: program,
  cwd: optional(text),
  environment: optional(each(text)),
  timeout: optional(duration),
  memorySize: optional(memory),
  start: optional(oneOf('cold', 'warm')),
  answers: optional(answers),
} satisfies ChecksOf<CommandSpec>);

const ENDPOINT = shape({
  url: wanted(
    'the address of an endpoint on this machine, such as "http://127.0.0.1:3000/hook"',
    (value) => typeof value === 'string' && isOnThisMachine(value),
  ),
  headers: optional(each(text)),
} satisfies ChecksOf<UrlSpec>);

/** Nothing leaves this machine in a rehearsal. */
function isOnThisMachine(url: string): boolean {
  const { protocol, hostname } = URL.parse(url) ?? {};
  return (protocol === 'http:' || protocol === 'https:') && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname ?? '');
}

/** The members that say what a consumer is, the first first: an image and whoever polls a queue have a command, too. */
const KINDS = { image: IMAGE, queue: WORKER, command: COMMAND, url: ENDPOINT, handler: HANDLER };

const consumer: Check = (value, path) => {
  if (!isRecord(value)) return [{ path, words: `is ${described(value)}, wanted an object` }];
  const [, check] = Object.entries(KINDS).find(([kind]) => kind in value) ?? [];
  if (check !== undefined) return check(value, path);
  const guesses = Object.keys(value).map((member) => nearest(member, Object.keys(KINDS)));
  const guess = guesses.find((found) => found !== undefined);
  const advice = guess === undefined ? 'wanted one of handler, command, queue, url, image' : `did you mean "${guess}"`;
  return [{ path, words: `does not say what it is, ${advice}` }];
};

const RULE = shape({
  pattern,
  state: optional(text),
  bus: optional(text),
  targets,
} satisfies ChecksOf<InlineRule>);

const RULES_FILE = shape({
  file: text,
  parameters: optional(each(text)),
  account: optional(text),
  region: optional(text),
} satisfies ChecksOf<RulesFile>);

const RULES_ACCOUNT = shape({
  account: wanted(
    'twelve digits, or true for whichever the credentials are of',
    (value) => value === true || (typeof value === 'string' && /^\d{12}$/.test(value)),
  ),
  region: optional(text),
  eventBus: optional(text),
  profile: optional(text),
  endpoint: optional(text),
} satisfies ChecksOf<RulesAccount>);

const oneFrom: Check = (value, path) => {
  if (typeof value === 'string') return [];
  const isAccount = isRecord(value) && 'account' in value && !('file' in value);
  return (isAccount ? RULES_ACCOUNT : RULES_FILE)(value, path);
};
const from: Check = (value, path) => (Array.isArray(value) ? list(oneFrom) : oneFrom)(value, path);

/** `from` is no rule, unless it looks like one: a rule may have any name. */
const rules: Check = (value, path) =>
  isRecord(value)
    ? Object.entries(value).flatMap(([name, member]) =>
        (name === 'from' && !isInlineRule(member) ? from : RULE)(member, `${path}.${name}`),
      )
    : each(RULE)(value, path);

const CONFIG = shape({
  rules: optional(rules),
  consumers: optional(each(consumer)),
  bus: optional(bus),
  ...RESOURCES,
} satisfies ChecksOf<Config>);
