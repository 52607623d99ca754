import { nearest } from '../nearest.ts';
import { TARGET_PLACES } from '../rule/rule.ts';

/** What is wrong with a member: "Cannot use the configuration: ", its path, and these words. */
export interface ConfigFault {
  readonly path: string;
  readonly words: string;
}

type Check = (value: unknown, path: string) => readonly ConfigFault[];

/**
 * Tells what is wrong with a configuration; nothing, when it is sound.
 *
 * Names, states and patterns of rules are `rule/`'s to judge. Written by hand and not with zod, because this runs
 * before every rehearsal and reading zod alone takes a tenth of its start.
 */
export function configFaults(config: unknown): readonly ConfigFault[] {
  return shape(CONFIG)(config, '');
}

function meant(word: string, known: readonly string[]): string {
  const guess = nearest(word, known);
  if (guess !== undefined) return `, did you mean "${guess}"`;
  return known.length > 0 ? `, wanted one of ${known.map((name) => `"${name}"`).join(', ')}` : '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wanted(what: string, sound: (value: unknown) => boolean): Check {
  return (value, path) => (sound(value) ? [] : [{ path, words: `is ${described(value)}, wanted ${what}` }]);
}

function described(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null
    ? 'an object'
    : typeof value === 'function'
      ? 'a function'
      : JSON.stringify(value);
}

function optional(check: Check): Check {
  return (value, path) => (value === undefined ? [] : check(value, path));
}

function shape(members: Readonly<Record<string, Check>>): Check {
  return (value, path) => {
    if (!isRecord(value))
      return [{ path: path === '' ? 'the default export' : path, words: `is ${described(value)}, wanted an object` }];
    const within = (name: string): string => (path === '' ? name : `${path}.${name}`);
    return [
      ...Object.keys(value)
        .filter((name) => !Object.hasOwn(members, name))
        .map((name) => ({ path: within(name), words: `is not known${meant(name, Object.keys(members))}` })),
      ...Object.entries(members).flatMap(([name, check]) => check(value[name], within(name))),
    ];
  };
}

function each(check: Check): Check {
  return (value, path) =>
    isRecord(value)
      ? Object.entries(value).flatMap(([name, member]) => check(member, `${path}.${name}`))
      : [{ path, words: `is ${described(value)}, wanted an object` }];
}

const plain: Check = (value, path) => {
  if (value === null || ['string', 'boolean', 'number'].includes(typeof value)) return [];
  if (Array.isArray(value)) return value.flatMap((member, index) => plain(member, `${path}[${index}]`));
  return isRecord(value) ? each(plain)(value, path) : [{ path, words: `is ${described(value)}, wanted JSON` }];
};

const handler = wanted(
  '"path#export", such as "src/deployer.ts#handler"',
  (value) => typeof value === 'string' && value !== '',
);
const text = wanted('a text', (value) => typeof value === 'string');
const duration = wanted(
  'a length of time with its unit, such as "3s"',
  (value) => typeof value === 'string' && /^\d+(\.\d+)?(ms|s|m|h)$/.test(value),
);
const memory = wanted(
  'megabytes, a whole number from 128 to 10240',
  (value) => Number.isInteger(value) && Number(value) >= 128 && Number(value) <= 10_240,
);

function oneOf(...words: readonly string[]): Check {
  return wanted(words.map((word) => `"${word}"`).join(' or '), (value) => words.includes(String(value)));
}

const whole = wanted('a whole number', (value) => Number.isInteger(value));

function list(check: Check): Check {
  return (value, path) =>
    Array.isArray(value)
      ? value.flatMap((member, index) => check(member, `${path}[${index}]`))
      : [{ path, words: `is ${described(value)}, wanted a list` }];
}

const TARGET_OPTIONS = {
  input: optional(text),
  inputPath: optional(text),
  inputTransformer: optional(shape({ inputTemplate: text, inputPathsMap: optional(each(text)) })),
  retryPolicy: optional(shape({ maximumRetryAttempts: optional(whole), maximumEventAgeInSeconds: optional(whole) })),
  deadLetterConfig: optional(shape({ arn: text })),
  sqsParameters: optional(shape({ messageGroupId: text })),
  kinesisParameters: optional(shape({ partitionKeyPath: text })),
  runCommandParameters: optional(shape({ runCommandTargets: list(shape({ key: text, values: list(text) })) })),
  ecsParameters: optional(shape({ taskDefinitionArn: text, taskCount: optional(whole), launchType: optional(text) })),
};

/** Where a target lies says exactly one of its members. */
const target: Check = (value, path) => {
  if (typeof value === 'string') return [];
  const places = Object.fromEntries(TARGET_PLACES.map((place) => [place, optional(text)]));
  const faults = shape({ ...places, ...TARGET_OPTIONS })(value, path);
  if (faults.length > 0 || !isRecord(value)) return faults;
  const given = TARGET_PLACES.filter((place) => value[place] !== undefined);
  return given.length === 1
    ? []
    : [
        {
          path,
          words: `has ${given.length === 0 ? 'no place' : given.join(' and ')}, wanted one of ${TARGET_PLACES.join(', ')}`,
        },
      ];
};

/** PutTargets takes targets by id, so the same one twice is an oversight, which would double every delivery. */
function twice(value: readonly unknown[], path: string): readonly ConfigFault[] {
  const texts = value.map((member) =>
    typeof member === 'string' ? JSON.stringify({ consumer: member }) : JSON.stringify(member),
  );
  return texts.flatMap((text, index) => {
    const first = texts.indexOf(text);
    return first === index ? [] : [{ path: `${path}[${index}]`, words: `is the same target as [${first}]` }];
  });
}

const targets: Check = (value, path) =>
  Array.isArray(value) && value.length > 0
    ? [...value.flatMap((member, index) => target(member, `${path}[${index}]`)), ...twice(value, path)]
    : [{ path, words: `is ${Array.isArray(value) ? 'empty' : described(value)}, wanted a list of consumers` }];

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

const CONFIG = {
  rules: optional(
    each(
      shape({
        pattern,
        state: optional(text),
        targets,
      }),
    ),
  ),
  consumers: optional(
    each(
      shape({
        handler,
        timeout: optional(duration),
        memorySize: optional(memory),
        environment: optional(each(text)),
        start: optional(oneOf('cold', 'warm')),
        answers: optional(answers),
      }),
    ),
  ),
};
