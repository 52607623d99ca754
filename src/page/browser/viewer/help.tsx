import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

const KEYS: readonly (readonly [string, string])[] = [
  ['← →', 'the one before or after, in its lane'],
  ['↑ ↓', 'the lane above or below: what it has to do with, else what is nearest'],
  ['c, e', 'its cause, its effect'],
  ['b', 'the next that failed'],
  ['n, p', 'the next and the previous that is found'],
  ['Home, End', 'the first and the last of the lane'],
  ['+ − 0', 'nearer, farther, everything'],
  ['/', 'search'],
  ['t', 'table or picture'],
  ['Esc', 'let go of what is selected or searched for'],
];

/** What keys do. */
export function Help({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="keys">
      <h2 id="keys">Keys</h2>
      <dl>
        {KEYS.map(([key, does]) => (
          <>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </>
        ))}
      </dl>
      <p class="quiet">
        The wheel zooms, dragging moves. An address that ends in #event= and an event's id leads to it.
      </p>
      <button type="button" onClick={() => dialog.current?.close()}>
        Close
      </button>
    </dialog>
  );
}
