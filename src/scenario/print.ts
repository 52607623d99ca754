import { Document, isCollection, isMap, isScalar, isSeq, visit, type Node } from 'yaml';
import type { Scenario } from './scenario.ts';

/** How long a collection may be to stand on one line. */
const ONE_LINE = 100;

/** Words a scenario as the YAML that `readScenario` reads back to the same scenario; comments are not kept. */
export function printScenario(scenario: Omit<Scenario, 'name' | 'file' | 'places'>): string {
  const {
    version,
    description,
    account,
    region,
    start,
    seed,
    profile,
    as,
    options,
    given,
    steps,
    noise,
    delivery,
    expect,
  } = scenario;
  const document = new Document(
    {
      version,
      description,
      account,
      region,
      start,
      seed,
      ...(profile === undefined ? {} : { profile }),
      as,
      options,
      given,
      steps,
      ...(noise === undefined ? {} : { noise }),
      delivery,
      expect,
    },
    { aliasDuplicateObjects: false, version: '1.2', schema: 'core' },
  );
  visit(document, {
    // A key "<<" in plain style reads as a merge key to other readers of YAML.
    Pair: (_, pair) => {
      if (isScalar(pair.key) && pair.key.value === '<<') pair.key.type = 'QUOTE_DOUBLE';
    },
  });
  if (isMap(document.contents)) for (const { value } of document.contents.items) flatten(value as Node | null, 0);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** Puts what is short on one line: the body of a step, the members of an identity. */
function flatten(node: Node | null, depth: number): void {
  if (!isCollection(node)) return;
  const isList = isSeq(node);
  if (
    node.items.length === 0 ||
    (!(isList && depth === 0) && depth !== 1 && JSON.stringify(node.toJSON()).length <= ONE_LINE)
  ) {
    node.flow = true;
    return;
  }
  for (const item of node.items)
    flatten((isList ? item : (item as { value: Node | null }).value) as Node | null, depth + 1);
}
