/** Moments at which a task has failed. */
export interface Limits {
  /** Seconds. */
  readonly timeout: number | undefined;
  /** Seconds between two signs of life. */
  readonly heartbeat: number | undefined;
}

/** States take and give at most so much. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const DATA_LIMIT = 262_144;

/** Whether a task has given more than a state may hand on. */
export function isTooLarge(text: string): boolean {
  return text.length > DATA_LIMIT || (text.length * 3 > DATA_LIMIT && Buffer.byteLength(text) > DATA_LIMIT);
}
