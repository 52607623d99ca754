import { Problem } from '../problem.ts';

/** Which bus a scenario is delivered on, and how it is reached. Plain data: it crosses into the worker that runs the scenario. */
export type BusSpec = EmbeddedSpec | LocalStackSpec | AwsSpec;

/** The names of the buses, as `--bus` takes them. */
export type BusName = BusSpec['kind'];

/** EventBridge in this process. */
export interface EmbeddedSpec {
  readonly kind: 'embedded';
}

/** What every bus beyond this process may be told. */
interface RemoteSpec {
  /** How many seconds between deliveries pass in one of this machine's; see `DEFAULT_SPEED`. */
  readonly speed?: number;
  /** Names what a run creates; whoever begins the run draws it. */
  readonly run?: string;
}

/** LocalStack in a container that is started for the run, or whatever speaks its API at an endpoint. */
export interface LocalStackSpec extends RemoteSpec {
  readonly kind: 'localstack';
  /** `http://127.0.0.1:4566`; without it a container is started. */
  readonly endpoint?: string;
  /** The image of that container; `LOCALSTACK_IMAGE` unless told. */
  readonly image?: string;
  /** That the endpoint is such a container, which is gone after the run. */
  readonly isHosted?: true;
}

/** How events get to the consumers of a real account. */
export type AwsStrategy = (typeof AWS_STRATEGIES)[number];

/** Each is explained in `aws/`. */
export const AWS_STRATEGIES = ['invoke', 'clone', 'archive'] as const;

/** A real account. */
export interface AwsSpec extends RemoteSpec {
  readonly kind: 'aws';
  readonly strategy: AwsStrategy;
  /** The account that may be sent to: nothing is, unless STS says that the credentials are of this one. */
  readonly account: string;
  readonly region: string;
  /** Something that plays the role of AWS: `ecreplay serve`, or LocalStack. */
  readonly endpoint?: string;
  /** What ends the run when it is used up. */
  readonly budget?: { readonly events?: number; readonly invocations?: number };
  /** Targets that are sent to only when they are named here. */
  readonly allow?: readonly 'ssm'[];
  /** That resources whose names look like production are meant. */
  readonly yes?: boolean;
  /** That calls which change or send something are printed, and none is made. */
  readonly dryRun?: boolean;
  /** `account`: the rules are read from the account's own bus, and not from the configuration. */
  readonly rules?: 'account';
  /** The bus that they are read from; `default` unless told. */
  readonly eventBus?: string;
  /** The role that EventBridge sends as to targets of a clone that would not let the clone itself in. */
  readonly role?: string;
  /** Consumers that run in the account, by the names or ARNs of their functions: these are not called here, and their logs are read. */
  readonly functions?: Readonly<Record<string, string>>;
  /** `live-tail`: their logs are sent as they are written, and not asked for again and again. Costs by the minute. */
  readonly logs?: 'live-tail';
  /** For the strategy of this name: what is replayed, from when to when, and through which rules alone. */
  readonly archive?: {
    readonly arn: string;
    readonly from: string;
    readonly to: string;
    readonly filterArns: readonly string[];
  };
}

/** The last image of LocalStack that runs without a token. */
export const LOCALSTACK_IMAGE = 'localstack/localstack:4.14.0';

/** A minute between an API call and its event passes in half a second. */
export const DEFAULT_SPEED = 120;

/** Every bus by name. */
export const BUSES: readonly BusName[] = ['embedded', 'localstack', 'aws'];

/** The speed that gaps between deliveries are compressed by. */
export function speedOf(spec: BusSpec): number {
  return spec.kind === 'embedded' ? Number.POSITIVE_INFINITY : (spec.speed ?? DEFAULT_SPEED);
}

/** What flags say of the bus: the rest is the configuration's to say. */
export type BusWish = EmbeddedSpec | LocalStackSpec | ({ readonly kind: 'aws' } & Partial<AwsSpec>);

/**
 * The bus that a run is delivered on: what the flags ask for, with whatever the configuration says of the same bus.
 *
 * Throws the `Problem` of a real account that nobody has named.
 */
export function toBusSpec(configured: BusSpec | undefined, wish: BusWish | undefined): BusSpec {
  if (wish === undefined) return configured ?? { kind: 'embedded' };
  const spec = configured?.kind === wish.kind ? { ...configured, ...wish } : wish;
  if (spec.kind !== 'aws') return spec;
  const { strategy = 'invoke', account, region } = spec;
  if (account !== undefined && region !== undefined) return { ...spec, strategy, account, region };
  throw new Problem(
    'CONFIG_INVALID',
    `Cannot deliver to AWS: the configuration names no ${account === undefined ? 'account' : 'region'}, wanted "bus: { kind: 'aws', strategy: '${strategy}', account: '…', region: '…' }"`,
  );
}

/** The flags that ask for a bus again, word by word. */
export function busFlags(wish: BusWish | undefined): readonly string[] {
  if (wish === undefined) return [];
  const flags = ['--bus', wish.kind];
  if (wish.kind === 'embedded') return flags;
  const isHosted = wish.kind === 'localstack' && wish.isHosted === true;
  if (wish.endpoint !== undefined && !isHosted) flags.push('--endpoint', wish.endpoint);
  if (wish.speed !== undefined) flags.push('--speed', String(wish.speed));
  if (wish.kind === 'localstack') return wish.image === undefined ? flags : [...flags, '--image', wish.image];
  if (wish.strategy !== undefined) flags.push('--strategy', wish.strategy);
  return [...flags, ...(wish.allow ?? []).flatMap((name) => ['--allow', name])];
}
