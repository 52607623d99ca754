import type { JSX } from 'preact';
import type { SavedRun } from '../../../saved/saved-run.ts';

const SIGNS: Readonly<Record<SavedRun['verdict'], string>> = { broken: '✗', kept: '✓', unjudged: '–' };

/** All runs of the file, the broken ones first. */
export function Runs({
  runs,
  at,
  onChoose,
}: {
  readonly runs: readonly SavedRun[];
  readonly at: number;
  readonly onChoose: (at: number) => void;
}): JSX.Element {
  return (
    <nav class="runs" aria-label="Scenarios">
      <ul>
        {runs.map(({ name, description, verdict, findings }, index) => (
          <li key={index}>
            <button
              type="button"
              aria-current={index === at ? 'true' : undefined}
              title={description}
              onClick={() => onChoose(index)}
            >
              <span class={`sign ${verdict}`} aria-label={verdict}>
                {SIGNS[verdict]}
              </span>
              <span class="name">{name}</span>
              {verdict === 'broken' && <small>{findings.filter(({ kind }) => kind === 'broken').length}</small>}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
