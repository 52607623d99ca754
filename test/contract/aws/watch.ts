/** An operation that a client sent, by the names of SERVICES, and what came back. */
export interface Call {
  readonly service: string;
  readonly operation: string;
  /** `lost`: no answer came, or none that the client could read. */
  readonly outcome: 'answered' | 'refused' | 'lost';
}

/** What was sent, and what is not to be. */
export interface Witness {
  readonly calls: Call[];
  /** An operation, as `service:Operation`, that is not sent: the client is told that it succeeded, and nothing more. */
  mute: string | undefined;
}

/** The part of a client that is listened to. */
interface Client<Send> {
  readonly middlewareStack: {
    add(
      middleware: (next: Send, context: { readonly commandName?: string }) => Send,
      options: { readonly step: 'initialize'; readonly priority: 'high'; readonly name: string },
    ): void;
  };
}

/** Has a client tell of each operation it sends. */
export function watch<Output>(
  service: string,
  client: Client<(args: never) => Promise<Output>>,
  witness: Witness,
): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const operation = commandName.replace(/Command$/, '');
        if (witness.mute === `${service}:${operation}`) {
          return { output: { $metadata: {} }, response: undefined } as Output;
        }
        let outcome: Call['outcome'] = 'answered';
        try {
          return await next(args);
        } catch (error) {
          outcome = wasRefused(error) ? 'refused' : 'lost';
          throw error;
        } finally {
          witness.calls.push({ service, operation, outcome });
        }
      },
    { step: 'initialize', priority: 'high', name: 'watch' },
  );
}

function wasRefused(error: unknown): boolean {
  return error instanceof Error && '$fault' in error && '$metadata' in error;
}
