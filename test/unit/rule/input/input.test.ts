import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkInput } from '../../../../src/rule/input/check-input.ts';
import { prepareInput, type InputChoice } from '../../../../src/rule/input/input.ts';
import { parsePath, readPath } from '../../../../src/rule/input/path.ts';

const EVENT = {
  version: '0',
  id: 'e1',
  'detail-type': 'core.update-account-command',
  source: 'core',
  account: '123456789012',
  time: '2026-01-15T09:30:00Z',
  region: 'us-east-2',
  resources: [] as string[],
  detail: {
    command: 'update-account',
    payload: { acc_id: '0a787ecb-4015', sf_id: 'baz' },
    severity: ['HIGH'],
    states: ['ACTIVE', 'INACTIVE'],
    count: 9,
    scanned: true,
    nothing: null,
    findings: [{ name: 'a' }, { name: 'b' }, {}],
    said: 'he said "no"',
  },
};
const CONTEXT = {
  ruleArn: 'arn:aws:events:us-east-2:123456789012:rule/on-push',
  ruleName: 'on-push',
  ingestionTime: '2026-01-15T09:30:01Z',
};

function given(choice: InputChoice): string | undefined {
  const prepared = prepareInput(choice)(EVENT, JSON.stringify(EVENT), CONTEXT);
  return 'text' in prepared ? prepared.text : undefined;
}

function templated(inputTemplate: string, inputPathsMap: Record<string, string> = {}): string | undefined {
  return given({ inputTransformer: { inputTemplate, inputPathsMap } });
}

test('a target without wishes is given the event as it stands', () => {
  expect(given({})).toBe(JSON.stringify(EVENT));
});

test('a constant input is given whatever the event', () => {
  expect(given({ input: '{"a": 1}' })).toBe('{"a": 1}');
});

test.each([
  ['$.detail.payload', '{"acc_id":"0a787ecb-4015","sf_id":"baz"}'],
  ['$.detail.payload.sf_id', '"baz"'],
  ['$.detail.count', '9'],
  ['$.detail.nothing', 'null'],
  ['$.detail-type', '"core.update-account-command"'],
  ['$.detail.states[1]', '"INACTIVE"'],
  ['$.detail.findings[*].name', '["a","b"]'],
  ['$', JSON.stringify(EVENT)],
])('the input path %s selects that part, a text with its quotes', (inputPath, text) => {
  expect(given({ inputPath })).toBe(text);
});

test('an input path that leads to nothing gives nothing', () => {
  expect(prepareInput({ inputPath: '$.detail.missing' })(EVENT, '', CONTEXT)).toEqual({
    invalid: 'InputPath $.detail.missing leads to nothing in the event',
  });
});

const PATHS = {
  payload: '$.detail.payload',
  one: '$.detail.severity',
  many: '$.detail.states',
  scanned: '$.detail.scanned',
  command: '$.detail.command',
  type: '$.detail-type',
  missing: '$.detail.missing',
  said: '$.detail.said',
  count: '$.detail.count',
};

test.each([
  ['"Event of <type> type, detail <command>"', '"Event of core.update-account-command type, detail update-account"'],
  ['"{[/Check <missing>"', '"{[/Check "'],
  ['"<payload> <one> <many> <scanned>"', '"{acc_id:0a787ecb-4015,sf_id:baz} [HIGH] [ACTIVE,INACTIVE] true"'],
  ['"first <command>"\n"second <count>"', '"first update-account"\n"second 9"'],
  ['"in state \\"<command>\\""', '"in state \\"update-account\\""'],
])('the text template %s keeps its quotes and strips those of its values', (template, text) => {
  expect(templated(template, PATHS)).toBe(text);
});

test.each([
  ['{"c": <command>, "p": <payload>}', '{"c": "update-account", "p": {"acc_id":"0a787ecb-4015","sf_id":"baz"}}'],
  ['{"c": "cmd/<command>"}', '{"c": "cmd/update-account"}'],
  ['{"m": <missing>, "q": "<missing>"}', '{"m": "", "q": ""}'],
  ['{"n": <count>, "q": "<count>", "s": <scanned>}', '{"n": 9, "q": "9", "s": true}'],
  ['<payload>', '{"acc_id":"0a787ecb-4015","sf_id":"baz"}'],
  ['[<command>, "a < b"]', '["update-account", "a < b"]'],
])('the JSON template %s takes values as JSON, and within quotes as they are', (template, text) => {
  expect(templated(template, PATHS)).toBe(text);
});

test.each([['{"one": "<one>"}'], ['{"path": "users/<payload>"}'], ['<one> single list item'], ['{"said": "<said>"}']])(
  'the template %s does not give JSON, and so gives nothing',
  (template) => {
    expect(templated(template, PATHS)).toBeUndefined();
  },
);

test('the reserved variables need no path', () => {
  expect(templated('"<aws.events.rule-arn> <aws.events.rule-name> <aws.events.event.ingestion-time>"')).toBe(
    `"${CONTEXT.ruleArn} on-push 2026-01-15T09:30:01Z"`,
  );
  expect(templated('{"event": <aws.events.event>, "json": <aws.events.event.json>}')).toBe(
    `{"event": {"id":"e1","account":"123456789012","detailType":"core.update-account-command","time":"2026-01-15T09:30:00Z","source":"core","region":"us-east-2","resources":[],"version":"0"}, "json": ${JSON.stringify(EVENT)}}`,
  );
});

const WHOLE_OUTSIDE =
  'InputTemplate for target t contains placeholder aws.events.event.json valid only for JSON template.';

test.each<[InputChoice, string | undefined]>([
  [{}, undefined],
  [{ inputPath: '$.detail' }, undefined],
  [{ input: '{}', inputPath: '$' }, 'Only one of Input, InputPath, or InputTransformer must be provided for target t.'],
  [{ input: '{' }, 'JSON syntax error in input for target t'],
  [{ inputPath: 'detail' }, 'InputPath for target t is invalid.'],
  [{ inputPath: "$.detail['key']" }, 'InputPath for target t is invalid.'],
  [{ inputPath: '$.detail.list[0]' }, undefined],
  [
    { inputTransformer: { inputTemplate: '"<x>"', inputPathsMap: { y: '$.id' } } },
    'InputTemplate for target t contains invalid placeholder x.',
  ],
  [
    { inputTransformer: { inputTemplate: '"a"', inputPathsMap: { 'aws.x': '$.id' } } },
    'InputPathsMap for target t contains invalid key aws.x.',
  ],
  [{ inputTransformer: { inputTemplate: '{"a": b}' } }, 'Invalid InputTemplate for target t.'],
  [{ inputTransformer: { inputTemplate: '{"a": <aws.events.event.json>}' } }, undefined],
  [{ inputTransformer: { inputTemplate: '[<aws.events.event.json>]' } }, WHOLE_OUTSIDE],
  [{ inputTransformer: { inputTemplate: '"all of <aws.events.event.json>"' } }, WHOLE_OUTSIDE],
  [{ inputTransformer: { inputTemplate: 'Image pushed' } }, 'Invalid InputTemplate for target t.'],
  [
    { inputTransformer: { inputTemplate: 'Image <tag> pushed', inputPathsMap: { tag: '$.detail.tag' } } },
    'Invalid InputTemplate for target t.',
  ],
  [{ inputTransformer: { inputTemplate: 'nullable' } }, 'Invalid InputTemplate for target t.'],
  [{ inputTransformer: { inputTemplate: '"Image pushed' } }, 'Invalid InputTemplate for target t.'],
  [{ inputTransformer: { inputTemplate: '"Image \\"web\\" pushed"\n"and scanned"' } }, undefined],
  [{ inputTransformer: { inputTemplate: ' "Image <tag>"', inputPathsMap: { tag: '$.detail.tag' } } }, undefined],
  [{ inputTransformer: { inputTemplate: '<tag>', inputPathsMap: { tag: '$.detail.tag' } } }, undefined],
  [{ inputTransformer: { inputTemplate: '12.5' } }, undefined],
])('PutTargets says of %j: %s', (choice, said) => {
  expect(checkInput('t', choice)).toBe(said);
});

test('a path finds what lies at the end of its keys, and never more', () => {
  const key = fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/).filter((name) => name !== '__proto__');
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 5 }), fc.jsonValue(), (keys, value) => {
      const nested = keys.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
      const path = parsePath(`$.${keys.join('.')}`)!;
      expect(readPath(path, nested)).toEqual(value);
      expect(readPath([...path, 'beyond'], { other: nested })).toBeUndefined();
    }),
  );
});
