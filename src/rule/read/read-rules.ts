import { statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Problem } from '../../problem.ts';
import type { Owner } from './arn.ts';
import { diagnose } from './diagnose.ts';
import { findRules } from './find-rules.ts';
import { memberOf, textOf } from './node.ts';
import type { Note, ReadOptions, Reading } from './reading.ts';
import type { Resource } from './resource.ts';
import { type Source, readSource } from './source.ts';
import { LARGEST_TEMPLATE, readTemplate } from './template/read-template.ts';
import { readYaml } from './yaml-node.ts';

/** What any format is read into. */
export interface FormatReading {
  readonly resources: readonly Resource[];
  readonly notes: readonly Note[];
  readonly files: readonly string[];
}

/** A plan or a state names every attribute of every resource, and so has no limit of its own. */
const LARGEST_PLAN = 128 * 1_048_576;

/**
 * Reads the rules of infrastructure code, whichever of the formats it is in: a template of CloudFormation or SAM, a `cdk.out` folder,
 * `terraform show -json`, `.tf` files or a folder of them, or a `serverless.yml`. Throws a `Problem` at the place that cannot be read.
 */
export async function readRules(path: string, options: ReadOptions = {}): Promise<Reading> {
  const owner = { account: options.account ?? '123456789012', region: options.region ?? 'us-east-1' };
  const { resources, notes, files } = await readResources(resolve(path), options, owner);
  const found = findRules(resources);
  return { ...found, files, notes: once([...notes, ...found.notes, ...diagnose(found.rules)]) };
}

/** The same expression in several places is one thing to say. */
function once(notes: readonly Note[]): readonly Note[] {
  return [...new Map(notes.map((note) => [JSON.stringify(note), note])).values()];
}

async function readResources(path: string, options: ReadOptions, owner: Owner): Promise<FormatReading> {
  const state = statSync(path, { throwIfNoEntry: false });
  if (state?.isDirectory() === true) return readFolder(path, options, owner);
  if (path.endsWith('.tf')) return (await import('./terraform/read-hcl.ts')).readHcl([path], options, owner);
  if (basename(path) === 'manifest.json' || basename(path) === 'cdk.json') {
    return (await import('./cdk/read-assembly.ts')).readAssembly(path, options, owner);
  }
  const source = readSource(path, LARGEST_PLAN, 'which is more than any plan or state');
  const plan = await planIn(source);
  if (plan !== undefined) {
    return (await import('./terraform/read-plan.ts')).readPlan(source, plan, owner);
  }
  if (source.text.length > LARGEST_TEMPLATE) {
    readSource(path, LARGEST_TEMPLATE, 'and CloudFormation takes a template of at most 1 MB');
  }
  const root = readYaml(source);
  if (textOf(memberOf(root, 'service')) !== undefined || memberOf(root, 'functions') !== undefined) {
    return (await import('./serverless/read-serverless.ts')).readServerless(path, root, options, owner);
  }
  if (memberOf(root, 'Resources') === undefined) {
    const wanted = 'wanted a template with "Resources", a plan of Terraform, or a service of the Serverless Framework';
    throw new Problem('RULES_FORMAT', `Cannot read rules from "${path}": it is of no format that is known, ${wanted}`, {
      place: source.placeAt(0),
    });
  }
  return readTemplate(path, root, { options, owner });
}

/** JSON that Terraform has printed; nothing where it is something else. */
async function planIn({ text }: Source): Promise<unknown> {
  if (!/^\s*\{/.test(text) || !/"terraform_version"|"format_version"/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

async function readFolder(folder: string, options: ReadOptions, owner: Owner): Promise<FormatReading> {
  const manifest = ['manifest.json', 'cdk.out/manifest.json'].map((name) => join(folder, name)).find(exists);
  if (manifest !== undefined) return (await import('./cdk/read-assembly.ts')).readAssembly(manifest, options, owner);
  const { readHclFolder, hasHcl } = await import('./terraform/read-hcl.ts');
  if (hasHcl(folder)) return readHclFolder(folder, options, owner);
  const template = NAMES.map((name) => join(folder, name)).find(exists);
  if (template !== undefined) return readResources(template, options, owner);
  throw new Problem(
    'RULES_FORMAT',
    `Cannot read rules from "${folder}": the folder has neither manifest.json, nor .tf files, nor ${NAMES.join(', ')}`,
  );
}

const NAMES = [
  'template.yaml',
  'template.yml',
  'template.json',
  'serverless.yml',
  'serverless.yaml',
  'serverless.json',
];

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
