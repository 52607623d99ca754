import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyFrom } from '../../../../src/recording/redact/key.ts';
import type { RedactionChoice } from '../../../../src/recording/redact/mapping.ts';
import { createRedactor } from '../../../../src/recording/redact/redactor.ts';

const KEY = keyFrom('sixteen bytes or more');

function redacted(line: string, choice?: RedactionChoice): string {
  return createRedactor(KEY, choice).line(line);
}

const SMALL = 'abcdefghijklmnopqrstuvwxyz'.split('');
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.split('');

const letters = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...SMALL), minLength: min, maxLength: max });
const capitals = (length: number) =>
  fc.string({ unit: fc.constantFrom(...BASE32), minLength: length, maxLength: length });
const octet = fc.integer({ min: 1, max: 254 });

/** Values of the shapes that must never be told; none of them is one of the documents'. */
const account = fc
  .integer({ min: 112_000_000_000, max: 998_000_000_000 })
  .map(String)
  .filter((it) => !/^(\d)\1{11}$|^123456789012$|^111122223333$|^210987654321$|^444455556666$|^777788889999$/.test(it));
const keyId = fc
  .tuple(fc.constantFrom('AKIA', 'ASIA', 'AROA', 'AIDA'), capitals(16))
  .map((parts) => parts.join(''))
  .filter((it) => !it.includes('EXAMPLE'));
const email = fc.tuple(letters(5, 9), letters(5, 9)).map(([who, where]) => `${who}.${where}@${where}.io`);
const address = fc.tuple(fc.integer({ min: 11, max: 99 }), octet, octet, octet).map((parts) => parts.join('.'));
const six = fc
  .array(fc.integer({ min: 0x1000, max: 0xffff }), { minLength: 6, maxLength: 6 })
  .map((groups) => ['2600', ...groups.map((group) => group.toString(16)), '1f18'].join(':'));
const role = letters(6, 12).map((name) => `${name}-role`);
const arn = fc.tuple(account, role).map(([id, name]) => `arn:aws:iam::${id}:role/${name}`);
const secret = fc.oneof(account, keyId, email, address, six, arn);

/** Ways in which text is carried within text. */
const packings: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  'free text': (text) => `User ${text} is not authorized`,
  'a member of JSON': (text) => JSON.stringify({ deep: [{ it: text }], n: 1 }),
  'JSON that is cut off': (text) => JSON.stringify({ it: `\n${text}\b`, more: 1 }).slice(0, -6),
  'a key of JSON': (text) => JSON.stringify({ [text]: true }),
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64, one on': (text) => Buffer.from(`.${text}.`).toString('base64'),
  'base64, two on': (text) => Buffer.from(`: ${text} ;`).toString('base64'),
  'base64 for URLs': (text) => Buffer.from(`{"a":"${text}"}`).toString('base64url'),
  hexadecimal: (text) => Buffer.from(` ${text} `).toString('hex'),
  'percent signs': (text) => encodeURIComponent(`"${text}"`),
  gzip: (text) => gzipSync(`{"message":"${text}"}\n`).toString('base64'),
};
const packed = fc.tuple(secret, fc.array(fc.constantFrom(...Object.keys(packings)), { minLength: 1, maxLength: 3 }));

function pack(text: string, ways: readonly string[]): string {
  return ways.reduce((inner, way) => packings[way]!(inner), text);
}

/** What a token of gzip holds; nothing where it only begins like one. */
function unzip(token: string): string {
  try {
    return gunzipSync(Buffer.from(token, 'base64')).toString();
  } catch {
    return '';
  }
}

/** All that can be had of a text by undoing what is known, some times over. */
function readings(text: string, depth = 4): readonly string[] {
  if (depth === 0) return [text];
  const inner = [...text.matchAll(/[\w+/-]{10,}={0,2}/g)].flatMap(([token]) => {
    const unzipped = token.startsWith('H4sI') ? [unzip(token)] : [];
    const shifted = [0, 1, 2, 3].map((from) => Buffer.from(token.slice(from), 'base64').toString('latin1'));
    return [...unzipped, ...shifted, Buffer.from(token, 'hex').toString('latin1')];
  });
  const escaped = text.includes('\\') ? [text.replaceAll(/\\(["\\])/g, '$1')] : [];
  const percent = text.includes('%') ? [text.replaceAll(/%[2-7][0-9A-F]/g, (it) => decodeURIComponent(it))] : [];
  return [
    text,
    ...[...inner, ...escaped, ...percent].filter((it) => /[ -~]{7}/.test(it)).flatMap((it) => readings(it, depth - 1)),
  ];
}

test('no secret survives in any encoding', () => {
  fc.assert(
    fc.property(packed, ([value, ways]) => {
      const line = redacted(JSON.stringify({ it: pack(value, ways), other: 'ok' }));
      const found = readings(line).filter((text) => text.includes(value));
      expect(found).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

test('what was redacted once is not changed by redacting it again, with whatever key', () => {
  fc.assert(
    fc.property(packed, fc.boolean(), ([value, ways], all) => {
      const choice = { repositories: all, tags: all, digests: all };
      const once = redacted(
        JSON.stringify({ it: pack(value, ways), 'repository-name': 'a/b', imageTag: 'v1' }),
        choice,
      );
      expect(redacted(once, choice)).toBe(once);
      expect(createRedactor(keyFrom('quite another key, as it happens'), choice).line(once)).toBe(once);
    }),
    { numRuns: 300 },
  );
});

/** JSON of any shape, with secrets here and there. */
const anything = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    secret,
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.constantFrom('userName', 'principalId', 'kmsKey', 'imageTag', 'a', 'b c', 'userIdentity'),
      tie('value'),
    ),
  ),
})).value;

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
  return value === null ? null : typeof value;
}

test('redaction never changes the shape: the same keys, the same types, in the same order', () => {
  fc.assert(
    fc.property(anything, fc.constantFrom(undefined, 2), (value, indent) => {
      const line = JSON.stringify(value, undefined, indent);
      const after = redacted(line);
      expect(JSON.stringify(shapeOf(JSON.parse(after)))).toBe(JSON.stringify(shapeOf(value)));
      expect(redacted(after)).toBe(after);
    }),
    { numRuns: 500 },
  );
});

test('accounts, key ids and tokens keep their length, and all that is equal stays equal', () => {
  fc.assert(
    fc.property(account, keyId, arn, (id, key, role) => {
      const line = JSON.stringify([
        id,
        key,
        role,
        `${id}.dkr.ecr.us-east-2.amazonaws.com`,
        JSON.stringify({ id, key }),
        role,
      ]);
      const [newId, newKey, newRole, host, inner, again] = JSON.parse(redacted(line)) as string[];
      expect([newId!.length, newKey!.length]).toEqual([id.length, key.length]);
      expect(newKey!.slice(0, 4)).toBe(key.slice(0, 4));
      expect(host).toBe(`${newId}.dkr.ecr.us-east-2.amazonaws.com`);
      expect(JSON.parse(inner!)).toEqual({ id: newId, key: newKey });
      expect(again).toBe(newRole);
    }),
  );
});
