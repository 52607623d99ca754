import { Problem } from '../../problem.ts';

/**
 * What an error of a client says of the request that brought it.
 *
 * - `throttled`: AWS has refused it for now, so it may be sent again;
 * - `unreached`: it never left this machine, so it may be sent again too;
 * - `unknown`: it may have been carried out although no answer came, so it must not be sent again;
 * - `refused`: AWS will not have it, now or later.
 */
export type Fate = 'throttled' | 'unreached' | 'unknown' | 'refused';

/** Errors as AWS's clients throw them. */
interface SdkError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $fault?: 'client' | 'server';
}

const THROTTLED =
  /^(?:Throttl\w*|TooManyRequests\w*|RequestLimitExceeded|RequestThrottled\w*|\w*ThroughputExceeded\w*|KMSThrottling\w*|SlowDown|BandwidthLimitExceeded|PriorRequestNotComplete)$/;
const UNREACHED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'];
const CUT = [
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ECONNABORTED',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_HTTP2_STREAM_ERROR',
];
const EXPIRED = /^(?:ExpiredToken\w*|RequestExpired|TokenRefreshRequired)$/;
const UNKNOWN_KEY =
  /^(?:UnrecognizedClient\w*|InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignature\w*|AuthFailure|IncompleteSignature\w*|MissingAuthenticationToken\w*)$/;
const DENIED = /^(?:AccessDenied\w*|AuthorizationError\w*|UnauthorizedOperation|NotAuthorized\w*)$/;

/** Reads what an error says of the request that brought it. */
export function fateOf(error: unknown): Fate {
  const { name, message, code = '', $metadata } = error as SdkError;
  const status = $metadata?.httpStatusCode ?? 0;
  if (THROTTLED.test(name) || status === 429 || status === 503) return 'throttled';
  if (UNREACHED.includes(code) || /connect ECONNREFUSED|connection timed out|establish a connection/i.test(message)) {
    return 'unreached';
  }
  if (CUT.includes(code) || name === 'TimeoutError' || status >= 500 || isGarbled(error as SdkError)) return 'unknown';
  return 'refused';
}

/** Whether AWS says that something is not there, which is what a clean-up wants to hear. */
export function isMissing(error: unknown): boolean {
  const { name } = error as SdkError;
  return /NotFound|NonExistent|DoesNotExist|NotExist/.test(name);
}

/** Whether AWS says that the credentials are good and may not do this. */
export function isRefusedAccess(error: unknown): boolean {
  return DENIED.test((error as SdkError).name);
}

/** Words what a client threw, to follow "Cannot …:". What is no failure of AWS or of the way there is thrown as it is. */
export function remoteProblem(attempt: string, error: unknown, endpoint = 'AWS'): Problem {
  if (error instanceof Problem) return error;
  if (!isRemote(error)) throw error;
  const { name, message, $metadata, $fault } = error;
  const because = (how: string): Problem =>
    new Problem('ENVIRONMENT_MISSING', `Cannot ${attempt}: ${how}`, { cause: error });
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return because('there are no credentials, wanted AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  }
  if (EXPIRED.test(name)) return because('the credentials have expired, wanted new ones');
  if (UNKNOWN_KEY.test(name)) return because(`the credentials are not known there (${name})`);
  if (DENIED.test(name)) return because(`the credentials do not allow it: ${tidy(message)}`);
  switch (fateOf(error)) {
    case 'throttled':
      return because(`${endpoint} goes on refusing for now (${name})`);
    case 'unreached':
      return because(`${endpoint} cannot be reached (${reason(error)})`);
    case 'unknown':
      return because(
        isGarbled(error)
          ? `${endpoint} does not answer as AWS does`
          : `the connection to ${endpoint} was lost (${reason(error)})`,
      );
    case 'refused':
      break;
  }
  if ($fault === 'client' || $metadata?.httpStatusCode === 400) {
    return new Problem('CONFIG_INVALID', `Cannot ${attempt}: ${tidy(message)} (${name})`, { cause: error });
  }
  return because(`${tidy(message)} (${name})`);
}

function isRemote(error: unknown): error is SdkError {
  if (!(error instanceof Error)) return false;
  const { name, code = '', message, $metadata } = error as SdkError;
  return (
    $metadata !== undefined ||
    UNREACHED.includes(code) ||
    CUT.includes(code) ||
    /^(?:TimeoutError|CredentialsProviderError|TokenProviderError)$/.test(name) ||
    /connect ECONNREFUSED|socket hang up/.test(message)
  );
}

/** An answer that is a web page, say, which no client can read. */
function isGarbled({ name, message }: SdkError): boolean {
  return name === 'SyntaxError' || /deserialization error|is not valid JSON|char '<'/i.test(message);
}

function reason({ code, message, name }: SdkError): string {
  return code ?? (name === 'Error' ? tidy(message) : name);
}

function tidy(message: string): string {
  return message.trim().replace(/\.$/, '');
}
