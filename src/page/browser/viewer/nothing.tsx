import type { JSX } from 'preact';
import type { Given } from './app.tsx';

/** The page of a file without runs: all that can be said is why. */
export function Nothing({ file: { leftOut } }: Given): JSX.Element {
  return (
    <>
      <p>There is nothing in this file.</p>
      {leftOut.length > 0 && (
        <>
          <p>What this page cannot show:</p>
          <ul>
            {leftOut.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
