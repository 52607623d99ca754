import { arnFor, nameProperty } from './arn.ts';
import { type Resource, propertyOf } from './resource.ts';
import { partsOfArn } from './target-kind.ts';
import { nameIn } from './value.ts';

/** Resources by what they are looked for by: a plan may have thousands, each asked about thousands of times. */
export interface Shelf {
  ofType(type: string): readonly Resource[];
  /** Permissions of a function, by its name. */
  permissionsOf(functionName: string): readonly Resource[];
  /** The resource that has this ARN, where the code makes it. */
  made(arn: string): Resource | undefined;
}

/** Puts resources where they are found. */
export function shelve(resources: readonly Resource[]): Shelf {
  const byType = Map.groupBy(resources, ({ type }) => type);
  const permissions = Map.groupBy(byType.get('AWS::Lambda::Permission') ?? [], (permission) =>
    functionName(nameIn(propertyOf(permission, 'FunctionName')) ?? ''),
  );
  const arns = new Map(
    resources.map((resource) => [nameIn(arnFor(resource.type, nameOfResource(resource), resource.owner)), resource]),
  );
  return {
    ofType: (type) => byType.get(type) ?? [],
    permissionsOf: (name) => permissions.get(name) ?? [],
    // A version or an alias is made with its function.
    made: (arn) => arns.get(arn) ?? arns.get(arn.replace(/(:function:[^:]+):.*$/, '$1')),
  };
}

function functionName(written: string): string {
  return written.startsWith('arn:') ? partsOfArn(written).name : written.replace(/:.*$/, '');
}

/** The name of a resource, or what stands in for it. */
export function nameOfResource(resource: Resource): string {
  const property = nameProperty(resource.type);
  return nameIn(property === undefined ? undefined : propertyOf(resource, property)) ?? resource.id;
}
