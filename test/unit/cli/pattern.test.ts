import { expect, test } from 'vitest';
import { project, push } from './project.ts';

const RULE = '{ "detail-type": ["ECR Image Action"], "detail": { "actionType": ["PUSH"] } }';
const EVENT = '{ "detail-type": "ECR Image Action", "detail": { "action-type": "PUSH" } }';

test.concurrent('a pattern that matches ends with 0 and says so', async () => {
  using folder = project({ 'rule.json': RULE.replace('actionType', 'action-type'), 'event.json': EVENT });
  const ended = await folder.ecreplay(['pattern', 'test', '--pattern', 'rule.json', '--event', 'event.json']);
  expect(ended).toMatchObject({ status: 0, stdout: 'the event matches\n', stderr: '' });
});

test.concurrent('a pattern that does not match ends with 1 and names the path and the nearest fix', async () => {
  using folder = project({ 'rule.json': RULE, 'event.json': EVENT });
  const { status, stdout } = await folder.ecreplay([
    'pattern',
    'test',
    '--pattern',
    'rule.json',
    '--event',
    'event.json',
  ]);
  expect(stdout).toContain('`detail.actionType` is absent');
  expect(stdout).toContain('detail.action-type');
  expect(status).toBe(1);
});

test.concurrent('events come one a line as emit prints them, and each gets its line of JSON', async () => {
  using folder = project({ 'rule.json': RULE, 'scenarios/push.yaml': push() });
  const { stdout: events } = await folder.ecreplay(['emit', 'scenarios/push.yaml', '--channel', 'eventbridge']);
  folder.write({ 'events.ndjson': events });
  const { stdout } = await folder.ecreplay([
    'pattern',
    'test',
    '--pattern',
    'rule.json',
    '--event',
    'events.ndjson',
    '--json',
  ]);
  const lines = stdout.trim().split('\n');
  expect(lines).toHaveLength(events.trim().split('\n').length);
  expect(lines.map((line) => (JSON.parse(line) as { matches: boolean }).matches)).not.toContain(true);
});

test.concurrent.for([
  ['one event', '\uFEFF{ "source": "aws.ecr" }\r\n', 1],
  ['one event a line', '\uFEFF{ "source": "aws.ecr" }\r\n{ "source": "aws.ecr" }\r\n', 2],
] as const)('a byte order mark before %s, as Windows writes it, is no part of it', async ([, events, count]) => {
  using folder = project({ 'rule.json': '{ "source": ["aws.ecr"] }', 'event.json': events });
  const ended = await folder.ecreplay(['pattern', 'test', '--pattern', 'rule.json', '--event', 'event.json']);
  expect(ended).toMatchObject({ status: 0, stdout: 'the event matches\n'.repeat(count), stderr: '' });
});

test.concurrent('a pattern that EventBridge refuses is wrong input, in the words of AWS', async () => {
  using folder = project({ 'rule.json': '{ "source": "aws.ecr" }', 'event.json': EVENT });
  const { status, stderr } = await folder.ecreplay([
    'pattern',
    'test',
    '--pattern',
    'rule.json',
    '--event',
    'event.json',
  ]);
  expect(stderr).toContain('PATTERN_INVALID');
  expect(stderr).toContain('Event pattern is not valid. Reason: "source" must be an object or an array');
  expect(status).toBe(2);
});

test.concurrent.for([
  ['a file that is missing', ['--pattern', 'nope.json', '--event', 'event.json'], 'FILE_NOT_FOUND'],
  ['an event that is no JSON', ['--pattern', 'rule.json', '--event', 'bad.json'], 'FILE_UNREADABLE'],
  ['an empty event', ['--pattern', 'rule.json', '--event', 'empty.json'], 'FILE_EMPTY'],
] as const)('%s is a problem with a code', async ([, args, code]) => {
  using folder = project({ 'rule.json': RULE, 'event.json': EVENT, 'bad.json': '{ no', 'empty.json': '\n' });
  const { status, stderr } = await folder.ecreplay(['pattern', 'test', ...args]);
  expect(stderr).toContain(code);
  expect(status).toBe(2);
});

test.concurrent.for([
  ['is refused', '{ "source": [] }', 2, 'REFUSED'],
  [
    'no ECR event can match',
    '{ "source": ["aws.ecr"], "detail-type": ["ECR Image Action"], "detail": { "action-type": ["PutImage"] } }',
    1,
    'NEVER_MATCHES',
  ],
  ['is longer than the quota', `{ "source": ["aws.ecr", "${'x'.repeat(2048)}"] }`, 0, 'OVER_QUOTA'],
] as const)('lint finds a pattern that %s', async ([, rule, code, note]) => {
  using folder = project({ 'rule.json': rule });
  const { status, stdout } = await folder.ecreplay(['pattern', 'lint', 'rule.json']);
  expect(stdout).toContain(note);
  expect(status).toBe(code);
});

test.concurrent('lint has nothing to say against a sound pattern', async () => {
  using folder = project({
    'rule.json': RULE.replace('actionType', 'action-type').replace('{', '{ "source": ["aws.ecr"],'),
  });
  expect(await folder.ecreplay(['pattern', 'lint', 'rule.json'])).toMatchObject({
    status: 0,
    stdout: 'nothing to say against it\n',
  });
});

test.concurrent.each(['null', '[1]', '1'])('%s is no event, and wrong input', async (event) => {
  using folder = project({ 'rule.json': RULE, 'event.json': event });
  const { status, stderr } = await folder.ecreplay('pattern test --pattern rule.json --event event.json'.split(' '));
  expect(stderr).toContain('is no event, wanted a JSON object');
  expect(status).toBe(2);
});

test.concurrent('a pattern and an event cannot both come from standard input', async () => {
  using folder = project({});
  const { status, stderr } = await folder.ecreplay(['pattern', 'test', '--pattern', '-', '--event', '-']);
  expect(stderr).toContain('USAGE');
  expect(status).toBe(2);
});
