import { basename, dirname, resolve } from 'node:path';
import type { BusSpec } from '../../bus/bus-spec.ts';
import { Problem, Problems } from '../../problem.ts';
import { toMilliseconds } from '../../scenario/duration.ts';
import { readText } from '../../scenario/read-file.ts';
import { placeOf } from '../../scenario/scenario.ts';
import type { WrittenPlan } from './format.ts';
import { parseThreshold } from './parse-threshold.ts';
import type { Arrivals, Flow, Observation, Phase, Plan, Target } from './plan.ts';
import { toRate } from './rate.ts';
import { readPlan, type ReadPlan } from './read-plan.ts';
import { rhythmOf } from './rhythm-of.ts';
import type { Threshold } from './threshold.ts';

/** Reads a plan's file, and the recordings that it names. Throws `Problems` with what is wrong. */
export async function loadPlan(file: string): Promise<Plan> {
  return toPlan(readPlan(await readText(file), file), file);
}

/** Makes a plan of what was read; paths are relative to the folder of `file`. */
export async function toPlan({ written, places }: ReadPlan, file: string): Promise<Plan> {
  const at = (pointer: string) => placeOf({ file, places }, pointer);
  const folder = dirname(resolve(file));
  const phases: Phase[] = [];
  for (const [index, entry] of written.phases.entries())
    phases.push(await toPhase(entry as PhaseEntry, index, folder, (key) => at(`/phases/${index}/${key}`)));
  const flows = toFlows(written, folder);
  return {
    name: basename(file).replace(/(\.load)?\.ya?ml$/, ''),
    file,
    description: written.description,
    seed: written.seed,
    phases,
    flows,
    cardinality: defined(written.cardinality),
    target: toTarget(written.target),
    observe: written.observe.map((each) => toObservation(each as ObservationEntry)),
    thresholds: written.thresholds.map(sound),
    stop:
      written.stop === undefined
        ? undefined
        : { when: sound(written.stop.when), for: toMilliseconds(written.stop.for) },
    settle: toMilliseconds(written.settle),
    places,
  };
}

type PhaseEntry = Readonly<Record<string, Readonly<Record<string, string | number>>>>;
type ObservationEntry = Readonly<Record<string, Readonly<Record<string, never>>>>;

async function toPhase(
  entry: PhaseEntry,
  index: number,
  folder: string,
  at: (key: string) => ReturnType<typeof placeOf>,
): Promise<Phase> {
  const [[kind, body]] = Object.entries(entry) as [[Arrivals['kind'], Readonly<Record<string, string | number>>]];
  const name = String(body['name'] ?? `${index + 1} ${kind}`);
  const rate = (key: string): number => toRate(body[key] ?? 0) ?? 0;
  const length = (key: string): number => toMilliseconds(String(body[key]));
  switch (kind) {
    case 'constant':
    case 'poisson':
      return { name, kind, rate: rate('rate'), for: length('for') };
    case 'ramp':
      return { name, kind, from: rate('from'), to: rate('to'), for: length('for') };
    case 'step':
      return { name, kind, from: rate('from'), to: rate('to'), by: rate('by'), every: length('every') };
    case 'spike':
      return {
        name,
        kind,
        base: rate('base'),
        peak: rate('peak'),
        before: length('before'),
        for: length('for'),
        after: length('after'),
      };
    case 'recording': {
      const gaps = await rhythmOf(resolve(folder, String(body['file'])), at('recording/file'));
      const speed = Number(body['speed']);
      const times = Number(body['times']);
      const hours = (gaps.reduce((sum, gap) => sum + gap, 0) * times) / speed / 3_600_000;
      if (hours > 24) {
        const says = `it takes ${Math.round(hours)} hours at speed ${speed}, wanted a day at most`;
        throw new Problems([
          new Problem('LOAD_PLAN', `Cannot read phase ${index + 1}: ${says}`, { place: at('recording/speed') }),
        ]);
      }
      return { name, kind, gaps, speed, times };
    }
  }
}

function toFlows({ flows }: WrittenPlan, folder: string): readonly Flow[] {
  return flows
    .map(({ scenario, weight, name, only }) => ({
      name: name ?? basename(scenario).replace(/\.ya?ml$/, ''),
      scenario: resolve(folder, scenario),
      weight,
      ...(only !== undefined && { only }),
    }))
    .filter(({ weight }) => weight > 0);
}

function toTarget(target: WrittenPlan['target']): Target {
  if ('bus' in target) {
    const { bus: kind, at } = target;
    const bus: BusSpec = kind === 'embedded' ? { kind } : { kind, ...(at !== undefined && { endpoint: at }) };
    return { kind: 'bus', bus };
  }
  if ('endpoint' in target) {
    const { endpoint: url, eventBus, region, source } = target;
    return { kind: 'endpoint', url, eventBus, region, ...(source !== undefined && { source }) };
  }
  if ('consumer' in target) return { kind: 'consumer', name: target.consumer };
  const { aws: eventBus, source, account, region } = target;
  return { kind: 'aws', eventBus, source, account, region };
}

function toObservation(entry: ObservationEntry): Observation {
  const [[kind, body]] = Object.entries(entry) as [[Observation['kind'], Readonly<Record<string, never>>]];
  return { kind, ...body } as unknown as Observation;
}

/** A threshold that the check has let through. */
function sound(text: string): Threshold {
  const read = parseThreshold(text);
  if ('says' in read) throw new TypeError(`a threshold was not checked: ${text}`);
  return read;
}

function defined(written: WrittenPlan['cardinality']): Plan['cardinality'] {
  return Object.fromEntries(Object.entries(written).filter(([, count]) => count !== undefined));
}
