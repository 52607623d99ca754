import { basename } from 'node:path';
import { Problem } from '../../problem.ts';
import type { Owner } from './arn.ts';
import type { FormatReading } from './format-reading.ts';
import { memberOf, textOf } from './node.ts';
import type { Deployment } from './reading.ts';
import { type Source, readSource, stateOf } from './source.ts';
import { LARGEST_TEMPLATE, readTemplate } from './template/read-template.ts';
import { readYaml } from './yaml-node.ts';

/** A plan or a state names every attribute of every resource, and so has no limit of its own. */
const LARGEST_PLAN = 128 * 1_048_576;

/** Reads what infrastructure code makes, in whichever format it is; a folder is read for all the formats that are in it. */
export async function readResources(path: string, options: Deployment, owner: Owner): Promise<FormatReading> {
  if (stateOf(path)?.isDirectory() === true) return (await import('./read-folder.ts')).readFolder(path, options, owner);
  if (path.endsWith('.tf')) return (await import('./terraform/read-hcl.ts')).readHcl([path], options, owner);
  if (basename(path) === 'manifest.json' || basename(path) === 'cdk.json') {
    return (await import('./cdk/read-assembly.ts')).readAssembly(path, options, owner);
  }
  const source = readSource(path, LARGEST_PLAN, 'which is more than any plan or state');
  const plan = planIn(source);
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
function planIn({ text }: Source): unknown {
  if (!/^\s*\{/.test(text) || !/"terraform_version"|"format_version"/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
