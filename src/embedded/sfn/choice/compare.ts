/**
 * Compares as a Choice state does. A value of another type than the comparison's is simply not equal, less or greater.
 *
 * https://states-language.net/spec.html#choice-state
 */
export function compare(operator: string, value: unknown, operand: unknown): boolean {
  switch (operator) {
    case 'IsNull':
      return (value === null) === operand;
    case 'IsNumeric':
      return (typeof value === 'number') === operand;
    case 'IsString':
      return (typeof value === 'string') === operand;
    case 'IsBoolean':
      return (typeof value === 'boolean') === operand;
    case 'IsTimestamp':
      return (instantOf(value) !== undefined) === operand;
    case 'BooleanEquals':
      return typeof value === 'boolean' && value === operand;
    case 'StringMatches':
      return typeof value === 'string' && typeof operand === 'string' && matches(value, operand);
  }
  const [, type = '', order = ''] = /^(String|Numeric|Timestamp)(.+)$/.exec(operator) ?? [];
  const [left, right] = [comparable(type, value), comparable(type, operand)];
  if (left === undefined || right === undefined) return false;
  switch (order) {
    case 'Equals':
      return left === right;
    case 'LessThan':
      return left < right;
    case 'LessThanEquals':
      return left <= right;
    case 'GreaterThan':
      return left > right;
    case 'GreaterThanEquals':
      return left >= right;
  }
  return false;
}

/** Whether there is a comparison of this name. */
export function isComparison(name: string): boolean {
  return (
    /^Is(?:Null|Present|Numeric|String|Boolean|Timestamp)$|^BooleanEquals(?:Path)?$|^StringMatches$/.test(name) ||
    /^(?:String|Numeric|Timestamp)(?:Equals|LessThan|LessThanEquals|GreaterThan|GreaterThanEquals)(?:Path)?$/.test(name)
  );
}

function comparable(type: string, value: unknown): string | number | undefined {
  if (type === 'Timestamp') return instantOf(value);
  if (type === 'Numeric') return typeof value === 'number' ? value : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** RFC 3339, with an upper-case T and, where no offset is given, an upper-case Z. */
export function instantOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(value)) return undefined;
  const instant = Date.parse(value);
  return Number.isNaN(instant) ? undefined : instant;
}

/** `*` stands for any characters, `\\*` for a star, `\\\\` for a backslash. Takes no longer than the product of both lengths. */
function matches(text: string, pattern: string): boolean {
  const parts = [...pattern.matchAll(/\\(.)|(\*)|[^]/g)].map(([found, escaped, star]) =>
    star === undefined ? { character: escaped ?? found } : undefined,
  );
  let at = 0;
  let part = 0;
  // Where to go on if what follows the last star does not fit where it was tried.
  let afterStar = -1;
  let triedAt = 0;
  while (at < text.length) {
    const wanted = parts[part];
    if (part < parts.length && wanted === undefined) {
      part += 1;
      afterStar = part;
      triedAt = at;
    } else if (wanted?.character === text[at]) {
      part += 1;
      at += 1;
    } else if (afterStar >= 0) {
      part = afterStar;
      triedAt += 1;
      at = triedAt;
    } else {
      return false;
    }
  }
  return parts.slice(part).every((rest) => rest === undefined);
}
