import { z } from 'zod';

/** A length of time as people write it: `250ms`, `30s`, `5m`, `12h`, `14d`. `toMilliseconds` reads it. */
export const duration = z
  .string()
  .regex(/^(0|[0-9]+(\.[0-9]+)?(ms|s|m|h|d))$/, { error: 'a length of time with its unit, such as 250ms, 30s, 5m, 12h or 14d' })
  .meta({ description: 'A length of time with its unit: 250ms, 30s, 5m, 12h, 14d.' });

/** An instant, ISO 8601 in UTC. */
export const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/, { error: 'an instant in UTC, such as 2026-01-15T09:30:00Z' })
  .meta({ description: 'An instant in UTC: 2026-01-15T09:30:00Z.' });

export const accountId = z
  .string()
  .regex(/^\d{12}$/, { error: 'an AWS account id: 12 digits, in quotes so that YAML keeps them' })
  .meta({ description: 'An AWS account id: 12 digits, in quotes.' });

export const region = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: 'a Region such as us-east-2' })
  .meta({ description: 'An AWS Region, such as us-east-2.' });

/** Constraints of the ECR API's own model (RepositoryName: 2 to 256 characters). */
export const repositoryName = z
  .string()
  .min(2)
  .max(256)
  .regex(/^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/, {
    error: 'a repository name that ECR accepts: lower-case letters, digits, and single . _ - / between them, 2 to 256 characters',
  })
  .meta({ description: 'A repository name, such as web or team/web.' });

export const digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{1,64}$/, { error: 'a digest: sha256: and hexadecimal digits' })
  .meta({ description: 'A digest: sha256: and 64 hexadecimal digits.' });

/** `repository`, `repository:tag` or `repository@sha256:…`. `parseImage` reads it. */
export const imageReference = z
  .string()
  .min(2)
  .meta({ description: 'An image: repository:tag, repository@sha256:…, or repository alone for a push without a tag.' });

/** A member whose keys and values AWS defines, passed on as it is. */
export const freeObject = z.record(z.string(), z.unknown());

/** An exact count, or bounds. */
export const count = z
  .union([
    z.int().min(0),
    z.strictObject({ atLeast: z.int().min(0).optional(), atMost: z.int().min(0).optional() }),
  ])
  .meta({ description: 'How often: a number, or { atLeast, atMost }.' });

/** An EventBridge event pattern, in YAML. `ecreplay/pattern` compiles it. */
export const eventPattern = freeObject.meta({
  description: 'An EventBridge event pattern: the same language as in a rule, for example { detail: { action-type: [PUSH] } }.',
});
