import type { EcrFailure } from '../registry/failure.ts';
import type { HttpResponse } from '../wire/http.ts';

/** The error codes of the distribution specification. */
export type Code =
  | 'BLOB_UNKNOWN'
  | 'BLOB_UPLOAD_INVALID'
  | 'BLOB_UPLOAD_UNKNOWN'
  | 'DENIED'
  | 'DIGEST_INVALID'
  | 'MANIFEST_BLOB_UNKNOWN'
  | 'MANIFEST_INVALID'
  | 'MANIFEST_UNKNOWN'
  | 'NAME_INVALID'
  | 'NAME_UNKNOWN'
  | 'SIZE_INVALID'
  | 'TAG_INVALID'
  | 'TOOMANYREQUESTS'
  | 'UNAUTHORIZED'
  | 'UNSUPPORTED';

/** Why a request of a container client is not carried out. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: Code;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: Code, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** What ECR's errors are to container clients; each with the message that ECR gives. Those of ECR that are not named are DENIED. */
const OF_ECR: Readonly<Record<string, readonly [status: number, code: Code]>> = {
  AccessDenied: [403, 'DENIED'],
  EmptyUploadException: [400, 'BLOB_UPLOAD_INVALID'],
  ImageAlreadyExistsException: [400, 'MANIFEST_INVALID'],
  ImageDigestDoesNotMatchException: [400, 'DIGEST_INVALID'],
  ImageNotFoundException: [404, 'MANIFEST_UNKNOWN'],
  ImageTagAlreadyExistsException: [400, 'TAG_INVALID'],
  InvalidLayerException: [400, 'DIGEST_INVALID'],
  InvalidLayerPartException: [416, 'BLOB_UPLOAD_INVALID'],
  InvalidParameterException: [405, 'UNSUPPORTED'],
  KmsException: [403, 'DENIED'],
  LayerAlreadyExistsException: [400, 'BLOB_UPLOAD_INVALID'],
  LayerInaccessibleException: [404, 'BLOB_UNKNOWN'],
  LayerPartTooSmallException: [400, 'SIZE_INVALID'],
  LayersNotFoundException: [400, 'MANIFEST_BLOB_UNKNOWN'],
  LimitExceededException: [429, 'TOOMANYREQUESTS'],
  ReferencedImagesNotFoundException: [400, 'MANIFEST_BLOB_UNKNOWN'],
  ServerException: [500, 'BLOB_UPLOAD_INVALID'],
  RepositoryNotFoundException: [404, 'NAME_UNKNOWN'],
  ThrottlingException: [429, 'TOOMANYREQUESTS'],
  UnableToGetUpstreamImageException: [404, 'MANIFEST_UNKNOWN'],
  UploadNotFoundException: [404, 'BLOB_UPLOAD_UNKNOWN'],
};

/** Words an error of ECR's for container clients. */
export function refusalOf({ code, message }: EcrFailure): Refusal {
  const [status, word] = OF_ECR[code] ?? ([403, 'DENIED'] as const);
  return new Refusal(status, word, message);
}

/** The answer that refuses. */
export function writeRefusal({ status, code, message, headers }: Refusal): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: `${JSON.stringify({ errors: [{ code, message }] })}\n`,
  };
}
