/** No integer of fewer digits is beyond 64 bits. */
const DIGITS = 19;
const LARGEST = 9_223_372_036_854_775_807n;

/**
 * Whether a JSON text holds an integer that 64 bits cannot: EventBridge takes none.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export function holdsHugeInteger(text: string): boolean {
  // A run of so many digits lies on one of these places; hardly any text has one, and few are looked at any closer.
  for (let at = DIGITS - 1; at < text.length; at += DIGITS) {
    if (isDigit(text.charCodeAt(at)) && runAround(text, at) >= DIGITS) return tokens(text).some(isHuge);
  }
  return false;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function runAround(text: string, at: number): number {
  let first = at;
  let last = at;
  while (isDigit(text.charCodeAt(first - 1))) first -= 1;
  while (isDigit(text.charCodeAt(last + 1))) last += 1;
  return last - first + 1;
}

/** Strings and numbers, as they are written. */
function tokens(text: string): readonly string[] {
  return text.match(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g) ?? [];
}

function isHuge(token: string): boolean {
  if (!/^-?\d+$/.test(token) || token.length < DIGITS) return false;
  const integer = BigInt(token);
  return integer > LARGEST || integer < -LARGEST - 1n;
}
