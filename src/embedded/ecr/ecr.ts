import { Buffer } from 'node:buffer';
import type { Caller, JsonObject } from '../../registry/activity.ts';
import { EcrFailure } from '../../registry/failure.ts';
import { OPERATIONS } from '../../registry/operations.ts';
import { registryHost } from '../../registry/state.ts';
import { Fault } from '../../wire/fault.ts';
import type { Operation, Service } from '../service.ts';
import { toWire } from './answer.ts';
import { openCallers } from './callers.ts';
import { knownMembers } from './known-members.ts';
import { completeUpload, deleteRepository, uploadPart } from './layer-upload.ts';
import { type LiveRegistry, registryOf } from './live-registry.ts';

/** A call of a client, as the registry sees it. */
interface Call {
  readonly registry: LiveRegistry;
  readonly caller: Caller;
  readonly operation: string;
  readonly request: JsonObject;
  readonly now: number;
  readonly endpoint: string | undefined;
}
type Perform = (call: Call) => JsonObject | Promise<JsonObject>;

/** Amazon ECR: each of its operations acts on the one registry of the account. */
export const ecr: Service = (estate) => {
  const registry = registryOf(estate);
  const callerOf = openCallers(estate);
  const host = registryHost(registry.state);

  function serve(operation: string): Operation {
    const perform = Object.hasOwn(WITH_MORE, operation) ? WITH_MORE[operation]! : plainly;
    return async (input, asked) => {
      const { endpoint } = asked ?? {};
      const request = knownMembers(operation, input as JsonObject);
      const call = { registry, caller: callerOf(asked), operation, request, endpoint };
      try {
        return toWire(await perform({ ...call, now: estate.agenda.now() }), { host, endpoint });
      } catch (error) {
        if (error instanceof EcrFailure) throw new Fault(error.code, error.message);
        throw error;
      }
    };
  }

  return Object.fromEntries(Object.keys(OPERATIONS).map((operation) => [operation, serve(operation)]));
};

function plainly({ registry, caller, operation, request }: Call): JsonObject {
  return registry.call(caller, operation, request);
}

/** Operations with which more goes than the registry's state. */
const WITH_MORE: Readonly<Record<string, Perform>> = {
  UploadLayerPart: ({ registry, caller, request: { layerPartBlob, ...request } }) =>
    uploadPart(registry, caller, request as Named, Buffer.from(layerPartBlob as string, 'base64')),
  CompleteLayerUpload: ({ registry, caller, request }) => completeUpload(registry, caller, request as Named),
  DeleteRepository: ({ registry, caller, request }) => deleteRepository(registry, caller, request as Named),
  GetAuthorizationToken: (call) => {
    const answer = plainly(call);
    call.registry.tokens.issue(answer, call.caller, call.now);
    return answer;
  },
  GetDownloadUrlForLayer: (call) => {
    const answer = plainly(call);
    const { registry, endpoint } = call;
    const layerDigest = answer['layerDigest'] as string;
    if (endpoint === undefined || registry.layers.sizeOf(layerDigest) === undefined) return answer;
    return { ...answer, downloadUrl: `${endpoint}${registry.tickets.issue(layerDigest, call.now)}` };
  },
};

/** The model has seen to it that they are there. */
type Named = JsonObject & { readonly repositoryName: string; readonly uploadId: string };
