import { basename } from 'node:path';
import { readText } from '../../scenario/read-file.ts';
import { parseYaml } from '../../scenario/yaml-syntax.ts';
import { readTree } from '../../scenario/yaml-tree.ts';
import { Problem, Problems } from '../../problem.ts';
import { toPlan } from './load-plan.ts';
import type { Plan } from './plan.ts';
import { readPlan } from './read-plan.ts';

/** What a command line says in the place of a plan, or of parts of one; words as a plan has them. */
export interface PlanFlags {
  readonly rate?: string | undefined;
  readonly duration?: string | undefined;
  /** That a limit is searched for, which has a duration of its own. */
  readonly findLimit?: boolean | undefined;
  readonly seed?: number | string | undefined;
  readonly settle?: string | undefined;
  readonly threshold?: readonly string[] | undefined;
  /** In the words of a plan's `target`. */
  readonly target?: Readonly<Record<string, string>> | undefined;
}

/** How long a rate is held where nobody says it. */
const DURATION = '30s';

/**
 * Reads a plan, or makes one of a scenario: a constant rate for a while. What flags say goes before what a plan says.
 *
 * Throws `Problems` with what is wrong, those of flags without a place.
 */
export async function planFrom(file: string, flags: PlanFlags): Promise<Plan> {
  const text = await readText(file);
  const isPlan = !isScenario(text, file);
  if (!isPlan && flags.rate === undefined)
    throw new Problem(
      'USAGE',
      `Cannot put load on anything with "${file}": it is a scenario, wanted a rate such as --rate 100, or a plan`,
    );
  if (isPlan && flags.rate === undefined && flags.duration !== undefined && flags.findLimit !== true)
    throw new Problem(
      'USAGE',
      'Cannot read "--duration": the plan says how long its phases are, wanted --rate with it',
    );
  const own = isPlan ? await toPlan(readPlan(text, file), file) : undefined;
  const said = await planSaid(file, flags);
  if (own === undefined) return said;
  return {
    ...own,
    ...(flags.rate !== undefined && { phases: said.phases }),
    ...(flags.seed !== undefined && { seed: said.seed }),
    ...(flags.settle !== undefined && { settle: said.settle }),
    ...(flags.target !== undefined && { target: said.target }),
    ...(flags.threshold !== undefined && { thresholds: said.thresholds }),
  };
}

/** The plan that flags alone say. */
async function planSaid(file: string, flags: PlanFlags): Promise<Plan> {
  try {
    return await toPlan(readPlan(JSON.stringify(written(file, flags)), file), file);
  } catch (error) {
    throw error instanceof Problems ? withoutPlace(error) : error;
  }
}

/** A scenario has steps, and no plan has. What is neither is read as a plan, so that it is told what is missing. */
function isScenario(text: string, file: string): boolean {
  const { value } = readTree(parseYaml(text, file));
  return typeof value === 'object' && value !== null && 'steps' in value && !('phases' in value);
}

/** What members of a plan are called on a command line. */
const FLAG_OF: readonly (readonly [member: string, flag: string])[] = [
  ['phase 1: "constant.rate" is', '"--rate": it is'],
  ['phase 1: "constant.for" is', '"--duration": it is'],
  ['the plan: "settle" is', '"--settle": it is'],
  ['the plan: "target.endpoint" is', '"--endpoint": it is'],
];

/** What is wrong with flags stands in no file. */
function withoutPlace(error: Problems): Problems {
  return new Problems(
    error.problems.map(({ code, message }) => {
      const [member, flag] = FLAG_OF.find(([words]) => message.includes(words)) ?? [];
      const words = member === undefined ? message : message.replace(member, flag ?? '');
      return new Problem(code, words.replace(/^Cannot read threshold \d+:/, 'Cannot read "--threshold":'));
    }),
  );
}

function written(file: string, { rate = '1', duration = DURATION, seed, settle, threshold, target }: PlanFlags) {
  return {
    version: 1,
    description: `${basename(file)} at ${rate} for ${duration}.`,
    ...(seed !== undefined && { seed }),
    phases: [{ constant: { rate: /^\d+(?:\.\d+)?$/.test(rate) ? Number(rate) : rate, for: duration } }],
    flows: [{ scenario: basename(file) }],
    ...(settle !== undefined && { settle }),
    ...(threshold !== undefined && { thresholds: threshold }),
    ...(target !== undefined && { target }),
  };
}
