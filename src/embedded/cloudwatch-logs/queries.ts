import type { Instant } from '../../clock.ts';
import { Fault } from '../../wire/fault.ts';
import type { LogGroup } from './log-group.ts';
import type { LogGroups } from './log-groups.ts';
import { readQuery, type Lines } from './insights/read-query.ts';
import { rowOf } from './insights/row.ts';
import { textOf, type Row } from './insights/value.ts';
import { horizon, idAt, place, sizeOf } from './log-group.ts';
import { page, type Paged } from './page.ts';

interface QueryInput {
  /** Seconds, as all times of queries are. */
  readonly startTime: number;
  readonly endTime: number;
  readonly queryString: string;
  readonly queryLanguage?: string;
  readonly logGroupName?: string;
  readonly logGroupNames?: readonly string[];
  readonly logGroupIdentifiers?: readonly string[];
  readonly limit?: number;
}

interface FieldsInput {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  /** Seconds. */
  readonly time?: number;
}

interface Query {
  readonly id: string;
  readonly text: string;
  readonly groups: readonly LogGroup[];
  readonly created: Instant;
  readonly results: readonly (readonly object[])[];
  readonly statistics: object;
  status: 'Running' | 'Complete' | 'Cancelled';
}

/** Without a limit, or with none that is lower. */
const MOST_RESULTS = 10_000;

/** Queries of CloudWatch Logs Insights. */
export function queryOperations(groups: LogGroups) {
  const { agenda, random, account } = groups.scene;
  const queries = new Map<string, Query>();

  function find(id: string): Query {
    const query = queries.get(id);
    if (query === undefined) throw new Fault('ResourceNotFoundException', `Query ${id} does not exist.`);
    return query;
  }

  function groupsOf({ logGroupName, logGroupNames, logGroupIdentifiers }: QueryInput): readonly LogGroup[] {
    const given = [logGroupName === undefined ? undefined : [logGroupName], logGroupNames, logGroupIdentifiers].filter(
      (names) => names !== undefined,
    );
    if (given.length !== 1) {
      throw invalid('Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be specified.');
    }
    return given[0]!.map((name) => groups.find(name));
  }

  function start(input: QueryInput): object {
    const { startTime, endTime, queryString, queryLanguage = 'CWLI' } = input;
    if (queryLanguage !== 'CWLI')
      throw invalid(`Queries in ${queryLanguage} are not embedded: only those in CWLI are.`);
    if (startTime > endTime) throw invalid('endTime must not be before startTime.');
    const asked = groupsOf(input);
    const stages = readQuery(queryString);
    const scanned = asked
      .flatMap((group) => within(group, startTime * 1_000, endTime * 1_000 + 999, agenda.now()))
      // The latest first, unless the query says otherwise.
      .toSorted((a, b) => (a.event.id > b.event.id ? -1 : 1));
    let lines: Lines = {
      rows: scanned.map(({ group, event }) => rowOf(group, account, event)),
      shown: undefined,
      areLines: true,
      isLimited: false,
    };
    for (const stage of stages) lines = stage(lines);
    const query: Query = {
      id: random.uuid(),
      text: queryString,
      groups: asked,
      created: agenda.now(),
      results: resultsOf(lines, input.limit),
      statistics: {
        recordsMatched: lines.areLines ? lines.rows.length : scanned.length,
        recordsScanned: scanned.length,
        bytesScanned: scanned.reduce((sum, { event }) => sum + sizeOf(event), 0),
        estimatedRecordsSkipped: 0,
        estimatedBytesSkipped: 0,
        logGroupsScanned: asked.length,
      },
      status: 'Running',
    };
    queries.set(query.id, query);
    return { queryId: query.id };
  }

  function results({ queryId, maxItems, nextToken }: { queryId: string; maxItems?: number; nextToken?: string }) {
    const query = find(queryId);
    const { status, statistics } = query;
    // Who asks once is not told yet: on AWS no query is through at once, and whoever does not ask again would miss what it finds.
    if (status === 'Running') query.status = 'Complete';
    const found = status === 'Complete' ? query.results.map((fields, at) => ({ fields, at })) : [];
    const { items, nextToken: next } = page(found, ({ at }) => String(at), {
      limit: maxItems ?? MOST_RESULTS,
      ...(nextToken !== undefined && { nextToken }),
    });
    return { queryLanguage: 'CWLI', results: items.map(({ fields }) => fields), statistics, status, ...next };
  }

  function stop({ queryId }: { readonly queryId: string }): object {
    const query = find(queryId);
    if (query.status !== 'Running') throw invalid('The specified query is not running.');
    query.status = 'Cancelled';
    return { success: true };
  }

  function describe(
    input: Paged & { readonly logGroupName?: string; readonly status?: string; readonly maxResults?: number },
  ): object {
    const wanted = [...queries.values()].filter(
      ({ groups: asked, status }) =>
        (input.status === undefined || status === input.status) &&
        (input.logGroupName === undefined || asked.some(({ name }) => name === input.logGroupName)),
    );
    const { items, nextToken } = page(wanted.toReversed(), ({ id }) => id, {
      ...input,
      limit: input.maxResults ?? 1_000,
    });
    return {
      queries: items.map(({ id, text, status, created, groups: asked }) => ({
        queryLanguage: 'CWLI',
        queryId: id,
        queryString: text,
        status,
        createTime: created,
        logGroupName: asked[0]!.name,
      })),
      ...nextToken,
    };
  }

  function record({ logRecordPointer }: { readonly logRecordPointer: string }): object {
    const [name = '', id = ''] = Buffer.from(logRecordPointer, 'base64').toString().split(' ');
    const group = groups.list().find((each) => each.name === name);
    const event = /^\d{1,60}$/.test(id) ? group?.events[place(group.events, BigInt(id))] : undefined;
    if (group === undefined || event === undefined || event.id !== BigInt(id)) {
      throw invalid('The specified logRecordPointer is invalid.');
    }
    const row = rowOf(group, account, event);
    return { logRecord: Object.fromEntries([...row].map(([field, value]) => [field, textOf(value)])) };
  }

  /** Fields by the share of lines, in percent, that have them. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogGroupFields.html */
  function fields(input: FieldsInput): object {
    const name = input.logGroupName ?? input.logGroupIdentifier;
    if (name === undefined) throw invalid('Exactly one of logGroupName and logGroupIdentifier must be specified.');
    const group = groups.find(name);
    const now = agenda.now();
    // Eight minutes before and after the time that is given; the last fifteen minutes otherwise.
    const [from, to] =
      input.time === undefined ? [now - 900_000, now] : [input.time * 1_000 - 480_000, input.time * 1_000 + 480_000];
    const rows = within(group, from, to, now).map(({ event }) => rowOf(group, account, event));
    const counts = new Map<string, number>();
    for (const row of rows) for (const field of row.keys()) counts.set(field, (counts.get(field) ?? 0) + 1);
    return {
      logGroupFields: [...counts]
        .filter(([field]) => field !== '@ptr')
        .map(([field, count]) => ({ name: field, percent: Math.round((100 * count) / rows.length) }))
        .toSorted((a, b) => b.percent - a.percent || (a.name < b.name ? -1 : 1)),
    };
  }

  return {
    GetLogGroupFields: fields,
    ListLogGroupsForQuery: ({ queryId }: { readonly queryId: string }) => ({
      logGroupIdentifiers: find(queryId).groups.map(({ name }) => name),
    }),
    StartQuery: start,
    GetQueryResults: results,
    StopQuery: stop,
    DescribeQueries: describe,
    GetLogRecord: record,
  };
}

function within(group: LogGroup, from: Instant, to: Instant, now: Instant) {
  const { events } = group;
  const first = place(events, idAt(Math.max(from, horizon(group, now))));
  return events.slice(first, place(events, idAt(to + 1))).map((event) => ({ group, event }));
}

function resultsOf({ rows, shown, areLines, isLimited }: Lines, limit = MOST_RESULTS): Query['results'] {
  const most = isLimited ? rows : rows.slice(0, limit);
  const fields = [...(shown ?? ['@timestamp', '@message']), ...(areLines ? ['@ptr'] : [])];
  return most.slice(0, MOST_RESULTS).map((row) => cellsOf(row, new Set(fields)));
}

/** Fields that a line does not have are left out of its result. */
function cellsOf(row: Row, fields: ReadonlySet<string>): readonly object[] {
  return [...fields].flatMap((field) => {
    const value = row.get(field);
    return value === undefined ? [] : [{ field, value: textOf(value) }];
  });
}

function invalid(message: string): Fault {
  return new Fault('InvalidParameterException', message);
}
