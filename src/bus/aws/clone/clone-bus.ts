import { Problem } from '../../../problem.ts';
import type { Delivery } from '../../../timeline/timeline.ts';
import type { Bus, Fate, Receipt } from '../../bus.ts';
import { untilDelivered } from '../../remote/canary.ts';
import type { AwsRule } from '../aws-rule.ts';
import { deployedIn, followDeployed } from '../deployed/follow-deployed.ts';
import { putAll } from '../put-all.ts';
import type { AwsStage } from '../stage.ts';
import { inputFor, matchOf } from './clearing.ts';
import { cloneRules } from './clone-rules.ts';
import { CANARY, control, enveloped, SENTINEL } from './envelope.ts';
import { type Flight, type Flights, openFlights } from './flights.ts';
import { furnish } from './furnish.ts';
import { SAMPLE } from './sample.ts';
import { type TemporaryBus, temporaryBus } from './temporary-bus.ts';
import { openTurns } from './turns.ts';

/** How long EventBridge may take with an event before it counts as not delivered; what plays its role on this machine takes less. */
const PATIENCE = { there: 30_000, here: 8_000 };

/** What this way cannot do. */
export const CANNOT: Bus['cannot'] = {
  retry: 'calls a consumer here itself, and Lambda is not there to call it again',
  'retry-policy': 'does not wait for EventBridge to try a target again, which takes longer than a run',
  'dead-letter': 'has no queue for dead letters, which would hold the envelope around an event',
  'log-time':
    'gives a log event that is older than two weeks the time of its delivery, because CloudWatch Logs takes none',
  'forwarded-time': 'hands nothing on to another bus, which would get the envelope around an event',
};

/**
 * A bus of its own for the run, with a clone of each rule: the whole event is the detail of an envelope, the pattern stands below
 * `detail`, and `InputPath` takes the event out again, so that a target gets it as AWS itself would have sent it.
 */
export async function openCloneBus(stage: AwsStage, rules: readonly AwsRule[]): Promise<Bus> {
  const { staging } = stage;
  const bus = temporaryBus(stage);
  const active = rules.filter(({ state }) => state !== 'DISABLED');
  const cloned = await cloneRules(active, bus, stage);
  const flights = openFlights(active.map(({ name }) => name));
  const turns = openTurns(staging.signal);
  let canary: (sound: boolean) => void = () => {};
  const arrived = new Promise<boolean>((resolve) => (canary = resolve));
  await furnish(cloned, { stage, bus, flights, turns, canary });
  await turns.unlessLost(letCanariesFly(arrived, bus, stage));

  const fates = new Map<Delivery, Fate>();
  const following = await followDeployed(cloned, stage);
  return {
    name: 'aws',
    cannot: CANNOT,
    fates,
    deliver: async (delivery): Promise<Receipt> => {
      const text = JSON.stringify(delivery.event);
      const expecting = cloned.filter((rule) => rule.expects(delivery));
      fates.set(delivery, 'unsent');
      stage.meter.spend('events');
      const waitFor = expecting.flatMap((rule) => {
        const given = rule.clones.flatMap((clone, index) =>
          rule.gives(index, delivery, text) ? [{ clone, index }] : [],
        );
        for (const _ of given) stage.meter.spend('invocations');
        const taken = given.filter(({ clone }) => clone.kind === 'taken');
        return [matchOf(rule.name), ...taken.map(({ index }) => inputFor(rule.name, index))];
      });
      const flight = flights.begin(delivery, [SENTINEL, ...waitFor]);
      fates.set(delivery, 'unknown');
      const into = flight.invocations;
      for (const { name: rule, aims } of expecting) {
        for (const { deployed: consumer, target } of aims) {
          if (consumer !== undefined) following.expect({ consumer, arn: target.Arn, rule, delivery, into });
        }
      }
      await put(flight, bus, stage);
      fates.set(delivery, 'accepted');
      if (stage.spec.dryRun !== true) await turns.unlessLost(flight.landed(patience(stage)));
      return { matched: flight.matched, invocations: into, unseen: deployedIn(expecting) };
    },
    settle: async () => {
      // What nobody waits for is here before a last sentinel is, as far as EventBridge keeps any order.
      await turns.unlessLost(lastSentinel(flights, bus, stage));
      await turns.taken();
      if (stage.spec.dryRun !== true) await following.ended();
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** New rules take effect when they do; one canary through the last of them, as it was put, says that they have. */
async function letCanariesFly(arrived: Promise<boolean>, bus: TemporaryBus, stage: AwsStage): Promise<void> {
  const { name, source } = bus;
  const send = (tries: number): Promise<void> => {
    const entry = control(CANARY, SAMPLE, { number: `canary-${tries}`, bus: name, source });
    return putAll(`send a canary to "${name}"`, [entry], stage);
  };
  if (stage.spec.dryRun === true) {
    await send(0);
    return;
  }
  await untilDelivered({ send, arrived, through: `the bus "${name}" of ${stage.whose}` });
  if (await arrived) return;
  throw new Problem('ENVIRONMENT_MISSING', `Cannot use the bus "${name}": an event does not arrive as it was put`);
}

async function put(
  { number, delivery }: Flight,
  { name: bus, source, trace }: TemporaryBus,
  stage: AwsStage,
): Promise<void> {
  const entries = [enveloped(delivery, { number, bus, source, trace }), control(SENTINEL, {}, { number, bus, source })];
  await putAll(`deliver event ${delivery.event.id} to ${stage.whose}`, entries, stage);
}

async function lastSentinel(flights: Flights, { name: bus, source }: TemporaryBus, stage: AwsStage): Promise<void> {
  const last = flights.await(SENTINEL);
  if (last === undefined || stage.spec.dryRun === true) return;
  const { number, landed } = last;
  await putAll(`end the run on ${stage.whose}`, [control(SENTINEL, {}, { number, bus, source })], stage);
  await landed(patience(stage));
}

function patience({ spec }: AwsStage): number {
  return spec.endpoint === undefined ? PATIENCE.there : PATIENCE.here;
}
