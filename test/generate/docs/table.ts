/** A table of Markdown; cells hold no line breaks and no bars of their own. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text) => text.replaceAll(/\s*\n\s*/g, ' ').replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line), ''].join('\n');
}

/** How a page begins that is not written by hand. */
export function title(text: string, from: string): string {
  return `# ${text}\n\n*Written by \`npm run docs\` from ${from}; a test fails when it is stale.*\n`;
}
