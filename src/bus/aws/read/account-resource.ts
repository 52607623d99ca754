import type { Owner } from '../../../rule/read/arn.ts';
import type { Resource } from '../../../rule/read/resource.ts';
import type { ValueMap } from '../../../rule/read/value.ts';

/** Something of an account, in the words that templates have for it. It stands at its ARN, and has no line. */
export function accountResource(arn: string, type: string, properties: ValueMap, owner: Owner): Resource {
  const place = { file: arn, line: 1, column: 1 };
  return { id: arn.split(':').at(-1) ?? arn, type, properties, owner, root: process.cwd(), placeOf: () => place };
}

/** The members that are there. */
export function present(members: Readonly<Record<string, ValueMap[string] | undefined>>): ValueMap {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
