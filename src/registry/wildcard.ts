const compiled = new Map<string, RegExp>();

/** Whether a text meets a filter in which `*` stands for any characters, none included. */
export function meetsWildcard(text: string, filter: string): boolean {
  let expression = compiled.get(filter);
  if (expression === undefined) {
    const parts = filter.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\-]/g, String.raw`\$&`));
    expression = new RegExp(`^${parts.join('.*')}$`, 's');
    compiled.set(filter, expression);
  }
  return expression.test(text);
}
