import { encoded } from './encodings.ts';
import { type Kind, kindOf } from './kind.ts';
import { Recent } from './recent.ts';
import { scanJson, type JsonChange } from './scan-json.ts';

/** What a walk does with what it finds, however deep it is packed. */
export interface Visitor {
  /** Text that is a value's own, and no JSON and not packed. */
  text(text: string, kind: Kind): string;
  /** A number of twelve digits. */
  number(digits: string): string;
  /** JSON in a string, before and after; gives what is put there. */
  document?(before: string, after: string): string;
}

/** So deep is JSON nested in strings of JSON at most; AWS does it four times. What is deeper is put out of sight. */
const DEEPEST = 12;

/** What stands for what is nested too deep to be looked into. */
export const TOO_DEEP = '(nested too deep to be looked into)';

/** A value as long as this is hardly met twice. */
const LONGEST_KEPT = 512;
const MOST_KEPT = 20_000;

/** Takes a line or several, and all that is packed in its strings, through a visitor. */
export interface Walk {
  line(text: string): string;
  /** Forgets what it knows of values, which a visitor now sees otherwise. */
  forget(): void;
}

/** A walk that remembers what became of values, which in records come again and again. */
export function walk(visitor: Visitor): Walk {
  const keys = new Recent<{ readonly raw: string; readonly kind: Kind }>(MOST_KEPT);
  const values = new Map<Kind, Recent<string>>();

  const documents = Array.from({ length: DEEPEST + 1 }, (_, depth): JsonChange => ({
    key(raw) {
      const known = keys.get(raw);
      if (known !== undefined) return known;
      const changed = unescaped(raw, (name) => within(name, 'plain', depth));
      const answer = { raw: changed, kind: changed === raw ? kindOf(raw) : ('plain' as const) };
      if (raw.length <= LONGEST_KEPT) keys.set(raw, answer);
      return answer;
    },
    value(raw, kind) {
      if (raw.length > LONGEST_KEPT) return unescaped(raw, (text) => within(text, kind, depth));
      let known = values.get(kind);
      if (known === undefined) values.set(kind, (known = new Recent(MOST_KEPT)));
      const before = known.get(raw);
      if (before !== undefined) return before;
      const changed = unescaped(raw, (text) => within(text, kind, depth));
      // The text itself, not a copy, so that it is seen at a glance that nothing was changed.
      known.set(raw, changed);
      return changed;
    },
    number: (digits) => visitor.number(digits),
    kind: 'plain',
  }));

  /** JSON, JSON a line, or undefined for any other text. */
  const json = (text: string, depth: number): string | undefined => {
    const change = documents[depth];
    if (change === undefined) return TOO_DEEP;
    if (depth > 0) change.kind = 'plain';
    return scanJson(text, change);
  };

  const within = (text: string, kind: Kind, depth: number): string => {
    const start = text.charCodeAt(0) <= 0x20 ? text.trimStart().charCodeAt(0) : text.charCodeAt(0);
    if ((start === BRACE || start === BRACKET) && text.length > 6) {
      const changed = json(text, depth + 1);
      if (changed !== undefined) return visitor.document?.(text, changed) ?? changed;
    }
    if (depth >= DEEPEST) return TOO_DEEP;
    return visitor.text(
      members(
        encoded(text, (packed) => within(packed, 'plain', depth + 1)),
        visitor,
      ),
      kind,
    );
  };

  const line = (text: string): string =>
    json(text, 0) ?? (text.includes('\n') ? text.split('\n').map(line).join('\n') : within(text, 'plain', 0));

  return {
    line,
    forget() {
      keys.clear();
      values.clear();
    },
  };
}

/** A key and its text, as they stand in JSON that was cut off, or in a sentence; their quotes may be escaped. */
const MEMBER = /(\\*)"([\w-]{1,64})\1"\s{0,4}:\s{0,4}\1"([^"\\]{1,512})/g;

/** Text that is no JSON, though parts of it are: what their keys say of their values holds. */
function members(text: string, visitor: Visitor): string {
  if (!text.includes('"')) return text;
  return text.replaceAll(MEMBER, (found, _, key: string, value: string) => {
    const kind = kindOf(key);
    return kind === 'plain' ? found : found.slice(0, found.length - value.length) + visitor.text(value, kind);
  });
}

const BRACE = 0x7b;
const BRACKET = 0x5b;

/** Changes what a JSON string says, and words it as JSON again. What is not changed keeps its escapes as they are. */
function unescaped(raw: string, change: (text: string) => string): string {
  const text = raw.includes('\\') ? saidBy(raw) : raw;
  const changed = change(text);
  return changed === text ? raw : JSON.stringify(changed).slice(1, -1);
}

function saidBy(raw: string): string {
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    // An escape that JSON does not have: it is looked through as it stands.
    return raw;
  }
}
