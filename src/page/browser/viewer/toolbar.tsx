import type { JSX, RefObject } from 'preact';
import { useMemo } from 'preact/hooks';
import type { SavedFile, SavedRun } from '../../../saved/saved-run.ts';
import type { Mode } from './scale.ts';
import type { Wanted } from './search.ts';

/** What the toolbar shows, and whom it tells. */
interface ToolbarProps {
  readonly file: SavedFile;
  readonly run: SavedRun;
  readonly mode: Mode;
  readonly wanted: Wanted;
  readonly isTable: boolean;
  readonly theme: string;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly onMode: (mode: Mode) => void;
  readonly onWanted: (wanted: Wanted) => void;
  readonly onTable: (isTable: boolean) => void;
  readonly onTheme: (theme: string) => void;
  readonly onHelp: () => void;
}

const THEMES = ['', 'light', 'dark'];

/** Search, filters and how things are shown. */
export function Toolbar(props: ToolbarProps): JSX.Element {
  const { file, run, mode, wanted, isTable, theme, search, onMode, onWanted, onTable, onTheme, onHelp } = props;
  const { repositories, hasReal } = useMemo(
    () => ({
      repositories: [...new Set(run.items.flatMap(({ repository }) => repository ?? []))].toSorted(),
      hasReal: run.items.some(({ real }) => real !== undefined),
    }),
    [run],
  );
  const tally = tallyOf(file);
  return (
    <header class="toolbar">
      <span class="brand">ecreplay</span>
      <span class={tally.startsWith('✗ ') ? 'tally bad' : 'tally good'}>{tally}</span>
      <input
        ref={search}
        type="search"
        placeholder="Search: words, digest, event id  ( / )"
        aria-label="Search"
        value={wanted.text}
        onInput={(event) => onWanted({ ...wanted, text: event.currentTarget.value })}
      />
      {repositories.length > 1 && (
        <select
          aria-label="Repository"
          value={wanted.repository}
          onChange={(event) => onWanted({ ...wanted, repository: event.currentTarget.value })}
        >
          <option value="">every repository</option>
          {repositories.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={wanted.badOnly}
          onChange={(event) => onWanted({ ...wanted, badOnly: event.currentTarget.checked })}
        />
        failed
      </label>
      <select aria-label="Time axis" value={mode} onChange={(event) => onMode(event.currentTarget.value as Mode)}>
        <option value="compressed">gaps drawn together</option>
        <option value="true">true to scale</option>
        {hasReal && <option value="real">real time</option>}
      </select>
      <button type="button" aria-pressed={isTable} onClick={() => onTable(!isTable)}>
        Table
      </button>
      <button type="button" onClick={() => onTheme(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!)}>
        {theme === '' ? 'Light/dark: auto' : theme === 'light' ? 'Light' : 'Dark'}
      </button>
      <button type="button" aria-label="Keys" onClick={onHelp}>
        ?
      </button>
    </header>
  );
}

/** What is wrong comes first: what was not rehearsed may be broken as well. */
function tallyOf({ runs, missing = 0, title }: SavedFile): string {
  const broken = runs.filter(({ verdict }) => verdict === 'broken').length;
  const kept = runs.some(({ verdict }) => verdict === 'kept') ? `${runs.length} kept` : '';
  const wrong = [
    ...(broken > 0 ? [`${broken} of ${runs.length} broken`] : []),
    ...(missing > 0 ? [`${missing} not rehearsed`] : []),
  ];
  if (wrong.length === 0) return kept === '' ? title : `✓ ${kept}`;
  return `✗ ${[...wrong, ...(broken > 0 || kept === '' ? [] : [kept])].join(', ')}`;
}
