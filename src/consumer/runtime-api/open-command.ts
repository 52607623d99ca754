import type { CommandSpec, Invocation } from '../consumer.ts';
import type { Moment } from '../course.ts';
import type { LoadableConsumer, Surroundings } from '../load-consumer.ts';
import type { OpenLedger } from '../open-ledger.ts';
import { awake } from './awake.ts';
import { begin, InitFailure } from './begin.ts';
import { openCrew } from './crew.ts';
import { type Done, invoke } from './invoke.ts';
import { toSetting } from './setting.ts';
import type { Station } from './start-process.ts';
import { keepWarm, takeWarm } from './warm.ts';

/** So often a process may end between two events before that counts as the failure of an invocation. */
const MOST_MISSED = 2;

/**
 * Makes a consumer of a command that speaks Lambda's Runtime API. Its processes see the time of this machine, and the scenario's stands
 * still while they work.
 */
export function openCommand(
  name: string,
  spec: CommandSpec,
  surroundings: Surroundings,
): LoadableConsumer & AsyncDisposable {
  const setting = toSetting(name, spec, surroundings);
  const { agenda, endless = false } = surroundings;
  const isWarm = spec.start === 'warm';
  const warmKey = JSON.stringify([name, spec, setting.cwd, surroundings.account, surroundings.region, endless]);
  /** What processes have done before their first event. */
  const beginnings = new Map<Station, OpenLedger>();
  /** Why a process did not begin, while no invocation has told it. */
  let untold: InitFailure | undefined;

  const crew = openCrew(
    {
      start: async (over) => {
        const { station, ledger } = await begin(setting, over);
        beginnings.set(station, ledger);
        return station;
      },
      patience: setting.facts.timeout,
      keep: isWarm ? keep : undefined,
    },
    isWarm ? takeWarm(warmKey) : [],
  );

  function keep(station: Station): void {
    station.belongTo(NOBODY);
    keepWarm(warmKey, station);
  }

  async function work(moment: Moment, requestId: string, body: string): Promise<Done['invocation']> {
    for (let missed = 0; missed < MOST_MISSED; missed += 1) {
      const station = await crew.hire();
      const beginning = beginnings.get(station);
      beginnings.delete(station);
      const done = await invoke(setting, station, { moment, requestId, body, beginning });
      if (done?.process === 'stays') crew.release(station);
      else crew.dismiss(station);
      if (done !== undefined) return done.invocation;
    }
    const error = { name: 'Runtime.ExitError', message: 'Its process ends before it takes an event' };
    return { ...about(moment, requestId), outcome: { kind: 'threw', error }, took: 0, calls: [], refusals: [] };
  }

  function about({ rule, eventId, at, emittedAt }: Moment, requestId: string) {
    return { consumer: name, rule, eventId, requestId, at, emittedAt };
  }

  function failed({ outcome, ledger, logs }: InitFailure, moment: Moment, requestId: string): Invocation {
    untold = undefined;
    const { calls, refusals } = ledger;
    const told = { ...about(moment, requestId), outcome, took: 0, calls, refusals };
    return logs === '' ? told : { ...told, logs };
  }

  return {
    name,
    ledgers: [],
    unclaimed: () => untold?.ledger ?? beginnings.values().next().value,
    load: async () => {
      try {
        crew.release(await awake(crew.hire()));
      } catch (error) {
        // Its first invocation tries once more, and fails with what comes of it.
        if (!(error instanceof InitFailure)) throw error;
        untold = error;
      }
    },
    invoke: async (event, moment) => {
      const requestId = moment.requestId ?? setting.random.uuid();
      const body = JSON.stringify(event) ?? 'null';
      // Not from within the agenda itself, where it is that late already.
      if (moment.at > agenda.now()) await agenda.runUntil(moment.at);
      try {
        return await awake(work(moment, requestId, body));
      } catch (error) {
        if (!(error instanceof InitFailure)) throw error;
        return failed(error, moment, requestId);
      }
    },
    [Symbol.asyncDispose]: async () => {
      await awake(Promise.resolve(crew[Symbol.asyncDispose]()));
      if (untold !== undefined) surroundings.orphaned(name, asError(untold));
    },
  };
}

function asError({ outcome, logs }: InitFailure): Error {
  if (outcome.kind === 'timed-out') return new Error(`it has not asked for an event within ${outcome.after / 1000} s`);
  const { name, message, stack = '' } = outcome.error;
  const said = logs === '' ? message : `${message}\n${logs}`;
  return Object.assign(new Error(said), { name, stack });
}

/** Between two scenarios nothing is answered. */
const NOBODY = {
  answer: () => Promise.resolve({ status: 503, headers: {}, body: 'No consumer is rehearsed now' }),
  refused: () => {},
  complained: () => {},
};
