import type { HttpRequest } from '../http.ts';
import { incomplete, missingToken } from './refusal.ts';

/** What a request says of who has signed it, when, and how. */
export interface Claim {
  readonly accessKeyId: string;
  /** Date, region, service, `aws4_request`. */
  readonly scope: readonly [date: string, region: string, service: string, end: string];
  /** The headers that are signed. */
  readonly headers: readonly string[];
  readonly signature: string;
  /** When it was signed, as the request words it: `20260115T093000Z`. */
  readonly date: string;
  /** Of a URL that was signed beforehand: for how many seconds it is good. */
  readonly expires?: number;
  /** Whether the signature is in the URL. */
  readonly presigned: boolean;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html: a week. */
const LONGEST = 604_800;

/** Reads the claim in the Authorization header, or in the URL. Throws what AWS answers to one that is not whole. */
export function readClaim(request: HttpRequest): Claim {
  const { authorization } = request.headers;
  if (authorization !== undefined) return fromHeader(request, authorization);
  const query = new URLSearchParams(request.url.split('?')[1] ?? '');
  if (query.has('X-Amz-Signature') || query.has('X-Amz-Algorithm')) return fromQuery(request, query);
  throw missingToken(request);
}

function fromHeader(request: HttpRequest, header: string): Claim {
  checkAlgorithm(request, header.split(' ', 1)[0]!);
  const part = (name: string): string | undefined => new RegExp(`[ ,]${name}=([^\\s,]+)`).exec(header)?.[1];
  const date = request.headers['x-amz-date'] ?? fromDateHeader(request.headers['date']);
  const parts = { Credential: part('Credential'), Signature: part('Signature'), SignedHeaders: part('SignedHeaders') };
  const lacking = Object.entries(parts).flatMap(([name, value]) =>
    value === undefined ? [`Authorization header requires '${name}' parameter.`] : [],
  );
  if (date === undefined) {
    lacking.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  if (lacking.length > 0) throw incomplete(request, lacking.join(' '));
  return toClaim(request, parts.Credential!, parts.SignedHeaders!, parts.Signature!, date!);
}

function fromQuery(request: HttpRequest, query: URLSearchParams): Claim {
  checkAlgorithm(request, query.get('X-Amz-Algorithm') ?? '');
  const names = ['X-Amz-Credential', 'X-Amz-SignedHeaders', 'X-Amz-Signature', 'X-Amz-Date'] as const;
  const lacking = names.filter((name) => (query.get(name) ?? '') === '');
  if (lacking.length > 0) {
    throw incomplete(request, lacking.map((name) => `AWS query-string parameters must include '${name}'.`).join(' '));
  }
  const [credential, headers, signature, date] = names.map((name) => query.get(name)!) as [
    string,
    string,
    string,
    string,
  ];
  const expires = query.get('X-Amz-Expires');
  if (expires !== null && !(/^\d{1,6}$/.test(expires) && Number(expires) >= 1 && Number(expires) <= LONGEST)) {
    throw incomplete(request, `X-Amz-Expires must be a number of seconds from 1 to ${LONGEST}.`);
  }
  return {
    ...toClaim(request, credential, headers, signature, date),
    presigned: true,
    ...(expires !== null && { expires: Number(expires) }),
  };
}

function checkAlgorithm(request: HttpRequest, algorithm: string): void {
  if (algorithm === ALGORITHM) return;
  throw incomplete(request, `Unsupported AWS 'algorithm': '${algorithm}'.`);
}

function toClaim(
  request: HttpRequest,
  credential: string,
  signedHeaders: string,
  signature: string,
  date: string,
): Claim {
  const parts = credential.split('/');
  // An access key id may hold slashes, though AWS's own do not.
  const scope = parts.slice(-4) as [string, string, string, string];
  if (parts.length < 5) {
    throw incomplete(
      request,
      'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.',
    );
  }
  if (!/^\d{8}T\d{6}Z$/.test(date)) {
    throw incomplete(
      request,
      `Date must be in ISO-8601 'basic format'. Got '${date}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
  const headers = signedHeaders.split(';');
  if (!headers.includes('host')) {
    throw incomplete(request, "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  return { accessKeyId: parts.slice(0, -4).join('/'), scope, headers, signature, date, presigned: false };
}

/** A date in words, as HTTP has it, or in the form of AWS. */
function fromDateHeader(date: string | undefined): string | undefined {
  if (date === undefined || /^\d{8}T\d{6}Z$/.test(date)) return date;
  const at = Date.parse(date);
  return Number.isNaN(at) ? date : new Date(at).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
}
