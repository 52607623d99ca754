import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileFilterPattern } from '../../../../src/embedded/cloudwatch-logs/filter-pattern/filter-pattern.ts';
import { Fault } from '../../../../src/wire/fault.ts';
import { compileGlob } from '../../../../src/embedded/cloudwatch-logs/filter-pattern/regex.ts';

const LINES = [
  '[ERROR 400] BAD REQUEST',
  '[ERROR 401] UNAUTHORIZED REQUEST',
  '[ERROR 419] MISSING ARGUMENTS',
  '[WARN 420] exit status 1',
  'ok',
];

describe('terms', () => {
  test.each<[string, readonly number[]]>([
    ['', [0, 1, 2, 3, 4]],
    ['ERROR', [0, 1, 2]],
    ['error', []],
    ['ERROR ARGUMENTS', [2]],
    ['?ARGUMENTS ?WARN', [2, 3]],
    ['"BAD REQUEST"', [0]],
    ['"[WARN 420]"', [3]],
    ['ERROR -ARGUMENTS', [0, 1]],
    ['-ERROR', [3, 4]],
    ['-"exit status" -ERROR', [4]],
    ['?WARN ERROR', [0, 1, 2]],
    [String.raw`%4[01]\d%`, [0, 1, 2]],
    ['ERROR -%REQUEST$%', [2]],
  ])('%s', (pattern, expected) => {
    const matches = compileFilterPattern(pattern);
    expect(LINES.flatMap((line, index) => (matches(line) === undefined ? [] : [index]))).toEqual(expected);
  });
});

const EVENT = JSON.stringify({
  source: 'aws.ecr',
  'detail-type': 'ECR Image Action',
  detail: { 'action-type': 'PUSH', 'image-tag': 'v1.2.3', size: 1200, ok: true, failed: false, reason: null },
  list: [{ id: 1 }, { id: 2 }],
  tags: ['v1', 'latest'],
});

describe('a JSON pattern', () => {
  test.each([
    '{ $.source = "aws.ecr" }',
    '{ $.source = aws.ecr }',
    '{ $.source = "aws.*" }',
    '{$.source="*"}',
    '{ $.detail.action-type = "PUSH" && $.detail.size > 1000 }',
    '{ $.detail.size = 1200 }',
    '{ $.detail.size = 1.2e3 }',
    '{ $.detail.size >= 1200 && $.detail.size <= 1200 }',
    '{ $.detail.size != 1 }',
    '{ ($.source = "x" || $.source = "aws.ecr") && ($.detail.ok IS TRUE) }',
    '{ $.source = "x" && $.source = "y" || $.detail.ok IS TRUE }',
    '{ $.detail.failed IS FALSE }',
    '{ $.detail.reason IS NULL }',
    '{ $.detail.none NOT EXISTS }',
    '{ $.list[1].id = 2 }',
    '{ $.list[*].id = 2 }',
    '{ $.tags[0] = "v1" }',
    String.raw`{ $.detail.image-tag = %^v\d+\.% }`,
    `{ $.['detail-type'] = "ECR Image Action" }`,
    '{ $.detail = "*" }',
  ])('%s matches', (pattern) => {
    expect(compileFilterPattern(pattern)(EVENT)).toBeDefined();
  });

  test.each([
    '{ $.source = "aws" }',
    '{ $.source != "aws.ecr" }',
    '{ $.detail.none != "x" }',
    '{ $.detail.none IS NULL }',
    '{ $.detail.reason NOT EXISTS }',
    '{ $.detail.ok IS FALSE }',
    '{ $.detail.size < 1200 }',
    '{ $.source > 1 }',
    '{ $.list[2].id = 2 }',
    '{ $.list[*].id = 3 }',
    '{ $.tags = "v1" }',
  ])('%s does not match', (pattern) => {
    expect(compileFilterPattern(pattern)(EVENT)).toBeUndefined();
  });

  test('matches no message that is not JSON', () => {
    const matches = compileFilterPattern('{ $.a NOT EXISTS }');
    expect(['ok', '1', '"a"', '{', '{} {}'].map(matches)).toEqual(Array(5).fill(undefined));
    expect(matches('{}')).toEqual({});
  });

  test('tells what it found under its selectors', () => {
    expect(compileFilterPattern('{ $.source = "*" && $.detail.size > 1 && $.none NOT EXISTS }')(EVENT)).toEqual({
      '$.source': 'aws.ecr',
      '$.detail.size': '1200',
    });
  });
});

const REQUEST = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /apache_pb.gif HTTP/1.0" 200 1534';

describe('a space-delimited pattern', () => {
  test.each([
    '[ip, identity, user, time, request, status, bytes]',
    '[ip, identity, user, time, request, status = 2*, bytes > 1000]',
    '[ip, identity, user, time, request = *.gif*, status, bytes]',
    '[ip, identity, user, time, request = "GET *", status = 200 || status = 201, bytes]',
    '[..., status = 200 && status != 404, bytes]',
    '[ip = %^127\\.%, ..., bytes]',
    '[ip, ...]',
    '[...]',
    '[,,,,,,]',
  ])('%s matches', (pattern) => {
    expect(compileFilterPattern(pattern)(REQUEST)).toBeDefined();
  });

  test.each([
    '[ip, identity, user]',
    '[ip, identity, user, time, request, status, bytes, more]',
    '[ip, identity, user, time, request, status = 4*, bytes]',
    '[..., bytes < 1000]',
    '[ip, identity, user, time, request, status, bytes, more, ...]',
  ])('%s does not match', (pattern) => {
    expect(compileFilterPattern(pattern)(REQUEST)).toBeUndefined();
  });

  test('names the fields, without their quotes and brackets', () => {
    expect(compileFilterPattern('[ip, , user, time, request, ..., bytes]')(REQUEST)).toEqual({
      $ip: '127.0.0.1',
      $user: 'frank',
      $time: '10/Oct/2000:13:25:15 -0700',
      $request: 'GET /apache_pb.gif HTTP/1.0',
      $bytes: '1534',
    });
  });
});

test.each([
  '{ $.a = }',
  '{ $.a "b" }',
  '{ a = "b" }',
  '{ ($.a = 1 }',
  '{ $.a = 1',
  '{ $.a > x }',
  '{ $.a = %(x)% }',
  '{ }',
  '[a, b',
  '[a = 1 && b = 2]',
  '[..., x, ...]',
  'exit-status!',
  '"open',
  '%[%',
])('%s is refused', (pattern) => {
  expect(() => compileFilterPattern(pattern)).toThrow(
    expect.objectContaining({ code: 'InvalidParameterException', message: 'Invalid filter pattern' }) as Error,
  );
});

test('a glob agrees with the regular expression that it stands for', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
  fc.assert(
    fc.property(letters, text, (glob, text) => {
      expect(compileGlob(glob)(text)).toBe(new RegExp(`^${glob.replaceAll('*', '.*')}$`).test(text));
    }),
  );
});

test('no text whatever is more than a pattern or the refusal of one', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    '$.a',
    '=',
    '!=',
    '>',
    '1',
    '"x"',
    '"',
    '%a%',
    '%',
    '&&',
    '||',
    ',',
    '...',
    'a',
    '-',
    '?',
    '*',
    ' IS NULL ',
    ' NOT EXISTS ',
    '\\',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(text, fc.oneof(text, fc.json()), (pattern, message) => {
      try {
        compileFilterPattern(pattern)(message);
      } catch (error) {
        expect(error).toBeInstanceOf(Fault);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('a megabyte of brackets that are never closed is split at once', () => {
  const matches = compileFilterPattern('[first, ..., last]');
  const began = performance.now();
  expect(matches('[ '.repeat(500_000))).toEqual({ $first: '[', $last: '[' });
  expect(performance.now() - began).toBeLessThan(2_000);
});
