import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import { EXAMPLE } from './marks.ts';

/** Finds credentials in text by the rules that Secretlint keeps: what each service's tokens look like. */
export type SecretSearch = (text: string) => readonly string[];

type Rule = (typeof rules)[number];
type Context = Parameters<Rule['create']>[0];
type Report = Parameters<Context['report']>[0];
type Source = Parameters<NonNullable<ReturnType<Rule['create']>['file']>>[0];

/** Opens the rules, all that its recommended preset has. */
export function secretSearch(): SecretSearch {
  let found: Report[] = [];
  // What a rule would say of its finding is not asked for.
  const context = {
    sharedOptions: {},
    createTranslator: () => () => ({ messageId: '', message: '' }),
    report: (it: Report) => found.push(it),
    ignore: () => undefined,
  } as unknown as Context;
  const opened = rules.map((rule) => rule.create(context, {}));
  return (content) => {
    found = [];
    const source = { content, filePath: 'recording.txt', contentType: 'text', ext: '.txt' } as Source;
    for (const rule of opened) void rule.file?.(source);
    const texts = found.map(({ range: [from, to] }) => content.slice(from, to));
    return [...new Set(texts)].filter((text) => !text.includes(EXAMPLE) && !text.includes('-example'));
  };
}
