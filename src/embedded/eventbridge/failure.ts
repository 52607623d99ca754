import type { Milliseconds } from '../../clock.ts';
import type { Fault } from '../../wire/fault.ts';

/** The codes that dead letters give as `ERROR_CODE`, as far as something here leads to them. */
export type FailureCode =
  | 'CONNECTION_FAILURE'
  | 'CROSS_ACCOUNT_INGESTION_FAILED'
  | 'CROSS_REGION_INGESTION_FAILED'
  | 'ERROR_FROM_TARGET'
  | 'INVALID_JSON'
  | 'INVALID_PARAMETER'
  | 'NO_PERMISSIONS'
  | 'NO_RESOURCE'
  | 'RESOURCE_ALREADY_EXISTS'
  | 'RESOURCE_LIMIT_EXCEEDED'
  | 'THIRD_ACCOUNT_HOP_DETECTED'
  | 'THROTTLING'
  | 'TIMEOUT';

/** Why one try to deliver failed, and whether another may do better. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
  readonly retriable: boolean;
}

/** A delivery that failed for a reason of EventBridge's own. */
export class Undeliverable extends Error implements Failure {
  override readonly name = 'Undeliverable';
  readonly code: FailureCode;
  readonly retriable: boolean;

  constructor(code: FailureCode, message: string, { retriable = false } = {}) {
    super(message);
    this.code = code;
    this.retriable = retriable;
  }
}

/** A delivery that has to wait its turn: nothing has been tried, and nothing has failed. */
export class Postponed extends Error {
  override readonly name = 'Postponed';
  readonly wait: Milliseconds;

  constructor(wait: Milliseconds) {
    super(`To be sent in ${wait} ms`);
    this.wait = wait;
  }
}

/** The first that fits a fault's code says what EventBridge makes of it. */
const READINGS: readonly (readonly [RegExp, FailureCode, boolean])[] = [
  [/AccessDenied|NotAuthorized|Unauthorized|KMS.*Access|UnrecognizedClient/i, 'NO_PERMISSIONS', false],
  [/AlreadyExists/, 'RESOURCE_ALREADY_EXISTS', false],
  [/Throttl|TooManyRequests|ThroughputExceeded|SlowDown/i, 'THROTTLING', true],
  [/LimitExceeded|QuotaExceeded/, 'RESOURCE_LIMIT_EXCEEDED', true],
  // Stopped, it may run again; gone, it is gone.
  [/NotFound|NonExistent|DoesNotExist|^InvalidDocument$|^InvalidInstanceId$/, 'NO_RESOURCE', false],
  [/Invalid|Validation|TooLarge|Missing|Malformed|Unsupported/i, 'INVALID_PARAMETER', false],
];

/** What EventBridge makes of the error that a target answers with. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
export function readFault({ code, message, status }: Fault): Failure {
  if (status < 500) {
    for (const [form, failure, retriable] of READINGS)
      if (form.test(code)) return { code: failure, message, retriable };
  }
  return { code: 'ERROR_FROM_TARGET', message, retriable: true };
}
