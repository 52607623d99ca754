import { expect, test } from 'vitest';
import { Problem } from '../../../src/problem.ts';
import { compilePattern } from '../../../src/pattern/index.ts';

function refusalOf(text: string): string {
  try {
    compilePattern(text);
  } catch (error) {
    if (error instanceof Problem && error.code === 'PATTERN_INVALID')
      return error.message.replace('Event pattern is not valid. Reason: ', '');
    throw error;
  }
  return 'taken';
}

/** A pattern, AWS's reason, and the place that AWS reports with it, if any. */
const table: readonly (readonly [text: string, reason: string, line?: number, column?: number])[] = [
  ['', 'Filter is not an object', 1, 1],
  ['"source"', 'Filter is not an object', 1, 2],
  ['[]', 'Filter is not an object', 1, 2],
  ['{}', 'Empty objects are not allowed', 1, 3],
  ['{"a":"x"}', '"a" must be an object or an array', 1, 7],
  ['{"a":[]}', 'Empty arrays are not allowed', 1, 8],
  ['{"a":{}}', 'Empty objects are not allowed', 1, 8],
  ['{"a":[["x"]]}', 'Match value must be String, number, true, false, or null', 1, 8],
  ['{"a":[{}]}', 'Match expression name not found', 1, 9],
  ['{"a":[{"like":"x"}]}', 'Unrecognized match type like', 1, 16],
  ['{"a":[{"prefix":1}]}', 'prefix match pattern must be a string', 1, 18],
  ['{"a":[{"suffix":null}]}', 'suffix match pattern must be a string', 1, 21],
  ['{"a":[{"prefix":{"suffix":"x"}}]}', 'Unsupported prefix pattern: suffix', 1, 28],
  ['{"a":[{"wildcard":"a**"}]}', 'Consecutive wildcard characters at pos 2', 1, 24],
  ['{"a":[{"wildcard":"é**"}]}', 'Consecutive wildcard characters at pos 3', 1, 24],
  [String.raw`{"a":[{"wildcard":"a\\b"}]}`, 'Invalid escape character at pos 2', 1, 25],
  ['{"a":[{"prefix":"x","suffix":"y"}]}', 'Only one key allowed in match expression', 1, 31],
  ['{"a":[{"exists":"true"}]}', 'exists match pattern must be either true or false.', 1, 18],
  ['{"a":[{"numeric":">"}]}', 'Value of numeric must be an array.', 1, 19],
  ['{"a":[{"numeric":[">","5"]}]}', 'Value of > must be numeric', 1, 24],
  ['{"a":[{"numeric":["=","5"]}]}', 'Value of equals must be numeric', 1, 24],
  ['{"a":[{"numeric":[">",5,"<",1]}]}', 'Bottom must be less than top', 1, 31],
  ['{"a":[{"numeric":["!=",5]}]}', 'Unrecognized numeric range operator: !=', 1, 25],
  ['{"a":[{"numeric":["<",0.1234567890123456789]}]}', 'Cannot compare number : 0.1234567890123456789', 1, 45],
  ['{"a":[{"numeric":["<",1e2147483648]}]}', 'value exceeds limits', 1, 36],
  ['{"a":[{"anything-but":null}]}', 'Value of anything-but must be an array or single string/number value.', 1, 27],
  ['{"a":[{"anything-but":{"prefix":""}}]}', 'Null prefix/suffix not allowed', 1, 35],
  ['{"a":[{"anything-but":{"exists":true}}]}', 'Unsupported anything-but pattern: exists', 1, 37],
  ['{"a":[{"cidr":"10.0.0.0"}]}', "Malformed CIDR, one '/' required"],
  ['{"a":[{"cidr":"10.0.0.0/x"}]}', 'Malformed CIDR, mask bits must be an integer'],
  ['{"a":[{"cidr":"10.0.0.0/-1"}]}', 'Malformed CIDR, mask bits must not be negative'],
  ['{"a":[{"cidr":"10.0.0/8"}]}', 'Nonstandard IP address: 10.0.0'],
  ['{"a":[{"cidr":"10.0.0.0/32"}]}', 'IPv4 mask bits must be < 32'],
  ['{"a":[{"cidr":"::1/128"}]}', 'IPv6 mask bits must be < 128'],
  ['{"$or":[{"a":["x"]}]}', 'There must have at least 2 Objects in $or relationship.', 1, 21],
  ['{"$or":{"a":["x"]}}', 'It must be an Array followed with $or.', 1, 9],
  ['{"$or":["x","y"]}', 'Only JSON object is allowed in array of $or relationship.', 1, 10],
  [
    '{"$or":[{"prefix":["x"]},{"a":["x"]}]}',
    'prefix is Ruler reserved fieldName which cannot be used inside $or.',
    1,
    20,
  ],
  ['{"a":[01]}', 'Invalid numeric value: Leading zeroes not allowed', 1, 8],
  ['{"a":[1.]}', "Unexpected character (']' (code 93)) in numeric value: Decimal point not followed by a digit", 1, 8],
  [
    '{"a":[tru]}',
    "Unrecognized token 'tru': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
    1,
    7,
  ],
  ['{"a" ["x"]}', "Unexpected character ('[' (code 91)): was expecting a colon to separate field name and value", 1, 6],
  ["{'a':['x']}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name", 1, 2],
  [
    '{"a":["x"]\n "b":["y"]}',
    "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries",
    2,
    2,
  ],
  [
    '{"a":["x\ty"]}',
    'Illegal unquoted character ((CTRL-CHAR, code 9)): has to be escaped using backslash to be included in string value',
    1,
    9,
  ],
  [
    '{"a":[',
    'Unexpected end-of-input: expected close marker for Array (start marker at [Source: (String)"{"a":["; line: 1, column: 6])',
    1,
    7,
  ],
];

const refused = table.map(([text, reason, line, column]) => ({ text, reason, line, column }));

test.each(refused)('$text is refused: $reason', ({ text, reason, line, column }) => {
  const refusal = refusalOf(text);
  expect(refusal.startsWith(reason)).toBe(true);
  if (line === undefined) expect(refusal).toBe(reason);
  else expect(refusal.endsWith(`; line: ${line}, column: ${column}]`)).toBe(true);
});

test('the second line repeats the pattern, as AWS does', () => {
  expect(refusalOf('{"a":[]}')).toBe(
    'Empty arrays are not allowed\n at [Source: (String)"{"a":[]}"; line: 1, column: 8]',
  );
});

test('a long pattern is cut, and control characters in it are spelled out', () => {
  const text = `{"a":\t["${'x'.repeat(600)}"],"b":1}`;
  expect(refusalOf(text)).toContain(
    `(String)"{"a":\\u0009["${'x'.repeat(492)}"[truncated ${text.length - 500} chars]; line: 1`,
  );
});

test('a mistake inside of a list under anything-but has its place told twice', () => {
  expect(refusalOf('{"a":[{"anything-but":[null]}]}').match(/ at \[Source/g)).toHaveLength(2);
});

test('a list of broken wildcards is refused for the one that AWS comes upon first', () => {
  expect(refusalOf(String.raw`{"a":[{"anything-but":{"wildcard":["aaa**","b\\x"]}}]}`)).toMatch(
    /^Invalid escape character at pos 2\n/,
  );
});

test('an escape is read as AWS reads it, by the lower half of its digits', () => {
  expect(refusalOf('{"a":["\\u004ı"]}')).toBe('taken');
  expect(refusalOf(String.raw`{"a":["\u00zz"]}`)).toMatch(
    /^Unexpected character \('z' \(code 122\)\): expected a hex-digit/,
  );
});

test('text behind the pattern is not looked at', () => {
  expect(refusalOf('{"a":["x"]} trailing')).toBe('taken');
});

test('wildcards that keep the matcher too busy are refused', () => {
  expect(refusalOf('{"a":[{"wildcard":"*:*:*:*:*:event-bus/*"}]}')).toBe(
    'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
  );
  expect(refusalOf('{"a":[{"wildcard":"*abab*abab*"}]}')).toBe('taken');
});

test('more than a thousand combinations of $or are refused before they are made', () => {
  const or = `"$or":[{"a":["x"]},{"b":["x"]}]`;
  expect(refusalOf(`{${Array(9).fill(or).join(',')}}`)).toBe('taken');
  expect(refusalOf(`{${Array(100).fill(or).join(',')}}`)).toBe(
    'Event pattern contains more than 1000 rule combinations',
  );
});

test('a pattern nested too deep is refused, not followed', () => {
  expect(refusalOf('{"a":'.repeat(100_000))).toMatch(/^Document nesting depth \(1001\) exceeds the maximum allowed/);
});
