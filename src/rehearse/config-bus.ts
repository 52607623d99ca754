import { AWS_STRATEGIES, type AwsSpec, BUSES, type EmbeddedSpec, type LocalStackSpec } from '../bus/bus-spec.ts';
import {
  type Check,
  type ChecksOf,
  described,
  each,
  isRecord,
  list,
  oneOf,
  optional,
  shape,
  text,
  truth,
  wanted,
  whole,
} from './config-checks.ts';

const kind = oneOf(...BUSES);
const speed = optional(
  wanted('a number above zero', (value) => typeof value === 'number' && Number.isFinite(value) && value > 0),
);
const remote = { speed, run: optional(text), endpoint: optional(text) };

const SPECS: Readonly<Record<(typeof BUSES)[number], Check>> = {
  embedded: shape({ kind } satisfies ChecksOf<EmbeddedSpec>),
  localstack: shape({
    kind,
    ...remote,
    image: optional(text),
    isHosted: optional(truth),
  } satisfies ChecksOf<LocalStackSpec>),
  aws: shape({
    kind,
    ...remote,
    strategy: oneOf(...AWS_STRATEGIES),
    account: wanted('twelve digits', (value) => typeof value === 'string' && /^\d{12}$/.test(value)),
    region: text,
    budget: optional(shape({ events: optional(whole), invocations: optional(whole) })),
    allow: optional(list(oneOf('ssm'))),
    yes: optional(truth),
    dryRun: optional(truth),
    eventBus: optional(text),
    role: optional(text),
    functions: optional(each(text)),
    logs: optional(oneOf('live-tail')),
    rules: optional(oneOf('account')),
    archive: optional(shape({ arn: text, from: text, to: text, filterArns: list(text) })),
  } satisfies ChecksOf<AwsSpec>),
};

/** The bus that scenarios are delivered on: what it may be told depends on its kind. */
export const bus: Check = (value, path) => {
  if (!isRecord(value)) return [{ path, words: `is ${described(value)}, wanted an object` }];
  const name = value['kind'];
  return typeof name === 'string' && Object.hasOwn(SPECS, name)
    ? SPECS[name as keyof typeof SPECS](value, path)
    : kind(name, `${path}.kind`);
};
