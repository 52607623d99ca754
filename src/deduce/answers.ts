import type { JsonObject } from '../registry/activity.ts';
import { serviceBySigningName } from '../wire/service-name.ts';
import { objectAt, textAt, type Said, toFacts } from './said.ts';

/** What AWS answered to a consumer's own calls where it refused them. */
export interface Answered {
  /** `service:Operation` → the error that each of its calls came to. */
  readonly answers: Readonly<Record<string, { readonly error: { readonly code: string; readonly message: string } }>>;
  /** Operations whose calls came out differently from time to time: an answer cannot say that. */
  readonly mixed: readonly string[];
}

/** What IAM and the doors of AWS say in a record, and what a client hears. */
const HEARD: Readonly<Record<string, string>> = {
  AccessDenied: 'AccessDeniedException',
  'Client.UnauthorizedOperation': 'UnauthorizedOperation',
  Throttling: 'ThrottlingException',
};

/**
 * Reads the answers that a consumer got out of the records of its own role: throttled, denied, not found. Its role is
 * told by the name of its sessions, which for a function of Lambda is the function's own, or by its own name.
 */
export function answersOf(lines: readonly Said[], role: string): Answered {
  const outcomes = new Map<string, Map<string, JsonObject>>();
  for (const { record } of toFacts(lines).facts) {
    if (record === undefined || !isOf(record, role)) continue;
    const service = serviceBySigningName((textAt(record, 'eventSource') ?? '').split('.')[0] ?? '');
    // Some services say the version of their API behind the name: UpdateFunctionCode20150331v2.
    const operation = (textAt(record, 'eventName') ?? '').replace(/\d{8}(v\d+)?$/, '');
    const name = `${service}:${operation}`;
    const known = outcomes.get(name) ?? new Map<string, JsonObject>();
    known.set(textAt(record, 'errorCode') ?? '', record);
    outcomes.set(name, known);
  }
  const answers: Record<string, { error: { code: string; message: string } }> = {};
  const mixed: string[] = [];
  for (const [name, codes] of outcomes) {
    const [[code, record] = ['', {}]] = codes;
    if (codes.size > 1) mixed.push(name);
    else if (code !== '')
      answers[name] = { error: { code: HEARD[code] ?? code, message: textAt(record, 'errorMessage') ?? '' } };
  }
  return { answers, mixed };
}

function isOf(record: JsonObject, role: string): boolean {
  const identity = objectAt(record, 'userIdentity');
  const [, name, session] = /:assumed-role\/([^/]+)\/(.+)$/.exec(textAt(identity, 'arn') ?? '') ?? [];
  return name === role || session === role;
}
