import { expect, test } from 'vitest';
import { virtualAgenda } from '../../../../src/embedded/agenda.ts';
import { cloudwatchLogs } from '../../../../src/embedded/cloudwatch-logs/cloudwatch-logs.ts';
import { openLogGroups } from '../../../../src/embedded/cloudwatch-logs/log-groups.ts';
import { seeded } from '../../../../src/random.ts';

const NOW = Date.parse('2026-01-15T09:30:00Z');
const SECOND = 1_000;

const LINES = [
  { at: 0, repository: 'web', action: 'PUSH', size: 120, tags: ['1.4.2', 'latest'] },
  { at: 60, repository: 'api', action: 'PUSH', size: 80 },
  { at: 120, repository: 'web', action: 'PUSH', size: 40 },
  { at: 400, repository: 'web', action: 'DELETE', by: '' },
].map((line) => ({ timestamp: NOW + line.at * SECOND, message: JSON.stringify(line) }));

/** Two log groups; the second has one line that is no JSON, later than all others. */
function stage() {
  const agenda = virtualAgenda(NOW + 1_000 * SECOND);
  const nobody = () => undefined;
  const logGroups = openLogGroups(
    { account: '123456789012', region: 'us-east-2', random: seeded(7), agenda },
    { functions: { invoke: () => Promise.resolve() }, streams: { put: nobody }, deliveryStreams: { put: nobody } },
  );
  for (const name of ['events', 'texts']) logGroups.create(name);
  logGroups.put('events', 'web', LINES);
  logGroups.put('texts', 'web', [{ timestamp: NOW + 500 * SECOND, message: 'ERROR 42: pushed web:1.4.2' }]);
  const service = cloudwatchLogs({ logGroups });
  const perform = (operation: string, input: object) => service[operation]!({ ...input }) as Record<string, unknown>;

  function find(queryString: string, change: object = {}): readonly Readonly<Record<string, string>>[] {
    const { queryId } = perform('StartQuery', {
      startTime: NOW / SECOND,
      endTime: NOW / SECOND + 600,
      logGroupName: 'events',
      queryString,
      ...change,
    });
    perform('GetQueryResults', { queryId });
    const { results } = perform('GetQueryResults', { queryId }) as {
      results: readonly (readonly { readonly field: string; readonly value: string }[])[];
    };
    return results.map((cells) =>
      Object.fromEntries(cells.filter(({ field }) => field !== '@ptr').map(({ field, value }) => [field, value])),
    );
  }
  return { find, perform };
}

/** What a query finds under one name, in the order in which it finds it. */
function column(queryString: string, name: string, change: object = {}): readonly (string | undefined)[] {
  return stage()
    .find(queryString, change)
    .map((row) => row[name]);
}

test.each([
  ['action = "DELETE"', ['400']],
  ["action != 'PUSH'", ['400']],
  ['size > 50 and size <= 120', ['60', '0']],
  ['size > 100 or action = "DELETE"', ['400', '0']],
  ['not (repository = "web")', ['60']],
  ['repository in ["api", "worker"]', ['60']],
  ['repository not in ["web"]', ['60']],
  ['@message like "DEL"', ['400']],
  ['@message like /(?i)del/', ['400']],
  ['@message not like /PUSH/', ['400']],
  ['action =~ /^D/', ['400']],
  ['ispresent(by)', ['400']],
  ['isempty(by) and isblank(by) and ispresent(by)', ['400']],
  ['tags.1 = "latest"', ['0']],
  ['`tags`.`1` = "latest"', ['0']],
  ['size * 2 + 10 = 90', ['120']],
  ['-size < -100', ['0']],
  ['strlen(action) = 6', ['400']],
  ['strcontains(repository, "pi")', ['60']],
  ['missing != 1', []],
])('a filter %s finds %j', (filter, expected) => {
  expect(column(`filter ${filter} | fields at`, 'at')).toEqual(expected);
});

test.each([
  ['count(*)', '4'],
  ['count(size)', '3'],
  ['count_distinct(repository)', '2'],
  ['sum(size)', '240'],
  ['avg(size)', '80'],
  ['min(size)', '40'],
  ['max(size)', '120'],
  ['pct(size, 50)', '80'],
  ['latest(action)', 'DELETE'],
  ['earliest(action)', 'PUSH'],
  ['max(@timestamp)', '2026-01-15 09:36:40.000'],
])('the statistic %s is %s', (aggregate, expected) => {
  expect(column(`stats ${aggregate} as it`, 'it')).toEqual([expected]);
});

test('statistics are grouped by fields and by spans of time', () => {
  expect(stage().find('stats count(*) as n by bin(5m), action | sort n desc, action')).toEqual([
    { 'bin(5m)': '2026-01-15 09:30:00.000', action: 'PUSH', n: '3' },
    { 'bin(5m)': '2026-01-15 09:35:00.000', action: 'DELETE', n: '1' },
  ]);
});

test('of nothing there is a count, which is none', () => {
  expect(stage().find('filter size > 1000 | stats count(*) as n, sum(size) as bytes, avg(size) as mean')).toEqual([
    { n: '0', bytes: '0' },
  ]);
});

test('parts of a text become fields', () => {
  const logGroupName = 'texts';
  expect(
    stage().find("parse @message '* *: pushed *:*' as level, code, name, tag | display level, code, name, tag", {
      logGroupName,
    }),
  ).toEqual([{ level: 'ERROR', code: '42', name: 'web', tag: '1.4.2' }]);
  expect(column('parse /pushed (?<name>\\w+)/ | display name', 'name', { logGroupName })).toEqual(['web']);
});

test('one line is left of those that are alike', () => {
  expect(column('fields repository, at | dedup repository', 'at')).toEqual(['400', '60']);
});

test('without a command that shows fields, time and message are shown', () => {
  const [row] = stage().find('filter action = "DELETE"');
  expect(Object.keys(row!)).toEqual(['@timestamp', '@message']);
});

test('lines of several groups come in the order of time', () => {
  const { find } = stage();
  const change = { logGroupName: undefined, logGroupNames: ['texts', 'events'] };
  expect(find('fields @log', change).map((row) => row['@log'])).toEqual([
    '123456789012:texts',
    ...LINES.map(() => '123456789012:events'),
  ]);
  expect(() => find('fields @log', { logGroupNames: ['texts'] })).toThrow('Exactly one of');
});

test('a limit of the query goes before that of the call', () => {
  expect(column('fields at', 'at', { limit: 1 })).toEqual(['400']);
  expect(column('fields at | limit 2', 'at', { limit: 1 })).toEqual(['400', '120']);
});

test.each([
  ['', 'unexpected symbol found <EOF> at line 1 and position 1'],
  ['fields @message |', 'unexpected symbol found <EOF> at line 1 and position 18'],
  ['fields @message\n| filter a ==', 'unexpected symbol found = at line 2 and position 13'],
  ['fields "text" "text"', 'unexpected symbol found text at line 1 and position 15'],
  ['limit many', 'unexpected symbol found many at line 1 and position 7'],
  [
    'anomaly',
    'The command anomaly is not embedded: only fields, display, filter, parse, stats, sort, dedup, limit are',
  ],
  ['fields jsonParse(x)', 'The function jsonParse is not embedded'],
])('the query %j is refused', (query, message) => {
  expect(() => stage().find(query)).toThrow(expect.objectContaining({ code: 'MalformedQueryException', message }));
});

test('results are read page by page', () => {
  const { perform } = stage();
  const { queryId } = perform('StartQuery', {
    startTime: NOW / SECOND,
    endTime: NOW / SECOND + 600,
    logGroupName: 'events',
    queryString: 'fields at',
  });
  perform('GetQueryResults', { queryId });
  const first = perform('GetQueryResults', { queryId, maxItems: 3 });
  const second = perform('GetQueryResults', { queryId, maxItems: 3, nextToken: first['nextToken'] });
  expect([first['results'], second['results']].map((results) => (results as unknown[]).length)).toEqual([3, 1]);
  expect(second).not.toHaveProperty('nextToken');
});
