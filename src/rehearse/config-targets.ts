import { TARGET_PLACES, type Target, type TargetOptions } from '../rule/rule.ts';
import {
  type Check,
  type ChecksOf,
  type ConfigFault,
  described,
  each,
  exactlyOne,
  list,
  optional,
  shape,
  text,
  whole,
} from './config-checks.ts';

const OPTIONS: ChecksOf<TargetOptions> = {
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

const places = Object.fromEntries(TARGET_PLACES.map((place) => [place, optional(text)])) as {
  readonly [Name in (typeof TARGET_PLACES)[number]]: Check;
};
const spelledOut = exactlyOne(TARGET_PLACES, shape({ ...places, ...OPTIONS } satisfies ChecksOf<Target>));

/** A consumer's bare name, or where a target lies, with its options. */
const target: Check = (value, path) => (typeof value === 'string' ? [] : spelledOut(value, path));

/** The targets of a rule or a schedule: at least one, and none twice. */
export const targets: Check = (value, path) =>
  Array.isArray(value) && value.length > 0
    ? [...value.flatMap((member, index) => target(member, `${path}[${index}]`)), ...twice(value, path)]
    : [{ path, words: `is ${Array.isArray(value) ? 'empty' : described(value)}, wanted a list of consumers` }];

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
