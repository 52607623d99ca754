/**
 * Reads JSON whose end is missing, as far as it goes: what was complete stays, what was begun is closed. Throws where it is not JSON that
 * was cut off.
 */
export function readCut(text: string): unknown {
  const { end, open } = lastComplete(text);
  return JSON.parse(
    text.slice(0, end) +
      open
        .toReversed()
        .map((bracket) => (bracket === '{' ? '}' : ']'))
        .join(''),
  );
}

/** Behind which bracket text can be cut so that only brackets have to be closed, and which are open there. */
function lastComplete(text: string): { readonly end: number; readonly open: readonly string[] } {
  const stack: string[] = [];
  let end = 0;
  let isText = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (isText) {
      if (character === '\\') at += 1;
      else if (character === '"') isText = false;
    } else if (character === '"') isText = true;
    else if (character === '{' || character === '[') {
      stack.push(character);
      // An object or a list without anything is complete, too.
      end = at + 1;
    } else if (character === '}' || character === ']') {
      stack.pop();
      end = at + 1;
    }
  }
  // Brackets alone change it, so that it is now as it was behind the last of them.
  return { end, open: stack };
}
