import { Fault } from '../fault.ts';
import type { HttpRequest } from '../http.ts';

/** The errors of signatures. Services that speak the query protocol have names of their own for them. */
export function missingToken(request: HttpRequest): Fault {
  return refused(
    request,
    ['MissingAuthenticationTokenException', 'MissingAuthenticationToken'],
    'Missing Authentication Token',
  );
}

/** A claim that lacks something. */
export function incomplete(request: HttpRequest, message: string): Fault {
  return refused(request, ['IncompleteSignatureException', 'IncompleteSignature'], message);
}

/** A key that nobody here has. */
export function unknownKey(request: HttpRequest): Fault {
  return refused(
    request,
    ['UnrecognizedClientException', 'InvalidClientTokenId'],
    'The security token included in the request is invalid.',
  );
}

/** A signature that is not good, for any of several reasons. */
export function invalidSignature(request: HttpRequest, message: string): Fault {
  const code = isS3(request) ? 'SignatureDoesNotMatch' : 'InvalidSignatureException';
  return refused(request, [code, 'SignatureDoesNotMatch'], message);
}

/** Whether a request speaks the query protocol, in its body or in its URL. */
export function isQuery({ headers, url }: HttpRequest): boolean {
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true || /[?&]Action=/.test(url);
}

/** S3 speaks no query protocol, and has this error by the same name. */
function isS3({ headers, url }: HttpRequest): boolean {
  return /\/s3\/aws4_request/.test(headers['authorization'] ?? '') || /%2Fs3%2Faws4_request/i.test(url);
}

function refused(request: HttpRequest, [code, queryCode]: readonly [string, string], message: string): Fault {
  return new Fault(isQuery(request) ? queryCode : code, message, 403);
}
