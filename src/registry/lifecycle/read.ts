import type { Json, JsonObject, LifecycleRule } from '../activity.ts';
import type { EcrFailure } from '../failure.ts';
import { invalidPolicy } from './invalid-policy.ts';
import { checkTogether } from './together.ts';

/** A policy has at most this many rules (user guide, service quotas). */
const RULES = 50;
/** What leaves the archive has been there for 90 days (user guide, "Archiving an image"). */
const DAYS_IN_ARCHIVE = 90;
const WILDCARDS = 4;

const TAG_STATUS = ['any', 'tagged', 'untagged'] as const;
const COUNT_TYPE = ['imageCountMoreThan', 'sinceImagePulled', 'sinceImagePushed', 'sinceImageTransitioned'] as const;
const STORAGE_CLASS = ['archive', 'standard'] as const;
const ACTION = ['expire', 'transition'] as const;

/** Reads a lifecycle policy as PutLifecyclePolicy takes it; rules by priority. Refuses what ECR refuses. */
export function readLifecyclePolicy(text: string): readonly LifecycleRule[] {
  let policy: Json;
  try {
    policy = JSON.parse(text) as Json;
  } catch {
    throw invalidPolicy('Could not map policyString into LifecyclePolicy.');
  }
  const { rules } = members(policy, ['rules'], []);
  if (!Array.isArray(rules)) throw mistyped(rules, 'array');
  if (rules.length === 0)
    throw invalidPolicy('array is too short: must have at least 1 elements but instance has 0 elements');
  if (rules.length > RULES)
    throw invalidPolicy(
      `array is too long: must have at most ${RULES} elements but instance has ${rules.length} elements`,
    );
  const read = rules.map(readRule).toSorted((a, b) => a.rulePriority - b.rulePriority);
  checkTogether(read);
  return read;
}

function readRule(value: Json): LifecycleRule {
  const { rulePriority, description, selection, action } = members(
    value,
    ['rulePriority', 'selection', 'action'],
    ['description'],
  );
  const priority = positive(rulePriority);
  if (description !== undefined && typeof description !== 'string') throw mistyped(description, 'string');
  const chosen = readSelection(selection);
  const { type, targetStorageClass } = members(action, ['type'], ['targetStorageClass']);
  const done = oneOf(type, ACTION);
  // The schema of an action is one of two: to expire, with nothing else, or to go to the archive.
  if (
    (done === 'transition') !== (targetStorageClass === 'archive') ||
    (done === 'expire' && targetStorageClass !== undefined)
  )
    throw invalidPolicy('instance failed to match exactly one schema (matched 0 out of 2)');
  checkMeaning(chosen, done);
  return {
    rulePriority: priority,
    ...(description === undefined ? {} : { description }),
    ...chosen,
    ...(done === 'expire' ? {} : { action: done }),
  };
}

type Selection = Omit<LifecycleRule, 'rulePriority' | 'description' | 'action'>;

function readSelection(value: Json | undefined): Selection {
  const { tagStatus, tagPrefixList, tagPatternList, storageClass, countType, countUnit, countNumber } = members(
    value,
    ['tagStatus', 'countType', 'countNumber'],
    ['tagPrefixList', 'tagPatternList', 'storageClass', 'countUnit'],
  );
  const status = oneOf(tagStatus, TAG_STATUS);
  const type = oneOf(countType, COUNT_TYPE);
  const kept = storageClass === undefined ? undefined : oneOf(storageClass, STORAGE_CLASS);
  if (countUnit !== undefined) oneOf(countUnit, ['days']);
  return {
    tagStatus: status,
    tagPrefixList: strings(tagPrefixList),
    tagPatternList: strings(tagPatternList),
    countType: type,
    ...(countUnit === undefined ? {} : { countUnit: 'days' as const }),
    countNumber: positive(countNumber),
    ...(kept === undefined ? {} : { storageClass: kept }),
  };
}

/** What the members of a rule must have to do with each other. */
function checkMeaning(rule: Selection, action: 'expire' | 'transition'): void {
  const { tagStatus, tagPrefixList, tagPatternList, countType, countUnit, countNumber, storageClass } = rule;
  const listed = tagPrefixList.length + tagPatternList.length;
  if (tagStatus === 'tagged' && listed === 0)
    throw invalidPolicy('Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.');
  if (tagStatus !== 'tagged' && listed > 0)
    throw invalidPolicy(`Cannot specify tagPrefixList or tagPatternList when tagStatus=${tagStatus.toUpperCase()}.`);
  if (tagPrefixList.length > 0 && tagPatternList.length > 0)
    throw invalidPolicy('Cannot specify both tagPrefixList and tagPatternList.');
  const wild = tagPatternList.find((pattern) => pattern.split('*').length - 1 > WILDCARDS);
  if (wild !== undefined)
    throw invalidPolicy(`A tag pattern can have at most ${WILDCARDS} wildcards, found '${wild}'.`);
  if ((countType === 'imageCountMoreThan') !== (countUnit === undefined))
    throw invalidPolicy(
      countUnit === undefined
        ? `Must specify countUnit when countType=${countType}.`
        : `Cannot specify countUnit when countType=${countType}.`,
    );
  if (countType === 'sinceImageTransitioned') {
    if (storageClass !== 'archive')
      throw invalidPolicy(`Must specify storageClass archive when countType=${countType}.`);
    if (action !== 'expire') throw invalidPolicy(`Only the action expire is supported when countType=${countType}.`);
    if (countNumber < DAYS_IN_ARCHIVE)
      throw invalidPolicy(`countNumber must be at least ${DAYS_IN_ARCHIVE} when countType=${countType}.`);
  } else if (storageClass === 'archive')
    throw invalidPolicy(`Only storageClass standard is supported when countType=${countType}.`);
  if (countType === 'sinceImagePulled' && action !== 'transition')
    throw invalidPolicy(`Only the action transition is supported when countType=${countType}.`);
}

/** The members of an object that has all it must have and nothing else. */
function members(value: Json | undefined, required: readonly string[], optional: readonly string[]): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw mistyped(value, 'object');
  const object = value as JsonObject;
  const missing = required.filter((member) => object[member] === undefined).toSorted();
  if (missing.length > 0) throw invalidPolicy(`object has missing required properties (${JSON.stringify(missing)})`);
  const unknown = Object.keys(object).filter((member) => !required.includes(member) && !optional.includes(member));
  if (unknown.length > 0)
    throw invalidPolicy(
      `object instance has properties which are not allowed by the schema: ${JSON.stringify(unknown.toSorted())}`,
    );
  return object;
}

function oneOf<const Value extends string>(value: Json | undefined, allowed: readonly Value[]): Value {
  const found = allowed.find((each) => each === value);
  if (found !== undefined) return found;
  if (typeof value !== 'string') throw mistyped(value, 'string');
  throw invalidPolicy(
    `instance value (${JSON.stringify(value)}) not found in enum (possible values: ${JSON.stringify(allowed)})`,
  );
}

function positive(value: Json | undefined): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw mistyped(value, 'integer');
  if (value < 1)
    throw invalidPolicy(`numeric instance is lower than the required minimum (minimum: 1, found: ${value})`);
  return value;
}

function strings(value: Json | undefined): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw mistyped(value, 'array');
  return value.map((item: Json) => {
    if (typeof item !== 'string') throw mistyped(item, 'string');
    if (item === '') throw invalidPolicy('string "" is too short (length: 0, required minimum: 1)');
    return item;
  });
}

function mistyped(value: Json | undefined, wanted: string): EcrFailure {
  return invalidPolicy(
    `instance type (${typeOf(value)}) does not match any allowed primitive type (allowed: ["${wanted}"])`,
  );
}

function typeOf(value: Json | undefined): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}
