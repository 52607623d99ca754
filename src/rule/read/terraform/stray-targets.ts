import { nearest } from '../../../nearest.ts';
import type { Note } from '../reading.ts';
import { Unresolved, type Value, nameIn } from '../value.ts';
import type { Block } from './translate.ts';

/** Notes on targets of rules that nothing here makes: of another state, misspelt, or named by what is not known. */
export function strayTargets(blocks: readonly Block[]): readonly Note[] {
  const rules = blocks.filter(({ type }) => type === 'aws_cloudwatch_event_rule');
  const keys = rules.map(({ values }) => ruleKey(nameIn(values['name']), values['event_bus_name']));
  const known = new Set(keys);
  return blocks.flatMap((block): Note[] => {
    const { type, values, address } = block;
    const { rule } = values;
    const key = ruleKey(nameIn(rule), values['event_bus_name']);
    if (type !== 'aws_cloudwatch_event_target' || known.has(key)) return [];
    const meant = nearest(key, keys);
    const why =
      rule instanceof Unresolved
        ? rule.why
        : `no rule "${key.replace(/^default\//, '')}" is made here${meant === undefined ? '' : `, did you mean "${meant.replace(/^default\//, '')}"`}`;
    return [
      {
        severity: meant === undefined || rule instanceof Unresolved ? 'note' : 'warning',
        code: 'UNRESOLVED',
        message: `Target "${address}" belongs to no rule that is read: ${why}`,
        place: block.placeOf('rule'),
      },
    ];
  });
}

/** A rule by its name and its bus, which may be named by its ARN. */
export function ruleKey(name: string | undefined, bus: Value | undefined): string {
  return `${(nameIn(bus) ?? 'default').split('/').at(-1)}/${name}`;
}
