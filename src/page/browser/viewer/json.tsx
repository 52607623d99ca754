import type { JSX } from 'preact';

/** How a member is marked: a rule that matched looked at it, or one that did not found it other than it wants. */
export type Marks = ReadonlyMap<string, 'looked-at' | 'differs'>;

const MOST_MEMBERS = 500;
const MOST_TEXT = 4_000;

/** JSON to be read, with marked members, opened where they lie. */
export function Json({ value, marks }: { readonly value: unknown; readonly marks: Marks }): JSX.Element {
  return (
    <div class="json">
      <Value value={value} path="" marks={marks} depth={0} />
    </div>
  );
}

interface Part {
  readonly value: unknown;
  readonly path: string;
  readonly marks: Marks;
  readonly depth: number;
}

function Value({ value, path, marks, depth }: Part): JSX.Element {
  if (typeof value !== 'object' || value === null) return <Scalar value={value} />;
  const isList = Array.isArray(value);
  const members = Object.entries(value);
  if (members.length === 0) return <span class="quiet">{isList ? '[]' : '{}'}</span>;
  return (
    <ul>
      {members.slice(0, MOST_MEMBERS).map(([key, inner]) => (
        // Patterns do not count the elements of lists.
        <Member
          key={key}
          name={key}
          isList={isList}
          value={inner}
          path={isList ? path : joined(path, key)}
          marks={marks}
          depth={depth}
        />
      ))}
      {members.length > MOST_MEMBERS && <li class="quiet">… {members.length - MOST_MEMBERS} more</li>}
    </ul>
  );
}

function Member({
  name,
  isList,
  value,
  path,
  marks,
  depth,
}: Part & { readonly name: string; readonly isList: boolean }): JSX.Element {
  const mark = isList ? undefined : marks.get(path);
  const label = isList ? <span class="quiet">{name}</span> : <span class="key">{name}</span>;
  const said = mark === undefined ? null : <span class="mark">{mark === 'differs' ? 'differs' : 'looked at'}</span>;
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
    const isOpen = depth < 3 || [...marks.keys()].some((marked) => marked.startsWith(`${path}.`));
    return (
      <li class={mark}>
        <details open={isOpen}>
          <summary>
            {label} <span class="quiet">{Array.isArray(value) ? `[${value.length}]` : ''}</span> {said}
          </summary>
          <Value value={value} path={path} marks={marks} depth={depth + 1} />
        </details>
      </li>
    );
  }
  return (
    <li class={mark}>
      {label}: <Value value={value} path={path} marks={marks} depth={depth + 1} /> {said}
    </li>
  );
}

function Scalar({ value }: { readonly value: unknown }): JSX.Element {
  if (typeof value !== 'string') return <span class="scalar">{String(value)}</span>;
  const text = value.length > MOST_TEXT ? `${value.slice(0, MOST_TEXT)}… (${value.length} characters)` : value;
  return <span class="text">{JSON.stringify(text)}</span>;
}

function joined(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
