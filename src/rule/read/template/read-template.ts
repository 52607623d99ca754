import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { Owner } from '../arn.ts';
import { type Node, entriesOf, memberOf, textOf } from '../node.ts';
import { readOrNote } from '../format-reading.ts';
import type { Deployment, Note } from '../reading.ts';
import { type Resource, propertyOf } from '../resource.ts';
import { readSource } from '../source.ts';
import { type Value, membersOf, nameIn } from '../value.ts';
import { readYaml } from '../yaml-node.ts';
import { type Template, openTemplate } from './open-template.ts';
import { samResources, withGlobals } from './sam.ts';

/** CloudFormation takes no larger template, wherever it lies. */
export const LARGEST_TEMPLATE = 1_048_576;
const DEEPEST = 10;

/** What the macros of AWS's own do, ecreplay does too, or it changes nothing that matters here. */
const KNOWN_TRANSFORMS = ['AWS::Serverless-2016-10-31', 'AWS::LanguageExtensions', 'AWS::CodeDeployBlueGreen'];

/** The resources of a template and of those nested in it, SAM's worked out. */
export interface TemplateReading {
  readonly resources: readonly Resource[];
  readonly notes: readonly Note[];
  readonly files: readonly string[];
}

/** What a template is read with. */
export interface Surroundings {
  readonly options: Deployment;
  readonly owner: Owner;
  /** Files that lie in a bucket once they are deployed, by the hash that they are called by there. */
  readonly assets?: Readonly<Record<string, string>>;
}

/** Reads a CloudFormation or SAM template that has been taken apart already, with those nested in it. */
export function readTemplate(file: string, root: Node, surroundings: Surroundings): TemplateReading {
  return readNested(file, root, surroundings, [], {});
}

/** Reads a template that has been taken apart already; `around` are the files that it is nested in. */
function readNested(
  file: string,
  root: Node,
  surroundings: Surroundings,
  around: readonly string[],
  given: Readonly<Record<string, Value>>,
): TemplateReading {
  const { options, owner, assets = {} } = surroundings;
  const within = [...around, file];
  const notes: Note[] = [];
  const files = [file];
  const inner = new Map<string, { readonly template: Template; readonly reading: TemplateReading } | undefined>();
  const template = openTemplate(root, {
    ...options,
    file,
    given,
    tell: (note) => notes.push(note),
    nested: (id, attribute) => {
      const output = /^Outputs\.(.+)$/.exec(attribute)?.[1];
      return output === undefined ? undefined : nestedIn(id)?.template.output(output);
    },
  });

  function nestedIn(id: string) {
    if (!inner.has(id)) {
      // Set before it is read: a stack that asks for its own outputs gets none.
      inner.set(id, undefined);
      inner.set(id, openNested(id));
    }
    return inner.get(id);
  }

  function ofBucket(url: string | undefined): string | undefined {
    const hash = /([^/]+)\.json$/.exec(url ?? '')?.[1] ?? '';
    return assets[hash] ?? url;
  }

  function openNested(id: string): { readonly template: Template; readonly reading: TemplateReading } | undefined {
    const node = memberOf(memberOf(root, 'Resources'), id);
    const type = textOf(memberOf(node, 'Type'));
    if (node === undefined || (type !== 'AWS::CloudFormation::Stack' && type !== 'AWS::Serverless::Application'))
      return undefined;
    const properties = memberOf(node, 'Properties');
    const asset = textOf(memberOf(memberOf(node, 'Metadata'), 'aws:asset:path'));
    const written = memberOf(properties, type === 'AWS::CloudFormation::Stack' ? 'TemplateURL' : 'Location');
    const path = asset ?? ofBucket(nameIn(written && template.evaluate(written)));
    const where = path === undefined || /^https?:|^s3:/.test(path) ? undefined : resolve(dirname(file), path);
    if (where === undefined || !existsSync(where)) {
      const why = path === undefined ? 'its template is named by an expression' : `there is no file "${path}"`;
      notes.push({
        severity: 'note',
        code: 'NOT_READ',
        message: `The nested stack "${id}" is not read: ${why}`,
        place: node.place,
      });
      return undefined;
    }
    if (within.includes(where)) {
      const circle = [...within.slice(within.indexOf(where)), where].map((one) => basename(one)).join(' → ');
      notes.push({
        severity: 'error',
        code: 'CYCLE',
        message: `Templates are nested in a circle, ${circle}`,
        place: node.place,
      });
      return undefined;
    }
    if (within.length > DEEPEST) {
      const message = `Templates are nested more than ${DEEPEST} deep: the rest is not read`;
      notes.push({ severity: 'warning', code: 'NOT_READ', message, place: node.place });
      return undefined;
    }
    const parameters = memberOf(properties, 'Parameters');
    const values = parameters === undefined ? {} : membersOf(template.evaluate(parameters));
    const nestedRoot = readOrNote(() => templateIn(where), notes, node.place);
    if (nestedRoot === undefined) return undefined;
    const nestedOptions = { ...options, file: where, given: values, tell: (note: Note) => notes.push(note) };
    return {
      template: openTemplate(nestedRoot, nestedOptions),
      reading: readNested(where, nestedRoot, surroundings, within, values),
    };
  }

  tellOfMacros(root, notes);
  tellOfLoops(root, notes);
  const globals = memberOf(root, 'Globals');
  const plain = withGlobals(template.resources(), globals && template.evaluate(globals)).map((resource) =>
    withDefinition(resource, files),
  );
  const nested = plain.flatMap(({ id }) => nestedIn(id)?.reading ?? []);
  return {
    resources: [...plain, ...samResources(plain, owner), ...nested.flatMap(({ resources }) => resources)],
    notes: [...notes, ...nested.flatMap((reading) => reading.notes)],
    files: [...files, ...nested.flatMap((reading) => reading.files)],
  };
}

function templateIn(file: string): Node {
  return readYaml(readSource(file, LARGEST_TEMPLATE, 'and CloudFormation takes a template of at most 1 MB'));
}

function tellOfMacros(root: Node, notes: Note[]): void {
  const transform = memberOf(root, 'Transform');
  const written = transform?.kind === 'list' ? transform.items : transform === undefined ? [] : [transform];
  for (const one of written) {
    const name = textOf(one) ?? textOf(memberOf(one, 'Name')) ?? '';
    if (KNOWN_TRANSFORMS.includes(name)) continue;
    const message = `The macro "${name}" changes the template when it is deployed: what it adds or changes is not read`;
    notes.push({ severity: 'note', code: 'NOT_READ', message, place: one.place });
  }
}

/** Loops are CloudFormation's to unroll. */
function tellOfLoops(root: Node, notes: Note[]): void {
  for (const [name, node] of entriesOf(memberOf(root, 'Resources'))) {
    if (!name.startsWith('Fn::ForEach')) continue;
    const message = `The resources that "${name}" makes are not read`;
    notes.push({ severity: 'note', code: 'NOT_READ', message, place: node.place });
  }
}

/** A state machine whose definition is a file, with what that file says. */
function withDefinition(resource: Resource, files: string[]): Resource {
  const path = nameIn(propertyOf(resource, 'DefinitionUri'));
  const file = path === undefined ? undefined : resolve(resource.root, path);
  if (file === undefined || !existsSync(file)) return resource;
  files.push(file);
  const { text } = readSource(file, LARGEST_TEMPLATE, 'and Step Functions takes a definition of at most 1 MB');
  const substitutions = membersOf(propertyOf(resource, 'DefinitionSubstitutions'));
  const definition = text.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => nameIn(substitutions[name]) ?? whole);
  return { ...resource, properties: { ...resource.properties, DefinitionString: definition } };
}
