import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Scope, evaluateJson, evaluateText, lead } from '../../../../../src/rule/read/terraform/evaluate.ts';
import { Unresolved, type Value, plainOf } from '../../../../../src/rule/read/value.ts';

/** What Terraform 1.11.4 says of expressions (`terraform console`), with the variables and locals below. */
const SAID = JSON.parse(readFileSync(join(import.meta.dirname, 'expressions.json'), 'utf8')) as readonly {
  readonly expression: string;
  readonly gives: unknown;
}[];

const KNOWN: Value = {
  var: { stage: 'dev', repositories: ['web', 'api'] },
  local: { prefix: 'dev-images', is_prod: false, tags: { team: 'platform', 'cost-center': 42 } },
};
const SCOPE: Scope = { folder: '.', refer: (path) => lead(KNOWN, path), spent: { items: 0 } };

test.for(SAID)('$expression gives what it gives in Terraform', ({ expression, gives }) => {
  const value = evaluateText(`\${${expression}}`, SCOPE);
  // The texts of jsonencode may have their members in another order.
  const read = (said: unknown): unknown =>
    typeof said === 'string' && expression.startsWith('jsonencode') ? JSON.parse(said) : said;
  expect(read(plainOf(value))).toEqual(read(gives));
});

test('JSON in a text keeps what is known around what is not', () => {
  const refer: Scope['refer'] = ([, name]) => (name === 'known' ? 'web' : new Unresolved('nobody knows', undefined));
  const value = evaluateJson('{"a": ["${var.known}", "${var.other}"], "b": ${jsonencode([1])}}', {
    folder: '.',
    refer,
    spent: { items: 0 },
  });
  expect(value).toEqual({ a: ['web', expect.any(Unresolved)], b: [1] });
});

test.each(['[', '${', '${a.', '${"}', '${f(}', '${{a=}}', '${1 +}', '${a[*]}', '%{ if x }a%{ endif }', '${a ? b}'])(
  'what cannot be read (%s) is not known, and nothing breaks',
  (text) => {
    const value = evaluateText(text, SCOPE);
    expect(value instanceof Unresolved || value === text).toBe(true);
  },
);
