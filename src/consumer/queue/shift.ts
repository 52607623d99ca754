import { resolve } from 'node:path';
import type { Milliseconds } from '../../clock.ts';
import type { AwsCall } from '../../embedded/aws-call.ts';
import type { Random } from '../../random.ts';
import type { HttpRequest, HttpResponse } from '../../wire/http.ts';
import type { Desk, Invocation, WorkerSpec, Thrown } from '../consumer.ts';
import type { ContextFacts } from '../context.ts';
import type { Surroundings } from '../load-consumer.ts';
import type { OpenLedger } from '../open-ledger.ts';
import { type Owner, startProcess, type Station } from '../runtime-api/start-process.ts';
import { Batch, deletedBy, messagesIn, queueOf } from './batch.ts';
import { workerEnvironment } from './environment.ts';
import { Idleness } from './idleness.ts';

/** What a shift is about. */
export interface ShiftPlan {
  readonly name: string;
  readonly spec: WorkerSpec;
  readonly surroundings: Surroundings;
  readonly facts: ContextFacts;
  readonly random: Random;
  readonly desk: Desk;
  /** How long the process may do nothing that is expected of it. */
  readonly patience: Milliseconds;
  /** Where is written what belongs to no message. */
  readonly stray: OpenLedger;
}

/** So often a process that ends is started again. */
const MOST_STARTS = 4;
/** So often one message may be received in vain: where no redrive policy ends it, it would come again for days. */
const MOST_RECEIPTS = 20;

/** A process that polls, and whoever comes after it, from the beginning of a rehearsal to its end. */
export class Shift {
  readonly #plan: ShiftPlan;
  readonly #batches = new Set<Batch>();
  readonly #receipts = new Map<string, number>();
  readonly #watched = new Map<string, () => void>();
  #station: Station | undefined;
  #idleness: Idleness | undefined;
  #starts = 0;
  #hasPolled = false;
  #isOver = false;
  #ending: Promise<void> | undefined;
  /** Why we have ended it, where we have. */
  #why: Thrown | undefined;

  constructor(plan: ShiftPlan) {
    this.#plan = plan;
  }

  /** Starts the process; throws the `Problem` of a command that there is not. */
  async begin(): Promise<void> {
    const { name, spec, surroundings, facts, patience, stray } = this.#plan;
    const { agenda, ground, region, account, root, endless = false } = surroundings;
    this.#starts += 1;
    this.#hasPolled = false;
    const cwd = resolve(root, spec.cwd ?? '.');
    this.#idleness = new Idleness({
      guest: agenda.attend?.({ deadline: Number.POSITIVE_INFINITY, expire: () => {}, isResident: true }),
      patience,
      holdsMessages: () => [...this.#batches].some(({ left }) => left > 0),
      rested: () => this.#settle((batch) => batch.outcome()),
      stuck: () =>
        this.#stop({
          name: 'Worker.Stuck',
          message: `It has done nothing for ${patience / 1_000} s though it was its turn`,
        }),
    });
    const owner: Owner = {
      answer: (request) => this.#answer(request),
      refused: (address) => void (this.#latest()?.refusals ?? stray.pages.refusals).push({ address }),
      complained: () => undefined,
    };
    const idleness = this.#idleness;
    try {
      const station = await startProcess({
        name,
        command: spec.command,
        cwd,
        facts,
        handler: '',
        owner,
        environment: (endpoints) =>
          workerEnvironment({ name, spec, facts, cwd, region, account }, endpoints, ground.outside()),
        printed: endless ? (written) => void process.stderr.write(written) : undefined,
      });
      this.#station = station;
      // It never asks the Runtime API for anything: that settles when the process has ended.
      void station.session.ready.then((how) =>
        this.#ended(station, how ?? { name: 'Runtime.ExitError', message: 'It has ended' }),
      );
    } catch (error) {
      idleness.over();
      throw error;
    }
  }

  /** Ends the process and all that it has started. */
  async end(): Promise<void> {
    this.#isOver = true;
    for (const unwatch of this.#watched.values()) unwatch();
    this.#idleness?.over();
    await this.#ending;
    await this.#station?.kill();
  }

  async #answer(request: HttpRequest): Promise<HttpResponse> {
    const { spec, surroundings, name } = this.#plan;
    const idleness = this.#idleness;
    idleness?.heard();
    let asked: AwsCall | undefined;
    const answer = await surroundings.embedded(request, {
      answers: spec.answers,
      client: { consumer: name, requestId: '', eventId: '' },
      // In real time polls end as they do.
      ...(surroundings.agenda.attend !== undefined && { pollsOn: true }),
      record: (call) => {
        asked = call;
        if (!isReceive(call)) this.#note(call);
        else this.#watch(queueOf(call));
      },
      came: (call, output) => {
        if (isReceive(call)) this.#received(queueOf(asked!), output);
      },
      awaiting: async (coming) =>
        asked !== undefined && isReceive(asked) && idleness !== undefined ? idleness.polling(coming) : coming,
    });
    if (asked !== undefined && !isReceive(asked)) idleness?.answered();
    // It has no other clock than this machine's.
    const now = new Date(performance.timeOrigin + performance.now()).toUTCString();
    return { ...answer, headers: { ...answer.headers, date: now } };
  }

  /** Where it polls more than one queue, what comes in one of them must not wait for the others. */
  #watch(queue: string): void {
    this.#hasPolled = true;
    if (this.#watched.has(queue)) return;
    this.#watched.set(
      queue,
      this.#plan.desk.watch(queue, () => this.#idleness?.stir()),
    );
  }

  #received(queue: string, output: unknown): void {
    const messages = messagesIn(output);
    if (messages.length === 0) {
      this.#idleness?.toldNothing();
      return;
    }
    for (const { MessageId: id } of messages) {
      const times = (this.#receipts.get(id) ?? 0) + 1;
      this.#receipts.set(id, times);
      // Who serves for days may well see one so often.
      if (times > MOST_RECEIPTS && this.#plan.surroundings.endless !== true) {
        this.#starts = MOST_STARTS;
        this.#stop({
          name: 'Worker.NeverDeletes',
          message: `It has received message ${id} ${MOST_RECEIPTS} times and never deleted it; no redrive policy ends that`,
        });
        return;
      }
    }
    this.#batches.add(new Batch(queue, this.#plan.surroundings.agenda.now(), messages));
  }

  #note(call: AwsCall): void {
    const handles = deletedBy(call);
    const itsOwn = [...this.#batches].find((batch) => handles.some((handle) => batch.holds(handle)));
    const calls = (itsOwn ?? this.#latest())?.calls ?? this.#plan.stray.pages.calls;
    calls.push(call);
    for (const batch of this.#batches) for (const handle of handles) batch.letGo(handle);
  }

  #latest(): Batch | undefined {
    return [...this.#batches].at(-1);
  }

  /** Tells of what was received, now that it is known what has become of it. */
  #settle(outcomeOf: (batch: Batch) => Invocation['outcome']): void {
    const { name, random, desk } = this.#plan;
    const logs = this.#station?.tail.text() ?? '';
    for (const batch of this.#batches) {
      const { at, queue, calls, refusals, took, messages } = batch;
      const outcome = outcomeOf(batch);
      desk.done(
        {
          consumer: name,
          rule: '',
          by: `queue "${queue}"`,
          eventId: '',
          requestId: random.uuid(),
          at,
          emittedAt: at,
          took,
          outcome,
          calls,
          refusals,
          ...(logs !== '' && { logs }),
        },
        messages.map(({ Body }) => Body),
      );
    }
    this.#batches.clear();
    this.#station?.tail.clear();
  }

  #stop(why: Thrown): void {
    const station = this.#station;
    if (station === undefined || station.isGone || this.#isOver) return;
    this.#why = why;
    this.#ending = station.kill();
  }

  /** A process has ended: what it held fails with it, and another takes its place. */
  #ended(station: Station, how: Thrown): void {
    if (this.#isOver) return;
    const { name, surroundings } = this.#plan;
    // Lambda has words of its own for the end of a process; this one is none of Lambda's.
    const ended = how.message.replace('Runtime exited with error: ', '');
    const error = this.#why ?? { name: 'Worker.ExitError', message: `Its process has ended: ${ended}` };
    const held = this.#batches.size > 0;
    const logs = station.tail.text();
    this.#why = undefined;
    this.#settle(() => ({ kind: 'threw', error }));
    const isHopeless = !this.#hasPolled || this.#starts >= MOST_STARTS;
    const idleness = this.#idleness;
    if (!held || isHopeless) {
      const after = this.#hasPolled ? '' : ' before it has polled any queue';
      const words = `${error.message}${after}${logs === '' ? '' : `\n${logs}`}`;
      surroundings.orphaned(name, Object.assign(new Error(words), { name: error.name, stack: '' }));
    }
    this.#ending = station
      .kill()
      .then(() => (isHopeless || this.#isOver ? undefined : this.begin()))
      .catch((failure: unknown) => surroundings.orphaned(name, failure))
      // Only now, so that time does not go on between one process and the next.
      .finally(() => idleness?.over());
  }
}

function isReceive({ service, operation }: Pick<AwsCall, 'service' | 'operation'>): boolean {
  return service === 'sqs' && operation === 'ReceiveMessage';
}
