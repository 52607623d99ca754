import { fileURLToPath } from 'node:url';

const HOME = fileURLToPath(new URL('..', import.meta.url));

/** Whether a line of a stack is of what calls a handler, and not of the handler. */
export function isOurs(line: string): boolean {
  return line.includes(HOME) || line.includes('(node:') || line.includes(' node:') || line.includes('evalmachine.');
}

/** Where in a consumer's own code an error arose, `file:line:column`; nothing where that cannot be told. */
export function topFrame(stack: string | undefined): string | undefined {
  for (const line of (stack ?? '').split('\n')) {
    if (!/^\s+at /.test(line) || isOurs(line)) continue;
    const [, place] = /\(?((?:file:\/\/)?\/?[^()\s]+?(?:\?[^:]*)?:\d+:\d+)\)?$/.exec(line) ?? [];
    if (place !== undefined) return place.replace(/\?written=[\d.]+(?:&whole)?/, '').replace(/^file:\/\//, '');
  }
  return undefined;
}
