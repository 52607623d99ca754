import { z } from 'zod';
import type { ProblemCode } from '../problem.ts';

/**
 * How a refused value is talked about: `noun` ends the sentence "… is 5, not"; `code` replaces SCENARIO_WRONG_VALUE.
 *
 * Schemas join with `.register(wording, …)`, always as the last word of their chain: every other method makes a copy.
 */
export const wording: z.core.$ZodRegistry<{ readonly noun: string; readonly code?: ProblemCode }> = z.registry();

/** A length of time as people write it: `250ms`, `30s`, `5m`, `12h`, `14d`. `toMilliseconds` reads it. */
export const duration = z
  .string()
  .regex(/^(0|[0-9]{1,12}(\.[0-9]{1,6})?(ms|s|m|h|d))$/)
  .meta({
    id: 'duration',
    description: 'A length of time with its unit: 250ms, 30s, 5m, 12h, 14d.',
  })
  .register(wording, {
    noun: 'a length of time with its unit, such as 250ms, 30s, 5m, 12h or 14d',
    code: 'SCENARIO_WRONG_UNIT',
  });

/** An instant, ISO 8601 in UTC, on a day that the calendar has. */
export const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/)
  .refine(isOnTheCalendar)
  .meta({ id: 'instant', description: 'An instant in UTC: 2026-01-15T09:30:00Z.' })
  .register(wording, {
    noun: 'an instant in UTC that the calendar has, such as 2026-01-15T09:30:00Z',
  });

/** `Date` rolls 30 February over to 2 March instead of refusing it, so the answer is compared with the question. */
function isOnTheCalendar(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 19) === text.slice(0, 19);
}

/** An AWS account, quoted in YAML because an id may begin with a zero. */
export const accountId = z
  .string()
  .regex(/^\d{12}$/)
  .meta({ id: 'accountId', description: 'An AWS account id: 12 digits, in quotes.' })
  .register(wording, { noun: 'an AWS account id of 12 digits, in quotes so that YAML keeps them' });

/** A Region of any partition. */
export const region = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-\d$/)
  .meta({ id: 'region', description: 'An AWS Region, such as us-east-2.' })
  .register(wording, { noun: 'a Region such as us-east-2' });

/** Constraints of the ECR API's own model (RepositoryName: 2 to 256 characters). */
export const repositoryName = z
  .string()
  .min(2)
  .max(256)
  .regex(/^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/)
  .meta({ id: 'repositoryName', description: 'A repository name, such as web or team/web.' })
  .register(wording, {
    noun: 'a repository name that ECR accepts: lower-case letters, digits, and single . _ - / between them, 2 to 256 characters',
    code: 'SCENARIO_NAME_REFUSED',
  });

/** ImageTag of the ECR API: what docker accepts, too. */
export const imageTag = z
  .string()
  .regex(/^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/)
  .meta({ id: 'imageTag', description: 'An image tag, such as 1.4.2.' })
  .register(wording, {
    noun: 'a tag that ECR accepts: letters, digits, and . _ - after the first of them, 128 characters at most',
    code: 'SCENARIO_NAME_REFUSED',
  });

/** Fewer than 64 digits pass here, because the AWS documents show a digest of 60; reading a file allows that under `profile: documented` only. */
export const digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{1,64}$/)
  .meta({ id: 'digest', description: 'A digest: sha256: and 64 hexadecimal digits.' })
  .register(wording, { noun: 'a digest: sha256: and 64 lower-case hexadecimal digits' });

/** `repository`, `repository:tag` or `repository@sha256:…`. `parseImage` reads it. */
export const imageReference = z
  .string()
  .min(2)
  .meta({
    id: 'imageReference',
    description: 'An image: repository:tag, repository@sha256:…, or repository alone for a push without a tag.',
  })
  .register(wording, { noun: 'an image such as web:1.4.2' });

/** A member whose keys and values AWS defines, passed on as it is. */
export const freeObject = z.record(z.string(), z.unknown());

const atLeastOne = 'sets no bound, it needs "atLeast" or "atMost"';

/** An exact count, or bounds. */
export const count = z
  .union([
    z.int().min(0),
    z
      .strictObject({
        atLeast: z.int().min(0).optional().meta({ description: 'The lower bound, included.' }),
        atMost: z.int().min(0).optional().meta({ description: 'The upper bound, included.' }),
      })
      .refine((bounds) => Object.keys(bounds).length > 0, { error: atLeastOne })
      .refine(({ atLeast = 0, atMost = Infinity }) => atLeast <= atMost, {
        error: 'can never hold: "atLeast" is greater than "atMost"',
      })
      .meta({ minProperties: 1 }),
  ])
  .meta({ id: 'count', description: 'How often: a number, or { atLeast, atMost }.' });

/** An EventBridge event pattern, in YAML. `ecreplay/pattern` compiles it. */
export const eventPattern = freeObject
  .meta({
    id: 'eventPattern',
    description:
      'An EventBridge event pattern: the same language as in a rule, for example { detail: { action-type: [PUSH] } }.',
  })
  .register(wording, { noun: 'an event pattern such as { detail: { action-type: [PUSH] } }' });
