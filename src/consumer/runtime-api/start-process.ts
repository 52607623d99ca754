import { statSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { listen } from '../../embedded/door/listener.ts';
import { backInside, callOutward } from '../../embedded/outward.ts';
import { Problem } from '../../problem.ts';
import type { HttpRequest, HttpResponse } from '../../wire/http.ts';
import type { Thrown } from '../consumer.ts';
import type { ContextFacts } from '../context.ts';
import type { Endpoints } from './environment.ts';
import { type Extensions, openExtensions } from './extensions.ts';
import { guardian } from './guardian.ts';
import { serveSession } from './serve-session.ts';
import { Session } from './session.ts';
import { Tail } from '../tail.ts';
import { ended } from './wording.ts';

// Taken before a consumer or its tests can replace it by a fake.
const { setTimeout } = globalThis;

/** To whom it goes what a process does: one invocation, or the beginning of it all. */
export interface Owner {
  answer(request: HttpRequest): Promise<HttpResponse>;
  refused(address: string): void;
  /** See `Front`. */
  complained(error: Thrown): void;
}

/** How a process is started. */
export interface Plan {
  readonly name: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly facts: ContextFacts;
  readonly handler: string;
  readonly owner: Owner;
  environment(endpoints: Endpoints): Record<string, string>;
  /** Told of all that it writes. */
  readonly printed?: ((written: Buffer) => void) | undefined;
}

/** A process that speaks the Runtime API, and the doors that only it knows of. */
export interface Station {
  readonly session: Session;
  readonly extensions: Extensions;
  /** What it has written last. */
  readonly tail: Tail;
  readonly isGone: boolean;
  belongTo(owner: Owner): void;
  /** Ends it and all that it has started, and closes its doors. */
  kill(): Promise<void>;
}

/** What a process has written may still be on its way when it is gone already; what it has started may hold on to the pipe. */
const LAST_WORDS = 100;

/** Starts the process of a consumer. Throws the `Problem` of a command that there is not. */
export async function startProcess(plan: Plan): Promise<Station> {
  const { name, command, cwd, facts } = plan;
  const cannot = (reason: string, cause?: unknown): Problem =>
    new Problem('CONSUMER_NOT_LOADED', `Cannot start consumer "${name}": ${reason}`, { cause });
  if (statSync(cwd, { throwIfNoEntry: false })?.isDirectory() !== true) throw cannot(`there is no folder "${cwd}"`);

  let { owner } = plan;
  const session = new Session();
  const tail = new Tail();
  const extensions = openExtensions(facts, plan.handler);
  const [api, door] = await backInside(() =>
    Promise.all([
      serveSession({
        session,
        extensions,
        refused: (address) => owner.refused(address),
        complained: (error) => owner.complained(error),
      }),
      listen((request) => owner.answer(request)),
    ]),
  );

  async function close(): Promise<void> {
    await Promise.all([api[Symbol.asyncDispose](), door[Symbol.asyncDispose]()]);
  }

  const [file = '', ...args] = command;
  const { spawn } = process.getBuiltinModule('node:child_process');
  const env = plan.environment({ runtimeApi: api.address, aws: door.url });
  let child: ReturnType<typeof begin>;
  /** A group of its own: what it starts ends with it. */
  function begin() {
    return spawn(file, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
  }
  try {
    child = callOutward(begin);
  } catch (error) {
    // Some reasons are told at once: too long a list of arguments, a character that no argument can have.
    await close();
    throw cannot(wordsOf(error as NodeJS.ErrnoException, file), error);
  }
  const { pid } = child;
  if (pid !== undefined) guardian().keep(pid);
  for (const output of [child.stdout, child.stderr]) read(output, tail, plan.printed);
  child.unref();

  let isGone = false;
  const gone = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      isGone = true;
      // Whatever it has started.
      if (pid !== undefined) guardian().kill(pid);
      const end = (): void => {
        clearTimeout(timer);
        session.end(ended(code, signal));
        resolve();
      };
      const timer = setTimeout(end, LAST_WORDS);
      child.once('close', end);
    });
  });
  const failure = await new Promise<Error | undefined>((resolve) => {
    child.once('spawn', () => resolve(undefined));
    // Also later, where nobody waits for it any more.
    child.on('error', resolve);
  });
  if (failure !== undefined) {
    await close();
    throw cannot(wordsOf(failure, file), failure);
  }
  return {
    session,
    extensions,
    tail,
    get isGone() {
      return isGone;
    },
    belongTo: (next) => {
      owner = next;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
      await close();
    },
  };
}

function read(output: Readable, tail: Tail, printed: Plan['printed']): void {
  output.on('data', (written: Buffer) => {
    tail.take(written);
    printed?.(written);
  });
  output.on('error', () => output.destroy());
  if (output instanceof Socket) output.unref();
}

function wordsOf(error: NodeJS.ErrnoException, file: string): string {
  if (error.code === 'ENOENT') return `there is no command "${file}"`;
  if (error.code === 'EACCES') return `"${file}" cannot be executed`;
  return `"${file}" does not start (${error.message})`;
}
