import { Buffer } from 'node:buffer';
import type { Instant } from '../../clock.ts';
import type { Caller, Json, JsonObject } from '../../registry/activity.ts';
import { EcrFailure, invalidParameter } from '../../registry/failure.ts';
import { OPERATIONS } from '../../registry/operations.ts';
import { checkRequest } from '../../registry/request-check.ts';
import { registryHost } from '../../registry/state.ts';
import { Fault } from '../../wire/fault.ts';
import type { Operation, Service } from '../service.ts';
import { toWire } from './answer.ts';
import { openCallers } from './callers.ts';
import { knownMembers } from './known-members.ts';
import { completeUpload, deleteRepository, uploadPart } from './layer-upload.ts';
import { type LiveRegistry, registryOf } from './live-registry.ts';

/** A request of a client, as the registry sees it. */
interface Inquiry {
  readonly registry: LiveRegistry;
  readonly caller: Caller;
  readonly operation: string;
  readonly request: JsonObject;
  readonly now: Instant;
  readonly endpoint: string | undefined;
  readonly call: (operation: string, request: JsonObject) => JsonObject;
}
type Perform = (inquiry: Inquiry) => JsonObject | Promise<JsonObject>;

/** Amazon ECR: each of its operations acts on the one registry of the account. */
export const ecr: Service = (estate) => {
  const registry = registryOf(estate);
  const callerOf = openCallers(estate);
  const host = registryHost(registry.state);

  function serve(operation: string): Operation {
    const perform = Object.hasOwn(WITH_MORE, operation) ? WITH_MORE[operation]! : plainly;
    return async (input, asked) => {
      const { endpoint } = asked ?? {};
      const caller = callerOf(asked);
      const inquiry: Inquiry = {
        registry,
        caller,
        operation,
        request: knownMembers(operation, input as JsonObject),
        now: estate.agenda.now(),
        endpoint,
        call: (name, request) => registry.call(caller, name, request, checkRequest, asked?.client),
      };
      try {
        return toWire(await perform(inquiry), { host, endpoint });
      } catch (error) {
        if (error instanceof EcrFailure) throw new Fault(error.code, error.message);
        throw error;
      }
    };
  }

  return Object.fromEntries(Object.keys(OPERATIONS).map((operation) => [operation, serve(operation)]));
};

function plainly(inquiry: Inquiry): JsonObject {
  return inquiry.call(inquiry.operation, inquiry.request);
}

/** Operations with which more goes than the registry's state. */
const WITH_MORE: Readonly<Record<string, Perform>> = {
  UploadLayerPart: (inquiry) => {
    const { layerPartBlob, ...request } = inquiry.request;
    return uploadPart(inquiry.registry, inquiry.call, request as Named, bytesOf(layerPartBlob));
  },
  CompleteLayerUpload: (inquiry) => completeUpload(inquiry.registry, inquiry.call, inquiry.request as Named),
  DeleteRepository: (inquiry) => deleteRepository(inquiry.registry, inquiry.call, inquiry.request as Named),
  GetAuthorizationToken: (inquiry) => {
    const answer = plainly(inquiry);
    inquiry.registry.tokens.issue(answer, inquiry.caller, inquiry.now);
    return answer;
  },
  GetDownloadUrlForLayer: (inquiry) => {
    const answer = plainly(inquiry);
    const { registry, endpoint, now } = inquiry;
    const layerDigest = answer['layerDigest'] as string;
    if (endpoint === undefined || registry.layers.sizeOf(layerDigest) === undefined) return answer;
    return { ...answer, downloadUrl: `${endpoint}${registry.tickets.issue(layerDigest, now)}` };
  },
};

/** What is not there is missed by the check. */
type Named = JsonObject & { readonly repositoryName: string; readonly uploadId: string };

function bytesOf(blob: Json | undefined): Uint8Array {
  if (typeof blob !== 'string') throw invalidParameter('layerPartBlob', 'Member must not be null');
  return Buffer.from(blob, 'base64');
}
