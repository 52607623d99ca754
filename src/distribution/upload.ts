import { completeUpload } from '../embedded/ecr/layer-upload.ts';
import type { JsonObject } from '../registry/activity.ts';
import { EcrFailure } from '../registry/failure.ts';
import type { HttpResponse } from '../wire/http.ts';
import { mount } from './mount.ts';
import { Refusal } from './refusal.ts';
import { DIGEST } from './route.ts';
import { inTurn, LONGEST_UPLOAD, type Session } from './sessions.ts';
import { type Answerer, empty, type Visit } from './visit.ts';

/** `POST /v2/<name>/blobs/uploads/`: begins an upload, or mounts a blob, or takes one whole. */
export const beginUpload: Answerer = async (visit, name) => {
  const { query } = visit;
  const digest = query.get('digest');
  if (digest !== null) checkDigest(digest);
  const mounted = mount(visit, name);
  if (mounted !== undefined) return mounted;
  await forgetAbandoned(visit);
  const { uploadId } = visit.call('InitiateLayerUpload', name, {}) as { readonly uploadId: string };
  const session: Session = { uploadId, repository: name, told: 0, begunAt: visit.now, turn: Promise.resolve() };
  visit.sessions.set(session.uploadId, session);
  if (digest !== null) return await inTurn(session, () => finish(visit, session, digest));
  return empty(202, { ...placeOf(visit, session), range: '0-0' });
};

/** An upload under way: bytes are added to it, it is made a blob, asked for, or given up. */
export const upload: Answerer = async (visit, name, id) => {
  const session = visit.sessions.get(id);
  if (session?.repository !== name || isGone(visit, session)) {
    throw new Refusal(404, 'BLOB_UPLOAD_UNKNOWN', `The upload with id '${id}' does not exist`);
  }
  switch (visit.request.method) {
    case 'PATCH':
      return await inTurn(session, () => add(visit, session));
    case 'PUT':
      return await inTurn(session, () => finish(visit, session, visit.query.get('digest')));
    case 'GET':
    case 'HEAD':
      // What is still coming in counts: who asks after a broken connection wants to know where to go on.
      return await inTurn(session, async () =>
        empty(204, { ...placeOf(visit, session), range: rangeOf(visit, session) }),
      );
    default:
      return await inTurn(session, () => giveUp(visit, session));
  }
};

/** ECR has no operation for it, so nothing tells of it. */
async function giveUp({ sessions, registry }: Visit, { uploadId, repository }: Session): Promise<HttpResponse> {
  sessions.delete(uploadId);
  registry.state.repositories.get(repository)?.uploads.delete(uploadId);
  await registry.layers.discard(uploadId);
  return empty(204, {});
}

/** Takes away what clients have begun and left; the oldest stand first. */
async function forgetAbandoned(visit: Visit): Promise<void> {
  for (const session of visit.sessions.values()) {
    if (session.begunAt + LONGEST_UPLOAD > visit.now) return;
    await giveUp(visit, session);
  }
}

function isGone({ registry }: Visit, { uploadId, repository }: Session): boolean {
  return registry.state.repositories.get(repository)?.uploads.has(uploadId) !== true;
}

async function add(visit: Visit, session: Session): Promise<HttpResponse> {
  checkRange(visit, session);
  await takeInOrForget(visit, session);
  return empty(202, { ...placeOf(visit, session), range: rangeOf(visit, session) });
}

async function finish(visit: Visit, session: Session, digest: string | null): Promise<HttpResponse> {
  const { registry, sessions } = visit;
  const { uploadId, repository: repositoryName } = session;
  checkRange(visit, session);
  checkDigest(digest);
  await takeInOrForget(visit, session);
  tell(visit, session, true);
  try {
    const call = (operation: string, request: JsonObject) => visit.call(operation, repositoryName, request);
    await completeUpload(registry, call, { repositoryName, uploadId, layerDigests: [digest] });
  } catch (error) {
    // Somebody else was faster with the same layer: to the client it is there.
    if (!(error instanceof EcrFailure) || error.code !== 'LayerAlreadyExistsException') throw error;
    registry.state.repositories.get(repositoryName)?.uploads.delete(uploadId);
    await registry.layers.discard(uploadId);
  }
  sessions.delete(uploadId);
  return empty(201, {
    location: `${visit.endpoint}/v2/${repositoryName}/blobs/${digest}`,
    'docker-content-digest': digest,
  });
}

/** An upload whose repository goes while it comes in is not kept. */
async function takeInOrForget(visit: Visit, session: Session): Promise<void> {
  try {
    await takeIn(visit, session);
  } catch (error) {
    if (isGone(visit, session)) await giveUp(visit, session);
    throw error;
  }
}

/** A client that goes half-way leaves what has come; it can ask how much that is, and go on from there. */
async function takeIn(visit: Visit, session: Session): Promise<void> {
  const { incoming, body, headers } = visit.request;
  const before = visit.registry.layers.received(session.uploadId);
  if (incoming === undefined) {
    if (body.length > 0) await visit.registry.layers.append(session.uploadId, body);
    tell(visit, session, false);
  } else {
    try {
      for await (const bytes of incoming) {
        await visit.registry.layers.append(session.uploadId, bytes);
        tell(visit, session, false);
      }
    } catch (error) {
      if (error instanceof EcrFailure) throw error;
      throw new Refusal(400, 'BLOB_UPLOAD_INVALID', 'The upload was broken off');
    }
  }
  const come = visit.registry.layers.received(session.uploadId) - before;
  const [, first, last] = RANGE.exec(headers['content-range'] ?? '') ?? [];
  if (first !== undefined && Number(last) - Number(first) + 1 !== come) {
    throw new Refusal(400, 'SIZE_INVALID', `The range ${first}-${last} is not that of ${come} bytes`);
  }
}

/** UploadLayerPart for each part that is full, and for the rest if it is the end. */
function tell(visit: Visit, session: Session, isEnd: boolean): void {
  const { uploadId, repository } = session;
  const { partSize } = visit.registry.options;
  const come = visit.registry.layers.received(uploadId);
  const least = isEnd ? 1 : partSize;
  while (come - session.told >= least) {
    const partFirstByte = session.told;
    const partLastByte = Math.min(partFirstByte + partSize, come) - 1;
    visit.call('UploadLayerPart', repository, { uploadId, partFirstByte, partLastByte });
    session.told = partLastByte + 1;
  }
}

const RANGE = /^(?:bytes[ =])?(\d+)-(\d+)(?:\/.*)?$/;

/** The bytes of a chunk follow those that have come. */
function checkRange(visit: Visit, session: Session): void {
  const range = visit.request.headers['content-range'];
  if (range === undefined) return;
  const [, first, last] = RANGE.exec(range) ?? [];
  const come = visit.registry.layers.received(session.uploadId);
  if (first === undefined || Number(first) !== come || Number(last) < Number(first)) {
    throw new Refusal(
      416,
      'BLOB_UPLOAD_INVALID',
      `The range '${range}' does not follow the ${come} bytes that have come`,
      { ...placeOf(visit, session), range: rangeOf(visit, session) },
    );
  }
}

function checkDigest(digest: string | null): asserts digest is string {
  if (digest !== null && DIGEST.test(digest)) return;
  throw new Refusal(400, 'DIGEST_INVALID', `The digest '${digest ?? ''}' is not one of SHA-256`);
}

function placeOf({ endpoint }: Visit, { repository, uploadId }: Session): Record<string, string> {
  return { location: `${endpoint}/v2/${repository}/blobs/uploads/${uploadId}`, 'docker-upload-uuid': uploadId };
}

function rangeOf({ registry }: Visit, { uploadId }: Session): string {
  return `0-${Math.max(0, registry.layers.received(uploadId) - 1)}`;
}
