import type { Mapping } from '../mapping.ts';

const IN_URL = /(?<=:\/\/)([^\s/:@"'<>]{1,256}):([^\s/@"'<>]{1,256})(?=@)/g;
const BEARER = /(?<=(?:[Bb]earer|[Bb]asic|[Tt]oken)[ =:]+)[\w+/.=-]{16,}/g;
const ASSIGNED =
  /(?<=(?<!:)(?:password|passwd|pwd|secret|token|api_?key|access_?key|credentials?)["']?\s?[=:]\s?["']?)[^\s"'&,;<>\\]{6,}/gi;
const JWT = /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g;

/** Credentials in URLs and headers, what is said to be a password, and signed tokens. */
export function credentials(text: string, mapping: Mapping): string {
  let changed = text;
  if (text.includes('://') && text.includes('@'))
    changed = changed.replace(
      IN_URL,
      (_, user: string, password: string) => `${mapping.token(user)}:${mapping.token(password)}`,
    );
  if (text.includes('eyJ')) changed = changed.replace(JWT, (token) => mapping.token(token));
  if (/[Bb]earer|[Bb]asic|[Tt]oken/.test(text))
    changed = changed.replace(BEARER, (token) => (/[0-9]/.test(token) ? mapping.token(token) : token));
  if (/passw|pwd|secret|token|key|credential/i.test(text))
    changed = changed.replace(ASSIGNED, (value) => (isPlaceholder(value) ? value : mapping.token(value)));
  return changed;
}

/** A name of a value rather than the value. */
function isPlaceholder(value: string): boolean {
  return /^[[({$%*]|^(?:null|none|true|false|undefined|arn:.*|A[A-Z]{2}A[0-9A-Z]{12,}|[\w.-]*\.amazonaws\.com)$/i.test(
    value,
  );
}
