import { arnFor } from './arn.ts';
import { patternText } from './pattern-text.ts';
import { findLinks, findRedrives } from './find-links.ts';
import { foundFunction } from './found-function.ts';
import { permissionFor } from './permission.ts';
import type { FoundFeed, FoundRule, FoundTarget, Note, NoteCode, Reading } from './reading.ts';
import { type Resource, propertyOf } from './resource.ts';
import { nameOfResource, shelve } from './shelf.ts';
import { targetOptions } from './target-options.ts';
import { partsOfArn } from './target-kind.ts';
import { type Value, Unresolved, at, isMap, itemsOf, nameIn } from './value.ts';

const STATES = ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'] as const;

/** Finds the rules among resources, with what they send to, who lets them, and what feeds functions besides. */
export function findRules(resources: readonly Resource[]): Omit<Reading, 'files' | 'unasked'> {
  const notes: Note[] = [];
  const shelf = shelve(resources);
  const rules: FoundRule[] = [];
  const functions = new Map(
    resources.filter(isFunction).map((resource) => [nameOfResource(resource), foundFunction(resource)] as const),
  );

  for (const resource of resources) {
    if (resource.type !== 'AWS::Events::Rule') continue;
    const rule = ruleOf(resource);
    if (rule !== undefined) rules.push(rule);
  }
  const feeds = resources.flatMap((resource) => feedOf(resource) ?? []);
  const byName = new Map(resources.filter(isFunction).map((resource) => [nameOfResource(resource), resource]));
  return { rules, feeds, links: findLinks(resources, byName), redrives: findRedrives(resources), notes };

  function tell(severity: Note['severity'], code: NoteCode, message: string, place: Note['place']): void {
    notes.push({ severity, code, message, place });
  }

  function ruleOf(resource: Resource): FoundRule | undefined {
    const name = nameOfResource(resource);
    const written = propertyOf(resource, 'EventPattern');
    if (written === undefined) {
      const why =
        propertyOf(resource, 'ScheduleExpression') === undefined ? 'has no event pattern' : 'goes by the clock';
      tell('note', 'NOT_READ', `Rule "${name}" ${why}: it is left out`, resource.placeOf());
      return undefined;
    }
    const { text, unresolved } = patternText(resource.doubt ?? written);
    for (const unknown of unresolved) {
      tell(
        'note',
        'UNRESOLVED',
        `In rule "${name}" a part of the pattern matches nothing: ${unknown.why}`,
        unknown.place ?? resource.placeOf('EventPattern'),
      );
    }
    const bus = busOf(resource);
    const arn = nameIn(arnFor(resource.type, bus === 'default' ? name : `${bus}/${name}`, resource.owner)) ?? '';
    return {
      name,
      bus,
      pattern: text,
      state: STATES.find((state) => state === nameIn(propertyOf(resource, 'State'))) ?? 'ENABLED',
      targets: itemsOf(propertyOf(resource, 'Targets')).map((target, index) =>
        targetOf(resource, name, arn, target, index),
      ),
      place: resource.placeOf(),
    };
  }

  function busOf(resource: Resource): string {
    const written = propertyOf(resource, 'EventBusName');
    const name = nameIn(written);
    if (written instanceof Unresolved && name === undefined) {
      tell(
        'note',
        'UNRESOLVED',
        `The bus of rule "${nameOfResource(resource)}" is not known: ${written.why}`,
        resource.placeOf('EventBusName'),
      );
      return 'unresolved';
    }
    return name?.split('/').at(-1) ?? 'default';
  }

  function targetOf(resource: Resource, rule: string, ruleArn: string, target: Value, index: number): FoundTarget {
    const place = resource.placeOf('Targets', index);
    const written = at(target, 'Arn');
    const arn = nameIn(written) ?? '';
    const id = nameIn(at(target, 'Id')) ?? `Target${index}`;
    const { options, unresolved } = targetOptions(target);
    for (const unknown of unresolved) {
      if (unknown.standIn !== undefined) continue;
      tell(
        'note',
        'UNRESOLVED',
        `An option of target "${id}" of rule "${rule}" is not known: ${unknown.why}`,
        unknown.place ?? place,
      );
    }
    if (!arn.startsWith('arn:')) {
      const why = written instanceof Unresolved ? written.why : 'its ARN is no ARN';
      tell('note', 'UNRESOLVED', `Target "${id}" of rule "${rule}" is not known: ${why}`, place);
      return {
        id,
        kind: 'other',
        name: arn,
        arn,
        unresolved: why,
        options,
        permission: { kind: 'unknown', by: why },
        place,
      };
    }
    const { kind, name } = partsOfArn(arn);
    const isRole = isMap(target) && target['RoleArn'] !== undefined;
    const permission = permissionFor({ kind, arn, role: isRole, ruleArn }, shelf, resource.owner);
    if (permission.kind === 'missing') {
      tell(
        'warning',
        'PERMISSION_MISSING',
        `Rule "${rule}" may not send to its target "${name}": ${permission.by}`,
        place,
      );
    }
    tellOfDeadLetters(resource, rule, ruleArn, id, target);
    const own = kind === 'function' ? functions.get(name) : undefined;
    const definition = kind === 'stateMachine' ? definitionOf(name) : undefined;
    return {
      id,
      kind,
      name,
      arn,
      options,
      permission,
      ...(own !== undefined && { function: own }),
      ...(definition !== undefined && { definition }),
      place,
    };
  }

  /** A queue for what cannot be delivered wants a policy of its own, and without one what failed is lost. */
  function tellOfDeadLetters(resource: Resource, rule: string, ruleArn: string, id: string, target: Value): void {
    const arn = nameIn(at(target, 'DeadLetterConfig', 'Arn'));
    if (arn === undefined || partsOfArn(arn).kind !== 'queue') return;
    const { kind, by } = permissionFor({ kind: 'queue', arn, role: false, ruleArn }, shelf, resource.owner);
    if (kind !== 'missing') return;
    tell(
      'warning',
      'PERMISSION_MISSING',
      `Rule "${rule}" may not send what target "${id}" refuses to the dead-letter queue "${partsOfArn(arn).name}": ${by}`,
      resource.placeOf('Targets'),
    );
  }

  function definitionOf(name: string): string | undefined {
    const machine = resources.find(
      (resource) =>
        /^AWS::(?:StepFunctions|Serverless)::StateMachine$/.test(resource.type) && nameOfResource(resource) === name,
    );
    if (machine === undefined) return undefined;
    const written = propertyOf(machine, 'DefinitionString') ?? propertyOf(machine, 'Definition');
    return nameIn(written) ?? (isMap(written) ? JSON.stringify(written) : undefined);
  }

  function feedOf(resource: Resource): FoundFeed | undefined {
    if (resource.type !== 'AWS::Lambda::EventSourceMapping') return undefined;
    const source = partsOfArn(nameIn(propertyOf(resource, 'EventSourceArn')) ?? '');
    const called = nameIn(propertyOf(resource, 'FunctionName')) ?? '';
    const own = functions.get(called.startsWith('arn:') ? partsOfArn(called).name : called);
    if ((source.kind !== 'queue' && source.kind !== 'stream') || own === undefined) return undefined;
    const batchSize = Number(nameIn(propertyOf(resource, 'BatchSize')));
    const answers = itemsOf(propertyOf(resource, 'FunctionResponseTypes')).map(nameIn);
    return {
      from: source.kind,
      name: source.name,
      function: own,
      ...(Number.isInteger(batchSize) && { batchSize }),
      reportBatchItemFailures: answers.includes('ReportBatchItemFailures'),
      enabled: nameIn(propertyOf(resource, 'Enabled')) !== 'false',
      place: resource.placeOf(),
    };
  }
}

function isFunction({ type }: Resource): boolean {
  return type === 'AWS::Lambda::Function' || type === 'AWS::Serverless::Function';
}
