import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SavedFile, SavedRun } from '../../../saved/saved-run.ts';
import { apartFrom } from './apart.ts';
import { Promises } from './broken.tsx';
import { Detail } from './detail.tsx';
import { Help } from './help.tsx';
import { addressed, toAddress } from './address.ts';
import { chainOf, modelOf } from './model.ts';
import { Picture } from './picture.tsx';
import { Runs } from './runs.tsx';
import { sayItem } from './say.ts';
import { type Mode, scaleOf } from './scale.ts';
import { ANYTHING, found, type Wanted } from './search.ts';
import { openStage } from './stage.ts';
import { Table } from './table.tsx';
import { Toolbar } from './toolbar.tsx';

/** What the page was given: runs, and those they are held against. */
export interface Given {
  readonly file: SavedFile;
  readonly against?: SavedFile;
}

/** The whole page. */
export function App({ file, against }: Given): JSX.Element {
  const start = useMemo(() => addressed(file, location.hash), [file]);
  const [at, setAt] = useState(start.run);
  const run = file.runs[at]!;
  const other = against?.runs.find(({ name }) => name === run.name) ?? against?.runs[0];
  const [selected, select] = useState<string | undefined>(start.item);
  const [mode, setMode] = useState<Mode>('compressed');
  const [wanted, setWanted] = useState<Wanted>(ANYTHING);
  const [isTable, setTable] = useState(false);
  const [isHelp, setHelp] = useState(false);
  const [theme, setTheme] = useState('');

  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  useLayoutEffect(() => {
    const follow = (): void => {
      const next = addressed(file, location.hash);
      setAt(next.run);
      select(next.item);
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, [file]);
  useEffect(() => {
    const item = run.items.find(({ id }) => id === selected);
    history.replaceState(null, '', toAddress(file, at, item));
  }, [at, selected]);

  const search = useRef<HTMLInputElement>(null);
  // Before the page is seen: a key that is pressed at once was lost otherwise.
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
      if (event.key === 'Escape') {
        if (isTyping) search.current?.blur();
        if (wanted === ANYTHING) select(undefined);
        setWanted(ANYTHING);
      } else if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      else if (event.key === '/') search.current?.focus();
      else if (event.key === '?') setHelp(true);
      else if (event.key === 't') setTable((before) => !before);
      else return;
      if (event.key === '/') event.preventDefault();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [wanted]);

  const shared = { mode, wanted, theme, selected, onSelect: select, isTable };
  const item = run.items.find(({ id }) => id === selected);
  return (
    <div class="app">
      <Toolbar
        file={file}
        run={run}
        {...{ mode, wanted, isTable, theme, search }}
        onMode={setMode}
        onWanted={setWanted}
        onTable={setTable}
        onTheme={setTheme}
        onHelp={() => setHelp(true)}
      />
      <div class="below">
        {file.runs.length > 1 && (
          <Runs
            runs={file.runs}
            at={at}
            onChoose={(next) => {
              setAt(next);
              select(decisiveOf(file.runs[next]!));
            }}
          />
        )}
        <div class="column">
          <h1>
            {run.name} <span>{run.description}</span>
          </h1>
          <LeftOut
            sentences={[...file.leftOut, ...run.leftOut, ...run.limits.map((limit) => `the ${run.bus} bus ${limit}`)]}
          />
          <Promises key={at} run={run} onShow={select} />
          <Shown key={`shown ${at}`} run={run} other={other} {...shared} />
          {other !== undefined && (
            <>
              <h2 class="against">against {against?.title}</h2>
              <Promises run={other} onShow={() => {}} />
              <Shown key={`other ${at}`} run={other} other={run} {...shared} selected={undefined} onSelect={() => {}} />
            </>
          )}
        </div>
      </div>
      <p class="heard" role="status">
        {item === undefined ? '' : sayItem(item)}
      </p>
      {isHelp && <Help onClose={() => setHelp(false)} />}
    </div>
  );
}

/** Where a run is looked at first: where its first broken promise parted. */
export function decisiveOf({ findings }: SavedRun): string | undefined {
  return findings.find(({ items = [] }) => items.length > 0)?.items?.[0];
}

function LeftOut({ sentences }: { readonly sentences: readonly string[] }): JSX.Element | null {
  if (sentences.length === 0) return null;
  return (
    <details class="left-out">
      <summary>What this page cannot show ({sentences.length})</summary>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </details>
  );
}

interface ShownProps {
  readonly run: SavedRun;
  readonly other: SavedRun | undefined;
  readonly mode: Mode;
  readonly wanted: Wanted;
  readonly theme: string;
  readonly isTable: boolean;
  readonly selected: string | undefined;
  readonly onSelect: (id: string | undefined) => void;
}

/** One run: its picture or its table, and what is selected of it. */
function Shown({ run, other, mode, wanted, theme, isTable, selected, onSelect }: ShownProps): JSX.Element {
  const model = useMemo(() => modelOf(run), [run]);
  const scale = useMemo(() => scaleOf(run.items, mode), [run, mode]);
  const stage = useMemo(() => openStage(scale), [scale]);
  const hits = useMemo(() => found(run.items, wanted), [run, wanted]);
  const apart = useMemo(() => (other === undefined ? undefined : apartFrom(run.items, other.items)), [run, other]);
  const index = selected === undefined ? undefined : model.indexOf.get(selected);
  const chain = useMemo(() => (index === undefined ? undefined : chainOf(model, index)), [model, index]);
  useEffect(() => {
    if (index !== undefined) stage.show(scale.x[index]!);
  }, [index, stage]);
  const choose = (next: number | undefined): void => onSelect(next === undefined ? undefined : model.items[next]!.id);
  const hidden = run.lanes.length - model.lanes.length;
  return (
    <div class="shown">
      <div class="main">
        {isTable ? (
          <Table {...{ model, hits, selected: index }} onSelect={choose} />
        ) : (
          <Picture {...{ model, scale, mode, stage, theme, selected: index, chain, hits, apart }} onSelect={choose} />
        )}
        {hidden > 0 && <p class="quiet">{hidden} lanes with the fewest items are not drawn; the table has them.</p>}
        {apart !== undefined && (
          <p class="quiet">
            {apart.size === 0
              ? 'All of it is in the other run, too'
              : `${apart.size} are not in the other run: they are framed`}
          </p>
        )}
        {hits !== undefined && (
          <p class="quiet" role="status">
            {hits.size} found
          </p>
        )}
      </div>
      {index !== undefined && <Detail {...{ model, index }} onSelect={choose} />}
    </div>
  );
}
