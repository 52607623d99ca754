/** Breaks a line at spaces so that no row passes `width`; rows after the first begin with `hang`. A word that is too long stays whole. */
export function wrapped(line: string, { width, hang }: { readonly width: number; readonly hang: string }): string {
  if (line.length <= width) return line;
  const start = /^ */.exec(line)?.[0] ?? '';
  const rows: string[] = [];
  let row = start;
  let empty = true;
  // Runs of spaces inside the line belong to its layout (a label and its text), so each stays before its word.
  for (const [, gap = '', word = ''] of line.slice(start.length).matchAll(/( *)([^ ]+)/g)) {
    if (!empty && row.length + gap.length + word.length > width) {
      rows.push(row);
      row = hang + word;
    } else {
      row += gap + word;
    }
    empty = false;
  }
  return [...rows, row].join('\n');
}
