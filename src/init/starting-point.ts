import { relative } from 'node:path';
import type { Setup } from '../rehearse/setup.ts';
import type { FoundFunction, Note, Reading } from '../rule/read/reading.ts';
import { wire } from '../rule/read/wire.ts';
import type { Wiring } from './behind.ts';
import { commandFor } from './command-for.ts';
import { pathFrom, type Source } from './look.ts';
import { sourceOf } from './source-of.ts';

/** A consumer that the configuration has to name, because the infrastructure code alone does not say how it is called here. */
export interface NamedConsumer {
  readonly name: string;
  readonly spec: Setup['consumers'][string];
  /** What has to be installed for it, as a command of a shell's. */
  readonly install?: string;
}

/** Rules and consumers as a configuration would have them. */
export interface StartingPoint {
  readonly wiring: Wiring;
  readonly named: readonly NamedConsumer[];
  /** Handlers that need no word in the configuration, by their consumers' names. */
  readonly handlers: Readonly<Record<string, string>>;
  readonly notes: readonly Note[];
}

/** Works out which consumers there are behind the rules of some sources, and which have to be named. */
export function startingPoint(root: string, sources: readonly Source[]): StartingPoint {
  const readings = sources.map(({ reading }) => reading);
  const named = functionsIn(readings).flatMap(({ name, found }) => namedConsumer(root, name, found) ?? []);
  const consumers = Object.fromEntries(named.map(({ name, spec }) => [name, spec]));
  const wired = wire(readings, { root, consumers, stateMachines: [], apiDestinations: [], rules: [] });
  return {
    wiring: {
      rules: wired.rules.map(({ rule }) => rule),
      eventSources: wired.eventSources,
      topics: wired.topics,
    },
    named,
    handlers: Object.fromEntries(Object.entries(wired.consumers).map(([name, { handler }]) => [name, handler])),
    notes: wired.notes,
  };
}

interface NamedFunction {
  readonly name: string;
  readonly found: FoundFunction;
}

/** Every function that a rule, a queue or a topic leads to, once, by the name that it is looked for by. */
function functionsIn(readings: readonly Reading[]): readonly NamedFunction[] {
  const all = readings.flatMap(({ rules, feeds, links }) => [
    ...rules.flatMap(({ targets }) =>
      targets.flatMap(({ name, function: found }) => (found === undefined ? [] : [{ name, found }])),
    ),
    ...feeds.map(({ function: found }) => ({ name: found.name ?? found.id, found })),
    ...links.flatMap(({ name, function: found }) => (found === undefined ? [] : [{ name, found }])),
  ]);
  return [...new Map(all.map((one) => [one.name, one])).values()];
}

function namedConsumer(root: string, name: string, found: FoundFunction): NamedConsumer | undefined {
  const { environment, timeout, memorySize } = found;
  const shared = {
    ...(timeout !== undefined && { timeout: `${timeout}s` }),
    ...(memorySize !== undefined && { memorySize }),
    ...(Object.keys(environment).length > 0 && { environment }),
  };
  const source = sourceOf(found);
  if (source !== undefined) return { name, spec: { handler: pathFrom(root, source), ...shared } };
  const run = commandFor(found);
  if (run === undefined) return undefined;
  const { command, cwd, install } = run;
  return {
    name,
    spec: { command, ...(relative(root, cwd) !== '' && { cwd: pathFrom(root, cwd) }), ...shared },
    ...(install !== undefined && { install }),
  };
}
