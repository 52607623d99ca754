import { didYouMean, nameOf, quote, type Complaint } from '../complaint.ts';
import { isMapping } from '../noun.ts';
import type { Path } from '../place.ts';
import type { SoundParts } from '../sound-parts.ts';

/** Every detail-type that ECR and Inspector give to what happens in a registry, and those of CloudTrail's envelopes. */
const DETAIL_TYPES: readonly string[] = [
  'ECR Image Action',
  'ECR Referrer Action',
  'ECR Image Scan',
  'ECR Scan Resource Change',
  'ECR Pull Through Cache Action',
  'ECR Replication Action',
  'Inspector2 Scan',
  'Inspector2 Finding',
  'Inspector2 Coverage',
  'AWS API Call via CloudTrail',
  'AWS Service Event via CloudTrail',
];

/** In the list of EventBridge's reference, with no sample and no schema anywhere. */
const ARTIFACT_ACTION = 'ECR Artifact Action';

/** What people look for in an action-type, and the calls that tell of it instead. */
const NEVER_TOLD: Readonly<Record<string, string>> = {
  PULL: 'BatchGetImage',
  CREATE: 'CreateRepository',
  CREATE_REPOSITORY: 'CreateRepository',
  DELETE_REPOSITORY: 'DeleteRepository',
  TAG: 'PutImage',
  UNTAG: 'BatchDeleteImage',
  SIGN: 'PutImage',
};

/** Detail-types that people look for, by a word in them, and what tells of it instead. */
const NEVER_SENT: readonly (readonly [word: RegExp, instead: string])[] = [
  [/pull(?! through)/i, byCall('BatchGetImage')],
  [/repository.*delet|delet.*repository/i, byCall('DeleteRepository')],
  [/repository/i, byCall('CreateRepository')],
  [/lifecycle|expir/i, byCall('PolicyExecutionEvent')],
  [/push/i, 'a push is { detail-type: [ECR Image Action], detail: { action-type: [PUSH] } }'],
  [/delet/i, 'a deletion is { detail-type: [ECR Image Action], detail: { action-type: [DELETE] } }'],
  [/sign/i, 'a signature that is pushed is { detail-type: [ECR Referrer Action], detail: { action-type: [PUSH] } }'],
  [/archiv|storage/i, 'it is { detail-type: [ECR Image Action], detail: { action-type: [UPDATE_STORAGE_CLASS] } }'],
];

/** Events that AWS never sends, where a scenario waits for them: the sentence names the channel that does tell. */
export function* checkEvents({ expect }: SoundParts): Generator<Complaint> {
  for (const [index, expectation] of expect.entries()) {
    if (expectation === undefined || !('event' in expectation)) continue;
    const { pattern, times, delivered } = expectation.event;
    // That there is none is true, and may well be what a scenario shows.
    if (times === 0 || (times === undefined && delivered === 0)) continue;
    const path = ['expect', index, 'event', 'pattern'];
    yield* ofDetailType(pattern['detail-type'], [...path, 'detail-type']);
    const { detail } = pattern;
    if (isMapping(detail)) yield* ofActionType(detail['action-type'], [...path, 'detail', 'action-type']);
  }
}

/** All that a pattern would take, where every branch of it is a plain text. */
function onlyTexts(value: unknown): readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : [];
}

function* ofDetailType(value: unknown, path: Path): Generator<Complaint> {
  const wanted = onlyTexts(value);
  const [first] = wanted;
  // Other services' events, and those that a rehearsal puts on the bus, have names that nobody here knows.
  if (
    first === undefined ||
    !wanted.every((type) => /^(ECR|Inspector2?)\b/i.test(type) && !DETAIL_TYPES.includes(type))
  )
    return;
  if (first === ARTIFACT_ACTION) {
    const says = `AWS lists ${quote(first)} and has published no event of it, so that none is made up here`;
    yield { code: 'SCENARIO_WRONG_VALUE', path, part: 'value', says };
    return;
  }
  const instead = NEVER_SENT.find(([word]) => word.test(first))?.[1];
  const says =
    instead === undefined
      ? `no event has the detail-type ${quote(first)}${didYouMean(first, DETAIL_TYPES)}`
      : `no event has the detail-type ${quote(first)}; ${instead}`;
  yield { code: 'SCENARIO_WRONG_VALUE', path, part: 'value', says };
}

function* ofActionType(value: unknown, path: Path): Generator<Complaint> {
  const wanted = onlyTexts(value);
  const [first] = wanted;
  if (first === undefined || !wanted.every((action) => Object.hasOwn(NEVER_TOLD, action))) return;
  const says = `${nameOf(path)} is ${quote(first)}, but ECR sends no such event; ${byCall(NEVER_TOLD[first]!)}`;
  yield { code: 'SCENARIO_WRONG_VALUE', path, part: 'value', says };
}

/** Where CloudTrail tells of it. A lifecycle run comes in the envelope of service events. */
function byCall(call: string): string {
  const envelope = call === 'PolicyExecutionEvent' ? 'AWS Service Event via CloudTrail' : 'AWS API Call via CloudTrail';
  return `CloudTrail tells of it: { detail-type: [${envelope}], detail: { eventName: [${call}] } }`;
}
