import type { Bus } from '../bus/bus.ts';
import { virtualClock } from '../clock.ts';
import type { ImportModule } from '../consumer/load-handler.ts';
import type { Estate } from '../embedded/assemble.ts';
import type { Emission } from '../eventbridge/emission.ts';
import { seeded } from '../random.ts';
import type { Activity } from '../registry/activity.ts';
import type { RequestChecks } from '../registry/stage.ts';
import { replay } from '../replay/replay.ts';
import type { Run } from '../replay/run.ts';
import { echoOf, enactedFor } from '../rehearse/enacted.ts';
import { script } from '../rehearse/rehearse.ts';
import { unseenRequests } from '../rehearse/unseen-requests.ts';
import type { Setup } from '../rehearse/setup.ts';
import { rulePattern } from '../rule/compile.ts';
import type { Rule } from '../rule/rule.ts';
import { ruleSees } from '../rule/sees.ts';
import { toInstant } from '../scenario/duration.ts';
import type { FaultInput } from '../scenario/fault.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { disturb, toFaults } from '../timeline/fault/faults.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { declaring } from './draw/to-scenario.ts';
import { type Sight, sightOf } from './sight.ts';
import { openStage } from './stage.ts';

/** A scenario that has been acted out and worded, but not delivered. Many deliveries can be made of one. */
export interface Rehearsed {
  /** With its steps saying how they fail, where the registry refused them. */
  readonly scenario: Scenario;
  readonly activity: Activity;
  readonly emissions: readonly Emission[];
  /** What arrives as long as nothing disturbs it. */
  readonly undisturbed: Timeline;
}

/** What came of one delivery of a scenario. */
export interface Played extends Omit<Rehearsed, 'undisturbed'> {
  readonly timeline: Timeline;
  readonly run: Run;
  /** What the embedded services keep in the end. */
  readonly estate: Estate;
}

/** How a delivery is made. */
export interface Delivering {
  /** What happens on the way; those that the scenario says unless told. */
  readonly faults?: readonly FaultInput[];
  /** What those faults make of the undisturbed timeline, where that is known already. */
  readonly timeline?: Timeline;
  /** cold: each consumer begins anew. warm (default): it goes on in the process of the play before, which is faster. */
  readonly start?: 'cold' | 'warm';
  /** How long an invocation may take, in place of what is said of each consumer; for a cold start. */
  readonly timeout?: string | undefined;
}

/** Plays scenarios to the consumers of a setup, one after another and fast: in this process, each in an AWS of its own. */
export interface Player extends AsyncDisposable {
  readonly setup: Setup;
  readonly sees: Sight;
  /** Acts a scenario out and words what rules can see of it. The same scenario gives the same, as under `ecreplay run`. */
  rehearse(scenario: Scenario): Rehearsed;
  /** The deliveries that some rule matches, of those that a scenario makes. */
  heard(timeline: Timeline): Timeline;
  /** Delivers what was rehearsed, through rules, to the consumers. */
  deliver(rehearsed: Rehearsed, how?: Delivering): Promise<Played>;
}

/** How a player is opened. */
export interface PlayerOptions {
  readonly importModule?: ImportModule | undefined;
  /** Stops consumers that keep this thread busy in warm plays, too; without it they keep it for ever. */
  readonly isCareful?: boolean;
}

/** A bus that brings nothing more when it is over. */
function untilOver(bus: Bus, isOver: () => boolean): Bus {
  return {
    ...bus,
    deliver: (delivery) => (isOver() ? Promise.resolve(NOTHING) : bus.deliver(delivery)),
    settle: (ended) => (isOver() ? Promise.resolve() : bus.settle(ended)),
  };
}

const NOTHING = { matched: [], invocations: [] };

/** How many warm plays a process lives for: what it remembers of them must not hide what the next would show. */
const LIFE = 64;

/** Opens a player. The network is closed to consumers until it is disposed of; there can be but one at a time. */
export async function openPlayer(
  setup: Setup,
  { importModule, isCareful = false }: PlayerOptions = {},
): Promise<Player> {
  const sees = sightOf(setup);
  const seesRecords = ['AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail'].some(sees);
  const checks: RequestChecks = await import('../registry/request-check.ts');
  const patterns = setup.rules.map((rule: Rule) => ({ rule, pattern: rulePattern(rule) }));
  const stage = await openStage(setup, importModule);
  let age = LIFE;

  function scripted(scenario: Scenario) {
    return script(
      { ...scenario, delivery: { ...scenario.delivery, faults: [] } },
      { ...setup, seed: scenario.seed, checks, ...(!seesRecords && { records: false as const }) },
    );
  }

  return {
    setup,
    sees,
    rehearse: (drawn) => {
      const { activity, emissions, timeline } = scripted(drawn);
      const scenario = declaring(drawn, activity.failures);
      return { scenario, activity, emissions, undisturbed: timeline };
    },
    heard: (timeline) =>
      timeline.filter((delivery) =>
        patterns.some(({ rule, pattern }) => ruleSees(rule, delivery) && pattern.matches(delivery.event)),
      ),
    deliver: async (
      { scenario, activity, emissions, undisturbed },
      { faults, timeline: known, start = 'warm', timeout } = {},
    ) => {
      const inputs = faults ?? scenario.delivery.faults;
      const timeline =
        known ??
        (inputs.length === 0
          ? undisturbed
          : disturb(undisturbed, toFaults(inputs), seeded(scenario.seed).fork('timeline')));
      if (start === 'cold' || age >= LIFE) {
        await stage.renew({ isStopped: isCareful || start === 'cold', timeout });
        age = 0;
      }
      // After a cold play the process has a past again.
      age = start === 'cold' ? LIFE : age + 1;
      const records = seesRecords ? emissions.filter((emission) => emission.channel === 'cloudtrail') : [];
      const { account, region, seed } = scenario;
      const at = toInstant(scenario.start);
      const enacted = enactedFor(scenario, activity, { ...setup, seed, checks });
      const { bus, estate, astray, isOver } = await stage.set({
        start: at,
        seed,
        account,
        region,
        chronicle: { records: records.toSorted((a, b) => a.at - b.at), ended: activity.ended },
        enacted,
      });
      const played = await replay(timeline, untilOver(bus, isOver), virtualClock(at), { ended: activity.ended });
      // Most leave nothing running, and looking for it takes turns of the event loop.
      if (start === 'cold' || isOver()) await stage.rest();
      const left = bus.left?.();
      const run = {
        ...played,
        ...(left !== undefined && { left }),
        ...echoOf(enacted),
        ...unseenRequests(scenario, setup),
        strayRefusals: astray.refusals,
        orphans: astray.orphans,
      };
      return {
        scenario: { ...scenario, delivery: { ...scenario.delivery, faults: inputs } },
        activity,
        emissions,
        timeline,
        run,
        estate,
      };
    },
    [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose](),
  };
}
