import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { only, stage } from './stage.ts';

async function called(expression: string, input: unknown = {}) {
  return stage().run(only({ Type: 'Pass', Parameters: { 'v.$': expression } }), input);
}

const INPUT = { name: 'web', n: 3, list: [1, 2, 2, { a: 1 }, { a: 1 }], o: { a: { b: 1 }, c: 1 }, json: '{"x":[1]}' };

test.each([
  ["States.Format('Hello, {} {}!', $.name, $.n)", 'Hello, web 3!'],
  [String.raw`States.Format('it\'s \{{}\} \\', $.n)`, String.raw`it's {3} \ `.trim()],
  ["States.Format('{}', $.o)", '{"a":{"b":1},"c":1}'],
  ['States.StringToJson($.json)', { x: [1] }],
  ['States.JsonToString($.o)', '{"a":{"b":1},"c":1}'],
  ["States.Array('a', 1, true, null, $.n)", ['a', 1, true, null, 3]],
  ['States.Array()', []],
  ['States.ArrayPartition($.list, 2)', [[1, 2], [2, { a: 1 }], [{ a: 1 }]]],
  ['States.ArrayContains($.list, 2)', true],
  ['States.ArrayContains($.list, 9)', false],
  ['States.ArrayRange(1, 9, 4)', [1, 5, 9]],
  ['States.ArrayRange(3, 1, -1)', [3, 2, 1]],
  ['States.ArrayGetItem($.list, 1)', 2],
  ['States.ArrayLength($.list)', 5],
  ['States.ArrayUnique($.list)', [1, 2, { a: 1 }]],
  ["States.Base64Encode('Data to encode')", 'RGF0YSB0byBlbmNvZGU='],
  ["States.Base64Decode('RGF0YSB0byBlbmNvZGU=')", 'Data to encode'],
  ["States.Hash($.name, 'SHA-1')", createHash('sha1').update('web').digest('hex')],
  ['States.JsonMerge($.o, States.StringToJson(\'{"a":2}\'), false)', { a: 2, c: 1 }],
  ['States.MathAdd($.n, -5)', -2],
  ["States.StringSplit('1,2;3,,4', ',;')", ['1', '2', '3', '4']],
  ["States.Format('{}', States.ArrayLength(States.Array($.list[0], $.list[1])))", '2'],
  ["States.ArrayGetItem(States.Array($['name'], $$.State.Name), 1)", 'Only'],
])('%s', async (expression, value) => {
  const ended = await called(expression, INPUT);
  expect(ended.cause).toBeUndefined();
  expect(ended.output).toEqual({ v: value });
});

test('ids and random numbers are drawn from the seed', async () => {
  const uuid = (await called('States.UUID()')).output;
  expect(uuid).toEqual({ v: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-/) as string });
  expect((await called('States.UUID()')).output).toEqual(uuid);
  const number = (await called('States.MathRandom(1, 1000, 5)')).output;
  expect((await called('States.MathRandom(1, 1000, 5)')).output).toEqual(number);
});

test.each([
  ['States.StringToJson($.name)', "Could not parse 'web' as JSON"],
  ["States.Format('{} {}', $.n)", 'The number of arguments to States.Format do not match'],
  ['States.ArrayGetItem($.list, 9)', 'Array index 9 is out of bounds'],
  ['States.ArrayLength($.n)', 'Expected an array, but was 3'],
  ['States.JsonMerge($.o, $.o, true)', 'States.JsonMerge does not support deep merging'],
])('%s fails as States.IntrinsicFailure', async (expression, words) => {
  const ended = await called(expression, INPUT);
  expect(ended).toMatchObject({ status: 'FAILED', error: 'States.IntrinsicFailure' });
  expect(ended.cause).toContain(words);
});

test.each([
  ['States.Format('],
  ['States.Format($.a'],
  ['Format($.a)'],
  ["States.Format('a)"],
  ['States.Format($.a) x'],
])('a machine with %s is not created', async (expression) => {
  await expect(called(expression)).rejects.toMatchObject({ code: 'InvalidDefinition' });
});
