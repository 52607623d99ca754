import type { Instant } from '../../clock.ts';
import { Fault } from '../../wire/fault.ts';
import { statementsAbout, statementsOf } from '../policy/decide.ts';
import type { ResourcePolicy } from '../policy/permissions.ts';
import type { Scene } from '../scene.ts';
import { horizon, idAt, place, type LogEvent, type LogGroup, type LogStream } from './log-group.ts';
import { deliver, type Destinations } from './subscription.ts';
import { partitionOf } from '../partition.ts';

/** What log groups need to know of the scenario. */
export type LogsScene = Pick<Scene, 'account' | 'region' | 'random' | 'agenda'> &
  Partial<Pick<Scene, 'takesNamedAsGiven' | 'permissions'>>;

/** A line on its way in. */
export interface NewLogEvent {
  readonly timestamp: Instant;
  readonly message: string;
}

/** The log groups of an account: what the operations and EventBridge's targets share. */
export interface LogGroups {
  readonly scene: LogsScene;
  readonly destinations: Destinations;
  readonly policies: Map<string, { readonly document: string; readonly updated: Instant }>;
  /** What the account's policies say of a log stream, by its ARN. */
  policyOf(streamArn: string): ResourcePolicy;
  create(name: string, options?: { readonly logGroupClass?: string | undefined }): LogGroup;
  delete(nameOrArn: string): void;
  /** By name or ARN. Throws `ResourceNotFoundException`. */
  find(nameOrArn: string): LogGroup;
  list(): readonly LogGroup[];
  createStream(group: LogGroup, name: string): LogStream;
  findStream(group: LogGroup, name: string): LogStream;
  /** Writes lines, into a new stream if there is none of that name: as AWS services write. */
  put(group: string, stream: string, events: readonly NewLogEvent[]): void;
  /** Tells of all lines as they come in, until the returned function is called. */
  watch(watcher: Watcher): () => void;
}

type Watcher = (group: LogGroup, events: readonly LogEvent[]) => void;

/** Opens the log groups of a scenario; there are none at first. Subscription filters reach `destinations`. */
export function openLogGroups(scene: LogsScene, destinations: Destinations): LogGroups {
  const groups = new Map<string, LogGroup>();
  const deleted = new Set<string>();
  const watchers = new Set<Watcher>();
  const policies: LogGroups['policies'] = new Map();
  let order = 0n;

  function find(nameOrArn: string): LogGroup {
    const name = groupName(nameOrArn);
    const isGiven = scene.takesNamedAsGiven === true && !deleted.has(name) && /^[\w#./-]{1,512}$/.test(name);
    const group = groups.get(name) ?? (isGiven ? create(name) : undefined);
    if (group === undefined) throw new Fault('ResourceNotFoundException', 'The specified log group does not exist.');
    return group;
  }

  function create(
    name: string,
    { logGroupClass = 'STANDARD' }: { readonly logGroupClass?: string | undefined } = {},
  ): LogGroup {
    if (groups.has(name)) throw new Fault('ResourceAlreadyExistsException', 'The specified log group already exists');
    const group: LogGroup = {
      name,
      arn: `arn:${partitionOf(scene.region)}:logs:${scene.region}:${scene.account}:log-group:${name}`,
      created: scene.agenda.now(),
      logGroupClass,
      streams: new Map(),
      events: [],
      subscriptions: new Map(),
      metricFilters: new Map(),
      tags: new Map(),
    };
    groups.set(name, group);
    return group;
  }

  function createStream(group: LogGroup, name: string): LogStream {
    if (group.streams.has(name)) {
      throw new Fault('ResourceAlreadyExistsException', 'The specified log stream already exists');
    }
    const stream = { name, arn: `${group.arn}:log-stream:${name}`, created: scene.agenda.now(), events: [] };
    group.streams.set(name, stream);
    return stream;
  }

  function put(groupName: string, streamName: string, events: readonly NewLogEvent[]): void {
    const group = find(groupName);
    const stream = group.streams.get(streamName) ?? createStream(group, streamName);
    const ingested = scene.agenda.now();
    const taken = events.map(({ timestamp, message }): LogEvent => {
      order += 1n;
      return { id: idAt(timestamp) + order, stream: streamName, timestamp, message, ingested };
    });
    for (const event of taken) {
      insert(stream.events, event);
      insert(group.events, event);
    }
    stream.lastIngested = ingested;
    forget(group, ingested);
    deliver({ scene, destinations }, group, stream, taken);
    for (const watcher of watchers) watcher(group, taken);
  }

  return {
    scene,
    destinations,
    policies,
    policyOf: (streamArn) => {
      const all = [...policies.values()].flatMap(({ document }) => statementsOf(document) ?? []);
      const about = statementsAbout(streamArn, all);
      return { statements: about.length === 0 ? undefined : about };
    },
    create,
    find,
    createStream,
    put,
    watch: (watcher) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    delete: (nameOrArn) => {
      const { name } = find(nameOrArn);
      groups.delete(name);
      deleted.add(name);
    },
    list: () => [...groups.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    findStream: (group, name) => {
      const stream =
        group.streams.get(name) ?? (scene.takesNamedAsGiven === true ? createStream(group, name) : undefined);
      if (stream === undefined)
        throw new Fault('ResourceNotFoundException', 'The specified log stream does not exist.');
      return stream;
    },
  };
}

/** `arn:aws:logs:us-east-2:123456789012:log-group:/aws/events/ecr`, perhaps with `:*`, or the name itself. */
export function groupName(nameOrArn: string): string {
  return /^arn:[^:]+:logs:[^:]*:\d{12}:log-group:([^:]+)/.exec(nameOrArn)?.[1] ?? nameOrArn;
}

function insert(events: LogEvent[], event: LogEvent): void {
  const last = events.at(-1);
  if (last === undefined || last.id < event.id) events.push(event);
  else events.splice(place(events, event.id), 0, event);
}

function forget(group: LogGroup, now: Instant): void {
  const from = idAt(horizon(group, now));
  if (group.events[0] === undefined || group.events[0].id >= from) return;
  group.events.splice(0, place(group.events, from));
  for (const { events } of group.streams.values()) events.splice(0, place(events, from));
}
