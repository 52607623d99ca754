import { loadSdk, type LoadSdk, type SdkClient, type SdkName } from './sdk.ts';

/** Where an AWS is reached, and as whom. */
export interface Reach {
  readonly region: string;
  /** AWS's own unless told. */
  readonly endpoint?: string;
  /** Whose credentials are taken, by its name in the files that AWS's tools share. */
  readonly profile?: string;
  /** Found as every SDK client finds them unless told. */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/** One call to AWS, before it is sent. */
export interface Call {
  readonly service: SdkName;
  readonly operation: string;
  readonly input: object;
}

/** Stands between the clients and AWS: sees every call, and may answer it itself. */
export type Intercept = (call: Call, send: () => Promise<object>) => Promise<object>;

/** The clients of one account and region, each opened when it is first asked for. */
export interface Clients extends Disposable {
  readonly reach: Reach;
  /**
   * A client that asks again, as the SDK does, when an answer is lost; for operations that may be done twice. With `once` it never
   * does: what sends something has to know whether it was sent.
   */
  open<Name extends SdkName>(name: Name, how?: { readonly once?: true }): Promise<SdkClient<Name>>;
}

/** What all clients have in common, whatever they speak to. */
interface AnyClient {
  readonly config: { readonly requestHandler: object };
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: { readonly input: object }) => Promise<{ readonly output: object }>,
        context: { readonly commandName?: string },
      ) => (args: { readonly input: object }) => Promise<object>,
      options: { readonly step: 'initialize'; readonly name: string },
    ): void;
  };
  destroy(): void;
}

/** A connection has to stand after this long; an answer may take as long as the longest poll. */
const PATIENCE = { connectionTimeout: 5_000, requestTimeout: 40_000 };

/** Opens the clients of an AWS. Nothing is loaded, and nothing sent, before somebody asks for one. */
export function openClients(
  reach: Reach,
  { intercept, load = loadSdk }: { readonly intercept?: Intercept | undefined; readonly load?: LoadSdk } = {},
): Clients {
  const opened = new Map<string, Promise<AnyClient>>();

  async function make(name: SdkName, once: boolean): Promise<AnyClient> {
    const Client = (await load(name)) as unknown as new (config: object) => AnyClient;
    const client = new Client({
      ...reach,
      // Some operations have a host of their own at AWS, and nowhere else.
      ...(reach.endpoint !== undefined && { disableHostPrefix: true, ...(name === 's3' && { forcePathStyle: true }) }),
      maxAttempts: once ? 1 : 4,
      requestHandler: await handlerFor(name, once),
    });
    if (intercept !== undefined) watch(client, name, intercept);
    return client;
  }

  /** Kinesis prefers HTTP/2, which not everything that stands in for AWS speaks: there it gets the handler of another client. */
  async function handlerFor(name: SdkName, once: boolean): Promise<object> {
    if (name !== 'kinesis' || reach.endpoint === undefined) return PATIENCE;
    return (await get('eventbridge', once)).config.requestHandler;
  }

  function get(name: SdkName, once: boolean): Promise<AnyClient> {
    const key = `${name} ${once}`;
    const known = opened.get(key);
    if (known !== undefined) return known;
    const making = make(name, once);
    opened.set(key, making);
    return making;
  }

  return {
    reach,
    open: async <Name extends SdkName>(name: Name, { once = false }: { readonly once?: boolean } = {}) =>
      (await get(name, once)) as unknown as SdkClient<Name>,
    [Symbol.dispose]: () => {
      for (const making of opened.values()) {
        making.then(
          (client) => client.destroy(),
          () => undefined,
        );
      }
    },
  };
}

function watch(client: AnyClient, service: SdkName, intercept: Intercept): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        let sent: object | undefined;
        const call = { service, operation: commandName.replace(/Command$/, ''), input: args.input };
        const output = await intercept(call, async () => {
          const answer = await next(args);
          sent = answer;
          return answer.output;
        });
        return { response: undefined, ...sent, output };
      },
    { step: 'initialize', name: 'ecreplay' },
  );
}
