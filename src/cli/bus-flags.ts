import { AWS_STRATEGIES, BUSES, type BusName, type BusWish } from '../bus/bus-spec.ts';
import { Problem } from '../problem.ts';
import { oneOf } from './one-of.ts';

/** The flags that say on which bus events are delivered, each with the name of its value; a flag without one has no value. */
export const BUS_FLAGS = {
  bus: 'NAME',
  endpoint: 'URL',
  image: 'NAME',
  speed: 'NUMBER',
  strategy: 'NAME',
  allow: 'NAME',
  yes: undefined,
  'dry-run': undefined,
} as const;

type Values = Readonly<Partial<Record<keyof typeof BUS_FLAGS, string>>>;

/** Which flags a bus takes besides `--bus` itself. */
const TAKES: Readonly<Record<BusName, readonly (keyof typeof BUS_FLAGS)[]>> = {
  embedded: [],
  localstack: ['endpoint', 'image', 'speed'],
  aws: ['endpoint', 'speed', 'strategy', 'allow', 'yes', 'dry-run'],
};

/** Reads what the flags say of the bus; nothing, where none is given. */
export function toBusWish(values: Values): BusWish | undefined {
  const given = (Object.keys(BUS_FLAGS) as (keyof typeof BUS_FLAGS)[]).filter((name) => values[name] !== undefined);
  if (given.length === 0) return undefined;
  const kind = values.bus === undefined ? meantBy(given) : oneOf('--bus', values.bus, BUSES);
  const stranger = given.find((name) => name !== 'bus' && !TAKES[kind].includes(name));
  if (stranger !== undefined)
    throw new Problem('USAGE', `Cannot read "--${stranger}": the ${kind} bus does not take it`);
  if (kind === 'embedded') return { kind };
  const { endpoint, image, speed, strategy, allow } = values;
  const reached = {
    ...(endpoint !== undefined && { endpoint: toEndpoint(endpoint) }),
    ...(speed !== undefined && { speed: toSpeed(speed) }),
  };
  if (kind === 'localstack') return { kind, ...reached, ...(image !== undefined && { image }) };
  return {
    kind,
    ...reached,
    ...(strategy !== undefined && { strategy: oneOf('--strategy', strategy, AWS_STRATEGIES) }),
    ...(allow !== undefined && { allow: [oneOf('--allow', allow, ['ssm'])] }),
    ...(values.yes !== undefined && { yes: true }),
    ...(values['dry-run'] !== undefined && { dryRun: true }),
  };
}

/** A flag that only one bus takes says which one is meant. */
function meantBy(given: readonly (keyof typeof BUS_FLAGS)[]): BusName {
  const buses = BUSES.filter((name) => given.every((flag) => TAKES[name].includes(flag)));
  const [only, ...others] = buses;
  if (only !== undefined && others.length === 0) return only;
  throw new Problem(
    'USAGE',
    `Cannot read "--${given[0]}": it is not said for which bus, wanted "--bus localstack" or "--bus aws"`,
  );
}

function toEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url.href.replace(/\/$/, '');
  throw new Problem('USAGE', `Cannot read "--endpoint ${text}": wanted an address such as "http://127.0.0.1:4566"`);
}

function toSpeed(text: string): number {
  const speed = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && speed > 0) return speed;
  throw new Problem('USAGE', `Cannot read "--speed ${text}": wanted how many seconds pass in one, such as "60"`);
}
