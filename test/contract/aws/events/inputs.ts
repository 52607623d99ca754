import type { InputTransformer } from '@aws-sdk/client-eventbridge';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';
import { take } from '../queue.ts';
import { heard, listening, PUSH, put } from '../rule.ts';

/** The detail that AWS was recorded with. */
const DETAIL = {
  command: 'update-account',
  payload: { acc_id: '0a787ecb-4015', sf_id: 'baz' },
  listsingle: ['HIGH'],
  listmulti: ['ACTIVE', 'INACTIVE'],
  bool: true,
  number: 42,
};

const PATHS = {
  command: '$.detail.command',
  payload: '$.detail.payload',
  listsingle: '$.detail.listsingle',
  listmulti: '$.detail.listmulti',
  bool: '$.detail.bool',
  number: '$.detail.number',
  acc: '$.detail.payload.acc_id',
  missing: '$.detail.missing',
};

function rendered(template: string, arrives: string): Promises[string] {
  return async (aws) => {
    const InputTransformer: InputTransformer = { InputPathsMap: PATHS, InputTemplate: template };
    expect(await heard(aws, { InputTransformer }, { Detail: JSON.stringify(DETAIL) })).toBe(arrives);
  };
}

/** The spaces between the tokens of a template of JSON are nobody's promise. */
function renderedJson(template: string, arrives: unknown): Promises[string] {
  return async (aws) => {
    const InputTransformer: InputTransformer = { InputPathsMap: PATHS, InputTemplate: template };
    const text = await heard(aws, { InputTransformer }, { Detail: JSON.stringify(DETAIL) });
    expect(JSON.parse(text ?? 'null')).toEqual(arrives);
  };
}

/** What becomes of an event on its way to a target; most of it was recorded on AWS. */
export const INPUTS: Promises = {
  'a constant input arrives instead of the event': async (aws) => {
    expect(await heard(aws, { Input: '{"say":"hello"}' })).toBe('{"say":"hello"}');
  },

  'a path to an object gives that object': async (aws) => {
    expect(await heard(aws, { InputPath: '$.detail.payload' }, { Detail: JSON.stringify(DETAIL) })).toBe(
      '{"acc_id":"0a787ecb-4015","sf_id":"baz"}',
    );
  },

  'a path to a text gives it in its quotes': async (aws) => {
    expect(await heard(aws, { InputPath: '$.detail.payload.sf_id' }, { Detail: JSON.stringify(DETAIL) })).toBe('"baz"');
  },

  'a template of text arrives with its quotes': rendered(
    '"Command <command> for <acc>"',
    '"Command update-account for 0a787ecb-4015"',
  ),
  'an object in a template of text loses its quotes': rendered(
    '"Payload <payload>"',
    '"Payload {acc_id:0a787ecb-4015,sf_id:baz}"',
  ),
  'a list in a template of text loses its quotes': rendered(
    '"<listsingle> and <listmulti>"',
    '"[HIGH] and [ACTIVE,INACTIVE]"',
  ),
  'a boolean in a template of text is a word': rendered('"It is <bool>"', '"It is true"'),
  'a number in a template of text is its digits': rendered('"It is <number>"', '"It is 42"'),
  'what is missing is nothing in a template of text': rendered('"Nothing: <missing>."', '"Nothing: ."'),
  'several lines of text arrive as they are': rendered('"<command>"\n"<acc>"', '"update-account"\n"0a787ecb-4015"'),
  'values keep their types in a template of JSON': renderedJson(
    '{"c": <command>, "p": <payload>, "l": <listmulti>, "b": <bool>, "n": <number>}',
    { c: 'update-account', p: { acc_id: '0a787ecb-4015', sf_id: 'baz' }, l: ['ACTIVE', 'INACTIVE'], b: true, n: 42 },
  ),
  'a text within quotes in a template of JSON is put there': renderedJson('{"path":"accounts/<acc>/<command>"}', {
    path: 'accounts/0a787ecb-4015/update-account',
  }),
  'what is missing is an empty text in a template of JSON': renderedJson('{"m": <missing>}', { m: '' }),

  'a template that becomes no JSON delivers nothing': async (aws) => {
    const queue = await listening(aws, {
      InputTransformer: { InputPathsMap: PATHS, InputTemplate: '{"not_valid":"accounts/<payload>"}' },
    });
    await put(aws, { Detail: JSON.stringify(DETAIL) });
    expect(await take(aws, queue, 1, 1)).toEqual([]);
  },

  'a template may name the rule and the event itself': async (aws) => {
    const text = await heard(aws, {
      InputTransformer: {
        InputTemplate:
          '{"rule": <aws.events.rule-name>, "arn": <aws.events.rule-arn>, "event": <aws.events.event>, "json": <aws.events.event.json>}',
      },
    });
    const { rule, arn, event, json } = JSON.parse(text ?? '{}') as Record<string, Record<string, unknown>>;
    expect([rule, arn]).toEqual(['everything', aws.arn('events', 'rule/everything')]);
    expect(json).toMatchObject({ 'detail-type': PUSH.DetailType, detail: JSON.parse(PUSH.Detail) as object });
    expect(event).not.toHaveProperty('detail');
    expect(event).toMatchObject({ id: json?.['id'], source: PUSH.Source });
  },

  'the event without its detail names its type in one word': async (aws) => {
    const text = await heard(aws, { InputTransformer: { InputTemplate: '{"event": <aws.events.event>}' } });
    const { event } = JSON.parse(text ?? '{}') as { event: object };
    expect(Object.keys(event)).toEqual([
      'id',
      'account',
      'detailType',
      'time',
      'source',
      'region',
      'resources',
      'version',
    ]);
  },
};
