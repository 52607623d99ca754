import type { Invocation } from '../consumer.ts';
import type { Moment } from '../course.ts';
import { type Deadline, deadline } from '../deadline.ts';
import type { OpenLedger } from '../open-ledger.ts';
import { timedOut } from '../outcome.ts';
import { machineNow, openDesk, type Setting } from './setting.ts';
import type { Station } from './start-process.ts';

// Taken before a consumer or its tests can replace it by a fake.
const { setImmediate } = globalThis;

/** One event for one process. */
export interface Assignment {
  readonly moment: Moment;
  readonly requestId: string;
  readonly body: string;
  /** What the process has done before its first event, which is this. */
  readonly beginning: OpenLedger | undefined;
}

/** How a process has done. */
export interface Done {
  readonly invocation: Invocation;
  /** Whether it can be given another event; it may also have ended before it saw this one. */
  readonly process: 'stays' | 'goes';
}

/** Has a process handle an event; `undefined` where it had ended before it could. */
export function invoke(setting: Setting, station: Station, assignment: Assignment): Promise<Done | undefined> {
  const { name, facts, surroundings, random } = setting;
  const { agenda, endless = false } = surroundings;
  const { moment, requestId, body, beginning } = assignment;
  const { invokedFunctionArn, timeout } = facts;
  return new Promise((resolve) => {
    let limit: Deadline | undefined;
    let isOver = false;
    const desk = openDesk(setting, { until: agenda.now() + timeout, expire, pages: beginning?.pages });
    const { ledger, company } = desk;
    ledger.isAbout(requestId, moment.eventId);
    station.belongTo(desk.owner);
    if (beginning === undefined) station.tail.clear();

    function expire(): void {
      end(timedOut(timeout));
    }

    function end(outcome: Invocation['outcome']): void {
      if (isOver) return;
      isOver = true;
      limit?.cancel();
      const took = outcome.kind === 'timed-out' ? Math.max(ledger.elapsed(), timeout) : ledger.elapsed();
      if (outcome.kind === 'timed-out') ledger.close();
      const tell = (): void => {
        company?.guest.leave();
        const logs = endless ? '' : station.tail.text();
        const { calls, refusals } = ledger;
        const { rule, eventId, at, emittedAt } = moment;
        resolve({
          process: outcome.kind === 'timed-out' || station.isGone ? 'goes' : 'stays',
          invocation: {
            consumer: name,
            rule,
            eventId,
            requestId,
            at,
            emittedAt,
            took,
            outcome,
            calls,
            refusals,
            ...(logs !== '' && { logs }),
          },
        });
      };
      // What it has written about its failure comes by another way, and may be a moment behind.
      if (outcome.kind === 'returned' || endless) tell();
      else setImmediate(() => setImmediate(tell));
    }

    station.session.give({
      requestId,
      body,
      headers: () => {
        ledger.startAt(machineNow());
        limit = deadline(timeout, performance.now(), { expire });
        const due = Math.floor(machineNow() + timeout);
        const trace = `Root=1-${Math.floor(moment.at / 1000).toString(16)}-${random.hex(24)};Parent=${random.hex(16)};Sampled=0`;
        station.extensions.invoked(requestId, due, trace);
        return {
          'Lambda-Runtime-Aws-Request-Id': requestId,
          'Lambda-Runtime-Deadline-Ms': String(due),
          'Lambda-Runtime-Invoked-Function-Arn': invokedFunctionArn,
          'Lambda-Runtime-Trace-Id': trace,
        };
      },
      end,
      missed: () => {
        company?.guest.leave();
        resolve(undefined);
      },
    });
  });
}
