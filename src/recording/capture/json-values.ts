/** A JSON value among others, as text, with the line on which it begins; or a place where none can be read. */
export type Found =
  | { readonly kind: 'value'; readonly text: string; readonly line: number }
  | { readonly kind: 'broken'; readonly line: number; readonly reason: string };

const DEEPEST = 1_000;
/** A log file of CloudTrail has at most 50 MB; V8 has no strings beyond half a thousand. */
const LONGEST = 256 * 1024 * 1024;
/** Nobody indents more. */
const MOST_SPACE = 200;

const BETWEEN = /[^\s\p{Cc},[\]\uFEFF]|\n/gu;
const IN_VALUE = /["{}[\]\n]/g;
const IN_TEXT = /["\\\n]/g;
const LINE_END = /\n/g;
const AFTER_SCALAR = /[\s,\]]/g;

/**
 * Finds JSON values in text however they are strung together: one a line, in an array, over several lines, or one right after the other
 * as Firehose writes them. Few are held at once.
 *
 * A value that is cut short is told, and reading goes on at the next line.
 */
export async function* jsonValues(chunks: AsyncIterable<string>): AsyncGenerator<Found, void, undefined> {
  const scan = scanner();
  for await (const chunk of chunks) yield* scan.feed(chunk);
  yield* scan.end();
}

function scanner(): { feed(chunk: string): Generator<Found>; end(): Generator<Found> } {
  /** What is in hand, and of the value that is being read the pieces before that. */
  let text = '';
  let pieces: string[] = [];
  let length = 0;
  let at = 0;
  let line = 1;
  /** Where the value that is being read begins in the text, or -1 between values. */
  let start = -1;
  let startLine = 1;
  let inText = false;
  let isEscaped = false;
  /** Nothing on the rest of this line can be told apart. */
  let isLost = false;
  /** The brackets that are open; none within a value means that it is one word or text. */
  let open: string[] = [];

  function reset(): void {
    [start, pieces, length, inText, isEscaped, open] = [-1, [], 0, false, false, []];
  }

  function closed(end: number): Found {
    const value = pieces.join('') + text.slice(start, end);
    at = end;
    reset();
    return { kind: 'value', text: value, line: startLine };
  }

  /** Gives up the value that is being read, and goes on behind `end`. */
  function broken(end: number, reason: string): Found {
    at = end;
    reset();
    return { kind: 'broken', line: startLine, reason };
  }

  /** Gives up the value that is being read, and whatever else stands on its line. */
  function lost(reason: string): Found {
    isLost = true;
    return broken(at, reason);
  }

  function next(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    at = match === null ? text.length : match.index + 1;
    return match?.[0];
  }

  /** One step: a value, or a broken place; nothing, where more text is needed; `true` where it is only further on. */
  function step(): Found | true | undefined {
    if (start < 0) return begin();
    if (inText) return textStep();
    if (open.length > 0) return valueStep();
    return next(AFTER_SCALAR) === undefined ? undefined : closed(at - 1);
  }

  function begin(): true | undefined {
    const found = next(isLost ? LINE_END : BETWEEN);
    if (found === undefined) return undefined;
    if (found === '\n') {
      line += 1;
      isLost = false;
      return true;
    }
    [start, startLine, inText] = [at - 1, line, found === '"'];
    if (found === '{') open = ['{'];
    return true;
  }

  function textStep(): Found | true | undefined {
    if (isEscaped) {
      if (at >= text.length) return undefined;
      at += 1;
      isEscaped = false;
    }
    const found = next(IN_TEXT);
    if (found === undefined) return undefined;
    if (found === '\n') return broken(at - 1, 'a text has no end');
    isEscaped = found === '\\';
    if (found === '"') {
      inText = false;
      if (open.length === 0) return closed(at);
    }
    return true;
  }

  function valueStep(): Found | true | undefined {
    const found = next(IN_VALUE);
    switch (found) {
      case undefined:
        return undefined;
      case '\n':
        line += 1;
        return true;
      case '"':
        inText = true;
        return true;
      case '{':
      case '[':
        // No value stands where a key has to: it is that of the next line, and this one was cut short.
        if (found === '{' && open.at(-1) === '{' && before() !== ':') return broken(at - 1, 'it is cut short');
        open.push(found);
        return open.length > DEEPEST ? lost(`it is nested more than ${DEEPEST} deep`) : true;
      default:
        if ((found === '}') !== (open.pop() === '{')) return lost('its brackets do not match');
        return open.length === 0 ? closed(at) : true;
    }
  }

  /** What stands before the bracket that was just found, space aside. */
  function before(): string | undefined {
    const here = text.slice(start, at - 1);
    const inHand = here.slice(-MOST_SPACE).trimEnd();
    if (inHand !== '') return inHand.at(-1);
    for (const piece of pieces.toReversed()) {
      const tail = piece.slice(-MOST_SPACE).trimEnd();
      if (tail !== '') return tail.at(-1);
    }
    return undefined;
  }

  return {
    *feed(chunk) {
      text = chunk;
      at = 0;
      if (start >= 0) start = 0;
      for (let found = step(); found !== undefined; found = step()) if (found !== true) yield found;
      if (start < 0) return;
      pieces.push(text.slice(start));
      length += text.length - start;
      if (length > LONGEST) yield lost(`it has more than ${LONGEST} characters`);
    },
    *end() {
      if (start < 0) return;
      [text, at] = ['', 0];
      start = 0;
      yield open.length === 0 && !inText ? closed(0) : broken(0, 'it is cut short');
    },
  };
}
