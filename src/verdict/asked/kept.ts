import { placeOf } from '../../scenario/scenario.ts';
import { broken, type Finding, kept } from '../finding.ts';
import { plural } from '../say.ts';
import { type Asked, NO_EXPECTATION } from './asked.ts';

/** Whether every promise of the scenario is kept: its steps, its expectations, and that nothing leaves this machine. */
export function askKept({ findings, scenario }: Asked): Finding {
  const all = findings.filter(({ kind }) => kind !== 'kept');
  const claim = {
    promise: 'step',
    topic: 'step',
    claim: `every promise of ${scenario.name} is kept`,
    place: placeOf(scenario, NO_EXPECTATION),
  } as const;
  const [first, ...others] = all.toSorted((a, b) => Number(b.kind === 'broken') - Number(a.kind === 'broken'));
  if (first === undefined) return kept(claim);
  const { evidence, reason = '' } = first;
  const more = others.map(({ kind, claim, evidence, reason = '' }) =>
    kind === 'broken' ? `BROKEN ${claim}: ${evidence?.outcome ?? ''}` : `not checked ${claim}: ${reason}`,
  );
  return broken(
    { ...claim, topic: first.topic, place: first.place },
    {
      outcome:
        first.kind === 'broken'
          ? `${first.claim}, and ${evidence?.outcome ?? 'it is not'}`
          : `${first.claim}: not checked, ${reason}`,
      expected: evidence?.expected ?? '',
      nearest: evidence?.nearest ?? '',
      difference: [
        evidence?.difference ?? '',
        ...(more.length === 0 ? [] : [`${plural(more.length, 'other promise')} besides:`, ...more]),
      ]
        .filter((line) => line !== '')
        .join('\n'),
    },
  );
}
