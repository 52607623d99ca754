import type { Instant } from '../../clock.ts';
import type { Caller } from '../activity.ts';
import type { OpenCall } from '../ledger.ts';
import type { Blob } from '../manifest.ts';
import { TYPICAL, type Stage } from '../stage.ts';

/** Bytes a millisecond that a client uploads: 40 MB/s. Only the order of records depends on it. */
const BANDWIDTH = 40_000;
/** docker waits five seconds more before each further attempt. */
const RETRY_STEP = 5_000;

type Target = { readonly registryId: string; readonly repositoryName: string };

interface Lane {
  ready: Instant;
  work: Generator<number, void, OpenCall> | undefined;
  last: OpenCall | undefined;
}

/**
 * Uploads what the registry lacks, several blobs at once, as docker does: records of different blobs interleave, those
 * of one blob keep their order (facts 3.4). Answers whether all blobs are there in the end. A client that is interrupted
 * goes away once half of the parts are sent.
 */
export function uploadBlobs(
  stage: Stage,
  caller: Caller,
  target: Target,
  blobs: readonly Blob[],
  interrupted = false,
): boolean {
  const { ledger } = stage;
  const waiting = blobs.values();
  const parts = blobs.reduce((sum, { size }) => sum + Math.ceil(size / ledger.options.partSize), 0);
  const state: Progress = { failed: false, partsLeft: interrupted ? Math.ceil(parts / 2) : Infinity };
  const lanes: Lane[] = Array.from({ length: Math.min(ledger.options.maxConcurrentUploads, blobs.length) }, () => ({
    ready: ledger.now,
    work: undefined,
    last: undefined,
  }));
  for (;;) {
    // The lane that is ready first acts; with so few lanes a scan beats a heap.
    let lane: Lane | undefined;
    for (const candidate of lanes) if (lane === undefined || candidate.ready < lane.ready) lane = candidate;
    if (lane === undefined) return !state.failed;
    if (lane.work === undefined) {
      const next = state.failed ? undefined : waiting.next().value;
      if (next === undefined) {
        lanes.splice(lanes.indexOf(lane), 1);
        continue;
      }
      lane.work = upload(stage, caller, target, next, state);
    }
    ledger.now = Math.max(ledger.now, lane.ready);
    const step = lane.work.next();
    if (step.done === true) lane.work = undefined;
    else lane.ready = step.value;
  }
}

/** How far all lanes together have come. */
interface Progress {
  failed: boolean;
  /** How many parts the client will yet send before it goes away. */
  partsLeft: number;
}

/** One blob: yields the moment at which it goes on, after each call. */
function* upload(stage: Stage, caller: Caller, target: Target, blob: Blob, state: Progress): Generator<Instant, void> {
  const { ledger } = stage;
  const { partSize, missingRepositoryRetries } = ledger.options;
  for (let attempt = 1; ; attempt += 1) {
    const check = ledger.call(
      caller,
      'BatchCheckLayerAvailability',
      { ...target, layerDigests: [blob.digest] },
      TYPICAL.read,
    );
    yield check.ended;
    if (state.partsLeft <= 0) return;
    if (refused(stage, check, state) || isAvailable(check)) return;
    const initiate = ledger.call(caller, 'InitiateLayerUpload', target, TYPICAL.read);
    yield initiate.ended;
    if (state.partsLeft <= 0) return;
    if (refused(stage, initiate, state)) return;
    const uploadId = initiate.response?.['uploadId'];
    if (typeof uploadId === 'string') {
      for (let first = 0; first < blob.size; first += partSize) {
        const last = Math.min(first + partSize, blob.size) - 1;
        const part = ledger.call(
          caller,
          'UploadLayerPart',
          { ...target, uploadId, partFirstByte: first, partLastByte: last },
          TYPICAL.part + (last - first) / BANDWIDTH,
        );
        state.partsLeft -= 1;
        state.failed ||= state.partsLeft <= 0;
        yield part.ended;
        if (state.partsLeft <= 0 || refused(stage, part, state)) return;
      }
      const complete = ledger.call(
        caller,
        'CompleteLayerUpload',
        { ...target, uploadId, layerDigests: [blob.digest] },
        TYPICAL.write,
      );
      yield complete.ended;
      refused(stage, complete, state);
      return;
    }
    // The client tries again while the repository may yet appear; then the whole push ends.
    if (attempt >= missingRepositoryRetries || state.failed) {
      state.failed = true;
      if (initiate.failure !== undefined) ledger.fail(initiate.failure.code, initiate.failure.message);
      return;
    }
    yield ledger.now + attempt * RETRY_STEP;
  }
}

/** Whoever is refused outright does not try again; the whole push ends. */
function refused(stage: Stage, { failure }: OpenCall, state: Progress): boolean {
  if (failure?.early === undefined) return false;
  state.failed = true;
  stage.ledger.fail(failure.code, failure.message);
  return true;
}

function isAvailable(check: OpenCall): boolean {
  const layers = check.response?.['layers'];
  const first: unknown = Array.isArray(layers) ? layers[0] : undefined;
  return (
    typeof first === 'object' &&
    first !== null &&
    'layerAvailability' in first &&
    first.layerAvailability === 'AVAILABLE'
  );
}
