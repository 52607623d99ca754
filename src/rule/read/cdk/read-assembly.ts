import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Problem } from '../../../problem.ts';
import type { Owner } from '../arn.ts';
import { type FormatReading, readOrNote } from '../format-reading.ts';
import type { Deployment, Note } from '../reading.ts';
import { type Source, readSource } from '../source.ts';
import { LARGEST_TEMPLATE, readTemplate } from '../template/read-template.ts';
import { type Value, at, membersOf, nameIn } from '../value.ts';
import { readYaml } from '../yaml-node.ts';

const LARGEST = 64 * 1_048_576;
const DEEPEST = 10;

/** Reads a cloud assembly, which is what `cdk synth` writes: the stacks of its manifest, and those of the assemblies within it. */
export function readAssembly(manifest: string, options: Deployment, owner: Owner, depth = 0): FormatReading {
  const source = readSource(manifestOf(manifest), LARGEST, 'which is more than any assembly');
  const artifacts = Object.entries(membersOf(at(parsed(source), 'artifacts')));
  const folder = dirname(source.file);
  const place = source.placeAt(0);
  const readings = artifacts.flatMap(([, artifact]): FormatReading[] => {
    const type = nameIn(at(artifact, 'type'));
    if (type === 'cdk:cloud-assembly') {
      const name = nameIn(at(artifact, 'properties', 'directoryName')) ?? '';
      const inner = join(folder, name, 'manifest.json');
      if (depth < DEEPEST && existsSync(inner)) return part(() => readAssembly(inner, options, owner, depth + 1));
      const how = depth < DEEPEST ? `there is no "${name}"` : `assemblies are nested more than ${DEEPEST} deep`;
      return [left(`The assembly "${name}" is not read: ${how}`)];
    }
    const template = nameIn(at(artifact, 'properties', 'templateFile'));
    if (type !== 'aws:cloudformation:stack' || template === undefined) return [];
    return part(() => readStack(join(folder, template), options, ownerIn(artifact, owner)));
  });
  if (readings.length === 0 && depth === 0) {
    throw new Problem('RULES_FORMAT', `Cannot read rules from "${source.file}": it names no stack`, {
      place: source.placeAt(0),
    });
  }
  return {
    resources: readings.flatMap(({ resources }) => resources),
    notes: readings.flatMap(({ notes }) => notes),
    files: [source.file, ...readings.flatMap(({ files }) => files)],
  };

  /** A stack that cannot be read keeps no other from being. */
  function part(read: () => FormatReading): FormatReading[] {
    const notes: Note[] = [];
    const reading = readOrNote(read, notes, place);
    return [reading ?? { resources: [], notes, files: [] }];
  }

  function left(message: string): FormatReading {
    return { resources: [], notes: [{ severity: 'note', code: 'NOT_READ', message, place }], files: [] };
  }
}

/** `cdk.json` stands where `cdk.out` lies. */
function manifestOf(path: string): string {
  return basename(path) === 'cdk.json' ? join(dirname(path), 'cdk.out', 'manifest.json') : path;
}

function parsed(source: Source): Value {
  try {
    return JSON.parse(source.text) as Value;
  } catch (cause) {
    throw new Problem('RULES_SYNTAX', 'Cannot read rules: the manifest is not JSON', {
      place: source.placeAt(0),
      cause,
    });
  }
}

/** `aws://123456789012/us-east-1`, or unknown where a stack is for any. */
function ownerIn(artifact: Value, assumed: Owner): Owner {
  const [, account = '', region = ''] = /^aws:\/\/([^/]+)\/(.+)$/.exec(nameIn(at(artifact, 'environment')) ?? '') ?? [];
  return {
    account: /^\d{12}$/.test(account) ? account : assumed.account,
    region: /^[a-z]{2}-/.test(region) ? region : assumed.region,
  };
}

/** What lies in a bucket once it is deployed lies here as a folder: the template names the file of the bucket by its hash. */
function readStack(file: string, options: Deployment, owner: Owner): FormatReading {
  const root = readYaml(readSource(file, LARGEST_TEMPLATE, 'and CloudFormation takes a template of at most 1 MB'));
  const assets = assetsOf(file);
  const reading = readTemplate(file, root, { options: { ...options, ...owner }, owner, assets });
  return {
    ...reading,
    resources: reading.resources.map((resource) => {
      if (resource.type !== 'AWS::Lambda::Function' || resource.asset !== undefined) return resource;
      const key = nameIn(at(resource.properties, 'Code', 'S3Key')) ?? '';
      const asset = assets[key.replace(/\.[^.]*$/, '')];
      return asset === undefined ? resource : { ...resource, asset };
    }),
  };
}

function assetsOf(template: string): Readonly<Record<string, string>> {
  const file = template.replace(/\.template\.json$/, '.assets.json');
  if (file === template || !existsSync(file)) return {};
  try {
    const { files = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly files?: Readonly<Record<string, { readonly source?: { readonly path?: string } }>>;
    };
    return Object.fromEntries(
      Object.entries(files).flatMap(([hash, { source }]) => (source?.path === undefined ? [] : [[hash, source.path]])),
    );
  } catch {
    return {};
  }
}
