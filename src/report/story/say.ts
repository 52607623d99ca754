import type { Activity } from '../../registry/activity.ts';
import type { Step } from '../../scenario/step.ts';
import { plural } from '../../verdict/say.ts';

/** Members that say what a step is about, the most telling first. */
const SUBJECTS = ['image', 'repository', 'operation', 'name'] as const;

/** A step in a few words: `push web:1.4.2`, `call SetRepositoryPolicy`, `wait 14d`. */
export function sayStep(step: Step): string {
  const [[name, body] = ['step', undefined]] = Object.entries(step) as readonly (readonly [string, unknown])[];
  if (typeof body === 'string') return `${name} ${body}`;
  if (typeof body !== 'object' || body === null) return name;
  const said = SUBJECTS.flatMap((member) => {
    const value: unknown = Reflect.get(body, member);
    return typeof value === 'string' ? [value] : [];
  });
  return [name, ...said.slice(0, 1)].join(' ');
}

/** What a step came to in the registry: `22 calls`, `no call`. */
export function sayCalls(step: number, { happenings }: Activity): string {
  const of = happenings.filter((happening) => happening.step === step);
  const calls = of.filter(({ kind }) => kind === 'call').length;
  const actions = of.length - calls;
  const said = [
    ...(calls > 0 ? [plural(calls, 'API call')] : []),
    ...(actions > 0 ? [`${plural(actions, 'action')} of ECR itself`] : []),
  ];
  return said.length === 0 ? 'no API call' : said.join(', ');
}
