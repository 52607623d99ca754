import type { Json, JsonObject } from '../../registry/activity.ts';
import { sha256 } from '../../registry/manifest.ts';
import { isVia, listAt, objectAt, textAt } from '../said.ts';
import { repositoryOf } from '../who.ts';

/** What something that was told is about: enough to know it again in another recording. */
export interface Subject {
  /** The operation, or the kind of event. */
  readonly what: string;
  readonly repository: string;
  /** The digest, the tag, the layer, or nothing. */
  readonly which: string;
}

/** What a record or an event is about. */
export function subjectOf(value: JsonObject): Subject {
  const detail = objectAt(value, 'detail');
  if (textAt(value, 'detail-type') === undefined) return ofRecord(value, '');
  return isVia(value) && detail !== undefined ? ofRecord(detail, ' via CloudTrail') : ofEvent(value, detail);
}

function ofEvent(event: JsonObject, detail: JsonObject | undefined): Subject {
  const action = textAt(detail, 'action-type') ?? textAt(detail, 'scan-status') ?? textAt(detail, 'sync-status');
  const result = textAt(detail, 'result') ?? '';
  const name = textAt(detail, 'repository-name') ?? '';
  return {
    what: [textAt(event, 'detail-type'), action, result === 'SUCCESS' ? '' : result].filter(Boolean).join(' '),
    repository: name.replace(/^.*:repository\//, ''),
    which: [textAt(detail, 'image-digest'), textAt(detail, 'image-tag')].filter(Boolean).join(' '),
  };
}

function ofRecord(record: JsonObject, via: string): Subject {
  const service = (textAt(record, 'eventSource') ?? '').split('.')[0] ?? '';
  const type = textAt(record, 'eventType') === 'AwsServiceEvent' ? ' by itself' : '';
  const code = textAt(record, 'errorCode');
  return {
    what: `${service}:${textAt(record, 'eventName')}${type}${code === undefined ? '' : ` ${code}`}${via}`,
    repository: repositoryOf(record) ?? '',
    which: whichOf(record),
  };
}

function whichOf(record: JsonObject): string {
  const request = objectAt(record, 'requestParameters');
  const manifest = textAt(request, 'imageManifest');
  const ids = [...listAt(request, 'imageIds'), ...(request?.['imageId'] === undefined ? [] : [request['imageId']])];
  const context = objectAt(request, 'encryptionContext');
  const first = request?.['partFirstByte'];
  return [
    manifest === undefined ? textAt(request, 'imageDigest') : sha256(manifest),
    textAt(request, 'imageTag'),
    textAt(request, 'layerDigest'),
    ...listAt(request, 'layerDigests').map(worded),
    ...ids.map((id) => `${textAt(id as JsonObject, 'imageDigest') ?? ''}${textAt(id as JsonObject, 'imageTag') ?? ''}`),
    /sha256:[0-9a-f]+/.exec(textAt(context, 'aws:s3:arn') ?? '')?.[0],
    typeof first === 'number' ? `from byte ${first}` : undefined,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
}

function worded(value: Json): string {
  return typeof value === 'string' ? value : '';
}

/** A subject as one text. */
export function keyOf({ what, repository, which }: Subject): string {
  return `${what}\n${repository}\n${which}`;
}

/** A subject in a line, its digests cut to what people compare. */
export function saySubject({ what, repository, which }: Subject): string {
  return [what, repository, which.replaceAll(/(sha256:[0-9a-f]{12})[0-9a-f]+/g, '$1')].filter(Boolean).join('  ');
}
