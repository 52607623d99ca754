import type { Account } from '../bus/account-bus.ts';
import type { BusSpec } from '../bus/bus-spec.ts';
import { openBus } from '../bus/open-bus.ts';
import { type Clock, virtualClock } from '../clock.ts';
import type { Bus } from '../bus/bus.ts';
import type { Handlers, ImportModule } from '../consumer/load-handler.ts';
import type { OpenConsumers, Opening } from '../consumer/open-consumers.ts';
import type { noiseRecords } from '../cloudtrail/noise.ts';
import { toRecords } from '../cloudtrail/records.ts';
import type { Emission, RecordEmission } from '../eventbridge/emission.ts';
import { toEvents } from '../eventbridge/events.ts';
import { type Place, Problem } from '../problem.ts';
import { seeded } from '../random.ts';
import { act, checksFor } from '../registry/act.ts';
import type { Activity } from '../registry/activity.ts';
import { replay } from '../replay/replay.ts';
import type { Run } from '../replay/run.ts';
import { toInstant } from '../scenario/duration.ts';
import { withDefaults } from '../scenario/default-options.ts';
import { placeOf, type Scenario } from '../scenario/scenario.ts';
import { disturb, toFaults } from '../timeline/fault/faults.ts';
import { toLatency } from '../timeline/latency.ts';
import { type Timeline, toTimeline } from '../timeline/timeline.ts';
import { checkConsumers } from '../verdict/check.ts';
import type { Finding } from '../verdict/finding.ts';
import type { Feeds } from '../verdict/hearing.ts';
import { judge } from '../verdict/judge.ts';
import { checkAnswers, withAnswers } from './answers.ts';
import { unseenRequests } from './unseen-requests.ts';
import { closing } from './closing.ts';
import { placeOfMember } from './config-place.ts';
import { deadLetterQueues } from './dead-letter-queues.ts';
import { echoOf, enactedFor } from './enacted.ts';
import { feedsOf } from './feeds.ts';
import { askInvariants } from './invariants.ts';
import type { Setup } from './setup.ts';

/** What few scenarios need to be acted out, and takes time to load. */
interface Props {
  readonly checks?: Awaited<ReturnType<typeof checksFor>>;
  readonly noise?: typeof noiseRecords;
}

/** Loads what `script` needs beside a scenario; nothing for most. */
export async function propsFor(scenario: Scenario): Promise<Props> {
  const checks = await checksFor(scenario);
  if (scenario.noise === undefined) return { checks };
  const { noiseRecords: noise } = await import('../cloudtrail/noise.ts');
  return { checks, noise };
}

/** A scenario, acted out and worded: all that is known before anything is delivered. */
export interface Script {
  readonly activity: Activity;
  readonly emissions: readonly Emission[];
  readonly timeline: Timeline;
}

/** How a scenario is acted out and worded, besides what it says itself. */
export type Wishes = Pick<Setup, 'seed' | 'profile'> &
  Props & {
    /** Leaves CloudTrail's records out, and the events that carry them: where nobody can see them they need not be worded. */
    readonly records?: false;
  };

/** Works out what a scenario makes AWS say, and when each event would arrive. */
export function script(scenario: Scenario, wishes: Wishes = {}): Script {
  const { seed = scenario.seed, profile = scenario.profile ?? 'observed', checks, noise } = wishes;
  const activity = act(scenario, { seed, checks });
  const how = { profile, seed, options: withDefaults(scenario.options) };
  const own = wishes.records === false ? [] : toRecords(activity, how);
  const others =
    scenario.noise === undefined ? [] : (noise?.(activity, toInstant(scenario.start), scenario.noise, seed) ?? []);
  const records = others.length === 0 ? own : [...own, ...others].toSorted((a, b) => a.at - b.at);
  const heard = scenario.noise?.onBus === true ? records : own;
  const emissions = [...records, ...toEvents(activity, heard, how)];
  const undisturbed = toTimeline(emissions, toLatency(scenario.delivery.latency));
  const timeline = disturb(
    undisturbed,
    toFaults(scenario.delivery.faults),
    seeded(seed).fork('timeline'),
    placeOf(scenario, '/delivery/faults'),
  );
  return { activity, emissions, timeline };
}

/** How a rehearsal came out, and everything it went by. */
export interface Rehearsal extends Script {
  readonly scenario: Scenario;
  readonly rules: Setup['rules'];
  /** The names of the consumers that there are. */
  readonly consumers: readonly string[];
  /** The names of the queues that dead letters go to, as far as the configuration says. */
  readonly deadLetterQueues: readonly string[];
  /** What consumers are given their events by, besides the rules that target them. */
  readonly feeds: Feeds;
  readonly run: Run;
  readonly findings: readonly Finding[];
  /** What could not be closed once everything was delivered: something is left behind on a bus or an engine. */
  readonly unclosed: readonly Problem[];
}

/** Where a rehearsal takes code from. */
export interface Surroundings {
  /** Imports the module of a handler. Node's own `import` unless told, which keeps what it has imported once. */
  readonly importModule?: ImportModule;
  /** Handlers that need no import, by the names of their consumers. */
  readonly handlers?: Handlers;
  /** Stands between the timeline and the bus: what holds deliveries back, or looks on. */
  readonly attend?: (bus: Bus) => Bus;
  /** Aborted when the run is interrupted: then nothing more is delivered, and the bus is left as it was found. */
  readonly signal?: AbortSignal;
}

/**
 * The whole line, once: acts a scenario out, words it, delivers it to the consumers and judges them.
 *
 * What a consumer does wrong is a finding. Throws `Problem` or `Problems` where a person has to mend the scenario, the
 * configuration or a handler that cannot be loaded.
 */
export async function rehearse(scenario: Scenario, setup: Setup, surroundings: Surroundings = {}): Promise<Rehearsal> {
  checkConsumers(scenario, setup);
  await checkAnswers(scenario, setup);
  const feeds = feedsOf(setup.resources, setup.consumers);
  const props = await propsFor(scenario);
  const { checks } = props;
  const { activity, emissions, timeline } = script(scenario, { ...setup, ...props });
  try {
    const enacted = enactedFor(scenario, activity, { ...setup, checks });
    const troupe = await open(scenario, setup, surroundings, {
      chronicle: { records: recordsOf(emissions), ended: activity.ended },
      enacted,
    });
    const closed = await closing(troupe, async ({ consumers, stray, rest, account }) => {
      const { rules, bus: spec = EMBEDDED } = setup;
      const { signal } = surroundings;
      const { name, account: id, region } = scenario;
      const clock = await clockFor(spec, scenario, activity, signal);
      const { result: played, unclosed } = await closing(
        await openBus(spec, {
          scenario: name,
          rules,
          consumers,
          owner: { account: id, region },
          ...(account !== undefined && { account }),
          ...(signal !== undefined && { signal }),
        }),
        async (opened) => {
          const bus = surroundings.attend?.(opened) ?? opened;
          const replayed = await replay(timeline, bus, clock, { signal, ended: activity.ended });
          return { ...replayed, ...(opened.left !== undefined && { left: opened.left() }) };
        },
      );
      await rest();
      const run = {
        ...played,
        ...echoOf(enacted),
        ...unseenRequests(scenario, setup),
        strayRefusals: stray.refusals,
        orphans: stray.orphans,
      };
      return { run, unclosed };
    });
    const { run, unclosed } = closed.result;
    const invariants = await askInvariants(scenario, run, {
      root: setup.root,
      importModule: surroundings.importModule ?? importNatively,
    });
    return {
      scenario,
      rules: setup.rules,
      consumers: Object.keys(setup.consumers),
      deadLetterQueues: deadLetterQueues(setup),
      feeds,
      activity,
      emissions,
      timeline,
      run,
      findings: [
        ...judge(scenario, activity, emissions, run, setup.rules, feeds, invariants),
        ...(await contractFindings(scenario, setup)),
      ],
      unclosed: [...unclosed, ...closed.unclosed],
    };
  } catch (error) {
    throw error instanceof Problem && error.place === undefined ? placed(error, scenario) : error;
  }
}

/** What became of the contracts that consumers are held to. Read late: few are, and each is played many times. */
async function contractFindings(scenario: Scenario, setup: Setup): Promise<readonly Finding[]> {
  const isHeld = scenario.expect.some((one) => 'consumer' in one && one.contract !== undefined);
  return isHeld ? await (await import('../contract/promised.ts')).judgePromised(scenario, setup) : [];
}

/** What CloudTrail hands over, in the order of its times: of what goes on at once, whichever was worded first. */
function recordsOf(emissions: readonly Emission[]): readonly RecordEmission[] {
  return emissions.filter((emission) => emission.channel === 'cloudtrail').toSorted((a, b) => a.at - b.at);
}

const EMBEDDED: BusSpec = { kind: 'embedded' };

/** Time is virtual on the embedded bus. On the others it is real, and what they cannot measure then is refused. */
async function clockFor(
  spec: BusSpec,
  scenario: Scenario,
  { waits = [] }: Activity,
  signal: AbortSignal | undefined,
): Promise<Clock> {
  const start = toInstant(scenario.start);
  if (spec.kind === 'embedded') return virtualClock(start);
  const { speedOf } = await import('../bus/bus-spec.ts');
  const { pacedClock } = await import('./paced-clock.ts');
  const { refuseUndoable, refuseUnmeasurable } = await import('./measurable.ts');
  const speed = speedOf(spec);
  refuseUnmeasurable(scenario, speed);
  refuseUndoable(scenario, spec.kind);
  return pacedClock(start, { speed, waits, signal });
}

/** Imports as Node does; it keeps what it has imported, so a cold start is another edition of the same file. */
export const importNatively: ImportModule = async (file, start) => {
  const { importSource } = await import('./import-source.ts');
  return importSource(file, start === 'warm' ? '0' : String((colds += 1)));
};
let colds = 0;

/** The consumers; those that the scenario expects something of are loaded at once, so that a broken one is told even if no event finds it. */
async function open(
  scenario: Scenario,
  { consumers: specs, root, seed = scenario.seed, resources, file }: Setup,
  surroundings: Surroundings,
  said: Pick<Opening, 'chronicle' | 'enacted'>,
): Promise<Troupe> {
  // Read late: what keeps consumers off the network takes time to load, and a scenario may well have none.
  if (Object.keys(specs).length === 0 && resources === undefined) return NOBODY;
  const { openConsumers } = await import('../consumer/open-consumers.ts');
  const { account, region, start } = scenario;
  const troupe = await openConsumers({
    specs: withAnswers(specs, scenario),
    root,
    account,
    region,
    start: toInstant(start),
    random: seeded(seed).fork('consumers'),
    ...said,
    importModule: surroundings.importModule ?? importNatively,
    handlers: surroundings.handlers,
    openImage: async (...given) => (await import('../bus/image/image-consumer.ts')).openImage(...given),
    load: new Set(scenario.expect.flatMap((expectation) => ('consumer' in expectation ? [expectation.consumer] : []))),
  });
  if (resources === undefined) return { ...troupe, account: troupe };
  const placeOf = (path: string): Place | undefined => (file === undefined ? undefined : placeOfMember(file, path));
  return { ...troupe, account: { ...troupe, declared: { resources, placeOf } } };
}

type Troupe = Pick<OpenConsumers, 'consumers' | 'stray' | 'rest' | typeof Symbol.asyncDispose> & {
  /** What the consumers make their AWS calls to. */
  readonly account?: Account;
};

const NOBODY: Troupe = {
  consumers: new Map(),
  stray: { calls: [], refusals: [], orphans: [] },
  rest: () => Promise.resolve(),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

/** A handler that cannot be loaded is told where the scenario speaks of its consumer. */
function placed({ code, message, cause }: Problem, scenario: Scenario): Problem {
  const index = scenario.expect.findIndex(
    (expectation) => 'consumer' in expectation && message.includes(`"${expectation.consumer}"`),
  );
  return new Problem(code, message, {
    cause,
    place: placeOf(scenario, index < 0 ? '/steps' : `/expect/${index}/consumer`),
  });
}
