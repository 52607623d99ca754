import type { Instant, Milliseconds } from '../clock.ts';
import type { AwsCall } from '../embedded/aws-call.ts';
import type { Mishap } from '../scenario/mishap.ts';

/** How a consumer of the configuration is described. */
export type ConsumerSpec = HandlerSpec | CommandSpec | WorkerSpec | UrlSpec | ImageSpec;

/**
 * A consumer in a container of its own. It is started with `AWS_ENDPOINT_URL` pointing to the AWS of the rehearsal, and is gone when that
 * is over.
 */
export interface ImageSpec {
  /** A Docker image: `deployer:1.4.2`. */
  readonly image: string;
  /** Where it answers invocations: images for Lambda do so at 8080. Without it, it is a worker that fetches its own work. */
  readonly port?: number;
  /** In place of those of the image. */
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** How long one invocation may take; `3s` unless told. */
  readonly timeout?: string;
  readonly answers?: Readonly<Record<string, unknown>>;
}

/**
 * A consumer in a process of its own, in any language: a command that asks for events at `AWS_LAMBDA_RUNTIME_API`, as every runtime for
 * Lambda does. Its AWS calls go to `AWS_ENDPOINT_URL`, and it sees the time of this machine.
 */
export interface CommandSpec {
  /** The program and its arguments: `['python3', '-m', 'awslambdaric', 'app.handler']`. */
  readonly command: readonly string[];
  /** The folder it is started in, relative to the configuration file; that file's own unless told. */
  readonly cwd?: string;
  /** Environment variables beside Lambda's. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Lambda's timeout, in real time; `3s` unless told, as Lambda has it. The process is ended then. */
  readonly timeout?: string;
  /** MB that the process is told it has; 128 unless told. Nothing holds it to that. */
  readonly memorySize?: number;
  /** warm: a process that waits is kept for the next scenario. cold (default): each scenario begins with a new one. */
  readonly start?: 'cold' | 'warm';
  readonly answers?: Readonly<Record<string, unknown>>;
}

/**
 * A process that fetches its own work: it polls a queue at `AWS_ENDPOINT_URL`, as a service in a container does. The scenario's time goes
 * on only while it waits for messages.
 */
export interface WorkerSpec {
  /** The queue that it polls, by its name. The process is told as `QUEUE_URL`, and wherever `{queueUrl}` stands in its `environment`. */
  readonly queue: string;
  /** The program and its arguments: `['node', 'worker.mjs']`. */
  readonly command: readonly string[];
  /** The folder it is started in, relative to the configuration file; that file's own unless told. */
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** How long it may do nothing while there are messages for it, in real time; `10s` unless told. Then it is ended, and started again. */
  readonly timeout?: string;
  readonly answers?: Readonly<Record<string, unknown>>;
}

/**
 * A webhook on this machine, called as an API destination calls it: events are POSTed, and again for up to a day where it answers 401, 407,
 * 409, 429 or from 500 on. What it does besides is not seen.
 */
export interface UrlSpec {
  /** `http://127.0.0.1:3000/hook` */
  readonly url: string;
  /** Sent along with each event. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A consumer whose code runs in this process. */
export interface HandlerSpec {
  /** `path#export`, the path relative to the configuration file. */
  readonly handler: string;
  /** Lambda's timeout; `3s` unless told, as Lambda has it. */
  readonly timeout?: string;
  /** MB; 128 unless told, as Lambda has it. */
  readonly memorySize?: number;
  /** Environment variables the handler sees. */
  readonly environment?: Readonly<Record<string, string>>;
  /** warm: the module is loaded once for all scenarios. cold (default): anew for each. */
  readonly start?: 'cold' | 'warm';
  /**
   * Answers to the consumer's AWS calls, by `service:Operation`: an output, `{ error: { code, message } }`, the name of a failure (`throttled`,
   * `accessDenied`, `serverError`, `timeout`, `connectionReset`), or a list, one call after the other. A scenario's own go before them.
   *
   * And to its HTTP requests, by method and URL or by URL alone (`POST https://hooks.slack.com/services/*`): `{ status, headers, body }`, the name
   * of a failure, or a list, whose last entry answers all that follow. What nothing answers is refused.
   */
  readonly answers?: Readonly<Record<string, unknown>>;
}

export type { AwsCall };

/** An HTTP request that a consumer has made of something that is not AWS. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  /** How many AWS calls the invocation had made before it. */
  readonly after: number;
  /** What it was answered with, by the consumer's `answers`. */
  readonly status?: number;
  /** That nothing answers it: its connection was refused. */
  readonly refused?: true;
  /** That its answer was lost on the way, as the consumer's `answers` have it. */
  readonly lost?: 'reset' | 'silence';
  /** The beginning of what it sent, where it was answered and sent anything. */
  readonly body?: string;
  /** What makes it the same request as another, as its sender says: its header `Idempotency-Key`. */
  readonly idempotencyKey?: string;
}

/** A connection that was refused because it would have left this machine's rehearsal. */
export interface Refusal {
  /** `host:port` as it was asked for. */
  readonly address: string;
}

/** What code has thrown, as Lambda's runtime names and words it. */
export interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  /** What is behind it, the nearest first, each as `name: message`. Lambda keeps that to itself. */
  readonly causes?: readonly string[];
  /** Of an endpoint: that it is called again. */
  readonly retriable?: boolean;
}

/** What a consumer left running and nobody waited for, once it has failed. */
export interface Orphan {
  readonly consumer: string;
  readonly error: Thrown;
}

/** One call of a consumer, from start to end. */
export interface Invocation {
  readonly consumer: string;
  /** The rule whose target it is; empty where something else has invoked it. */
  readonly rule: string;
  /** What has, where no rule did: a queue, a state machine, a call. */
  readonly by?: string;
  readonly eventId: string;
  /** Lambda's request id. */
  readonly requestId: string;
  /** When it began, on the registry's clock. */
  readonly at: Instant;
  /** When the event it carries was emitted. */
  readonly emittedAt: Instant;
  /** How long a bus beyond this process took to bring the event, in real time; nothing on the embedded one. */
  readonly carried?: Milliseconds;
  /** How long the handler took, in real time. */
  readonly took: Milliseconds;
  readonly outcome:
    | { readonly kind: 'returned'; readonly value: unknown }
    | { readonly kind: 'threw'; readonly error: Thrown }
    | { readonly kind: 'timed-out'; readonly after: Milliseconds };
  readonly calls: readonly AwsCall[];
  readonly refusals: readonly Refusal[];
  /** What the scenario itself made go wrong in it, so that its failure is nobody's fault. */
  readonly befell?: readonly Mishap[];
  /** The HTTP requests it has made, in order; none where that is absent, or where the consumer is in a process of its own. */
  readonly requests?: readonly SentRequest[];
  /** The last it has written, to either output; of a consumer in this process, until its end. */
  readonly logs?: string;
}

/** What befalls the AWS calls of one invocation, and when each is carried out. */
export interface Conduct {
  readonly mishaps: readonly Mishap[];
  /** Settles when it is the turn of a call, counted from 1. */
  readonly turn?: (call: number) => Promise<void>;
  /** That it runs beside other invocations, and so in an environment of its own. */
  readonly isBeside?: true;
}

/** Where a consumer that fetches its own work finds it, and whom it tells. */
export interface Desk {
  /** Calls `wake` whenever a message in a queue has become ready, until the returned function is called. */
  watch(queue: string, wake: () => void): () => void;
  /** Told of each piece of work once it is done, with the texts it was about. */
  done(invocation: Invocation, texts: readonly string[]): void;
}

/** What the bus calls. */
export interface Consumer {
  readonly name: string;
  /** Of one that fetches its own work, and is never invoked: begins, once all that is declared is there. */
  work?(desk: Desk): Promise<void>;
  /** That it is an HTTP endpoint, which EventBridge itself calls, and calls again. */
  readonly isEndpoint?: boolean;
  invoke(
    event: unknown,
    moment: {
      readonly at: Instant;
      readonly emittedAt: Instant;
      readonly rule: string;
      readonly eventId: string;
      /** The request id that Lambda has given the event, the same for every try; drawn anew unless told. */
      readonly requestId?: string;
      /** That the event is nobody else's, so that a handler may change it. */
      readonly owned?: boolean;
      readonly conduct?: Conduct | undefined;
    },
  ): Promise<Invocation>;
}
