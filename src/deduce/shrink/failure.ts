import type { Invocation } from '../../consumer/consumer.ts';
import type { Run } from '../../replay/run.ts';

/** In which way a consumer failed: two failures that agree in all of it are the same. */
export interface Failure {
  readonly consumer: string;
  readonly finding: 'threw' | 'timed-out' | 'refused' | 'left-running';
  /** The name of the error, or the address of a connection that was refused. */
  readonly name: string;
  /** The first line of the user's own code in the stack: function, file and line. */
  readonly frame?: string;
  /** The words of the error: they name what differs from run to run, and so are no part of what is the same. */
  readonly message?: string;
}

/** The ways in which a consumer failed in a run, each once, the earliest first. */
export function failuresOf(run: Run, consumer: string): readonly Failure[] {
  const invocations = [...(run.unprompted ?? []), ...run.arrivals.flatMap((arrival) => arrival.invocations)]
    .filter((invocation) => invocation.consumer === consumer)
    .toSorted((a, b) => a.at - b.at);
  const orphans = (run.orphans ?? []).filter((orphan) => orphan.consumer === consumer);
  const failures: Failure[] = [
    ...invocations.flatMap((invocation) => [...failureIn(invocation)]),
    ...orphans.map(({ error }) => ofError(consumer, 'left-running', error)),
  ];
  return failures.filter((failure, at) => failures.findIndex((each) => isSame(each, failure)) === at);
}

/** Whether two failures are the same: same finding, same consumer, same error name and first frame of the user's code. */
export function isSame(a: Failure, b: Failure): boolean {
  return a.consumer === b.consumer && a.finding === b.finding && a.name === b.name && a.frame === b.frame;
}

function* failureIn({ consumer, outcome, refusals, befell = [] }: Invocation): Generator<Failure> {
  // What the scenario itself made go wrong is nobody's fault.
  if (befell.length > 0) return;
  if (outcome.kind === 'threw') yield ofError(consumer, 'threw', outcome.error);
  else if (outcome.kind === 'timed-out') yield { consumer, finding: 'timed-out', name: 'Task timed out' };
  for (const { address } of refusals) yield { consumer, finding: 'refused', name: address };
}

type Thrown = Extract<Invocation['outcome'], { kind: 'threw' }>['error'];

function ofError(consumer: string, finding: Failure['finding'], { name, message, stack }: Thrown): Failure {
  const frame = stack === undefined ? undefined : ownFrame(stack);
  return { consumer, finding, name, message, ...(frame === undefined ? {} : { frame }) };
}

/** The first frame that is neither Node's nor a package's. Modules are loaded anew for each trial, with a number behind. */
export function ownFrame(stack: string): string | undefined {
  const line = stack
    .split('\n')
    .map((each) => each.trim())
    .find(
      (each) =>
        each.startsWith('at ') && !/node:|\/node_modules\/|<anonymous>|\(native\)/.test(each) && /:\d+/.test(each),
    );
  return line?.replace(/\?[^:)]*(?=:)/, '').replace(/^at /, '');
}

/** A failure in a line. */
export function sayFailure({ consumer, finding, name, frame, message }: Failure): string {
  const where = frame === undefined ? '' : `, at ${frame}`;
  if (finding === 'threw') return `${consumer} throws ${name}${message === undefined ? '' : ` (${message})`}${where}`;
  if (finding === 'timed-out') return `${consumer} runs out of time`;
  if (finding === 'refused') return `${consumer} reaches for ${name}, which is outside`;
  return `${consumer} leaves running what fails with ${name}${where}`;
}
