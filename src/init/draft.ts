import type { Problem } from '../problem.ts';
import { findConfig, loadSetup } from '../rehearse/config.ts';
import type { Setup } from '../rehearse/setup.ts';
import type { Note } from '../rule/read/reading.ts';
import { configText } from './config-text.ts';
import { look } from './look.ts';
import { firstScenarios } from './scenarios.ts';
import { STARTER } from './starter.ts';
import { startingPoint } from './starting-point.ts';
import { workflowText } from './workflow-text.ts';

/** What a repository could begin with. */
export interface Draft {
  /** Texts by their paths, relative to the repository. */
  readonly files: Readonly<Record<string, string>>;
  /** What it was made of, a line each. */
  readonly found: readonly string[];
  /** Shell commands that somebody has to give before it runs. */
  readonly installs: readonly string[];
  readonly problems: readonly Problem[];
  /** What does not work of what was found. */
  readonly notes: readonly Note[];
}

const WORKFLOW = '.github/workflows/ecreplay.yml';

/** Looks at a repository and words a configuration, first scenarios and a workflow for it. Nothing is written. */
export async function draft(root: string): Promise<Draft> {
  const configured = findConfig(root);
  if (configured !== undefined) return ofConfiguration(root, await loadSetup(configured));
  const { sources, others, problems } = await look(root);
  const left = others.map((path) => `${path} has no rule on Amazon ECR on the default bus`);
  if (sources.length === 0) {
    return {
      files: { ...STARTER, [WORKFLOW]: workflowText(root, []) },
      found: [...left, 'no rule on Amazon ECR in infrastructure code: this is a beginning to put your own in'],
      installs: [],
      problems,
      notes: [],
    };
  }
  const point = startingPoint(root, sources);
  const { files, unmatched } = await firstScenarios(point.wiring);
  const installs = [
    ...point.named.flatMap(({ install }) => install ?? []),
    ...(sources.some(({ reading }) => reading.files.some((file) => file.endsWith('.tf')))
      ? ['npm install --no-save @cdktn/hcl2json']
      : []),
  ];
  return {
    files: {
      'ecreplay.config.ts': configText(sources, point),
      ...files,
      [WORKFLOW]: workflowText(root, installs),
    },
    found: [
      ...sources.map(
        ({ path, reading: { rules } }) => `${path} has ${rules.length} rule${rules.length === 1 ? '' : 's'}`,
      ),
      ...[...Object.keys(point.handlers), ...point.named.map(({ name }) => name)].map(
        (name) => `${name} is a consumer`,
      ),
      ...unmatched.map((name) => `nothing that is known to happen makes rule "${name}" match`),
      ...left,
    ],
    installs,
    problems,
    notes: [...sources.flatMap(({ reading }) => reading.notes), ...point.notes],
  };
}

/** A repository that has a configuration gets what is missing to it. */
async function ofConfiguration(root: string, { rules, resources = {} }: Setup): Promise<Draft> {
  const { eventSources = [], topics = {} } = resources;
  const { files, unmatched } = await firstScenarios({ rules, eventSources, topics });
  return {
    files: { ...files, [WORKFLOW]: workflowText(root, []) },
    found: unmatched.map((name) => `nothing that is known to happen makes rule "${name}" match`),
    installs: [],
    problems: [],
    notes: [],
  };
}
