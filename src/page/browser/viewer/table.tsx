import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Model } from './model.ts';
import { sayKind, sayMoment } from './say.ts';

const PAGE = 200;

/** The same as the picture, for those who would rather read it: a row an item, page by page. */
export function Table({
  model,
  hits,
  selected,
  onSelect,
}: {
  readonly model: Model;
  readonly hits: ReadonlySet<number> | undefined;
  readonly selected: number | undefined;
  readonly onSelect: (index: number) => void;
}): JSX.Element {
  const rows = hits === undefined ? model.items.map((_, index) => index) : [...hits];
  const [page, turn] = useState(0);
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  const shown = Math.min(page, pages - 1);
  useEffect(() => {
    const at = selected === undefined ? -1 : rows.indexOf(selected);
    if (at >= 0) turn(Math.floor(at / PAGE));
  }, [selected, hits]);
  return (
    <div class="table">
      <div class="pages">
        <button type="button" disabled={shown === 0} onClick={() => turn(shown - 1)}>
          Earlier
        </button>
        <span>
          {rows.length === 0
            ? 'Nothing is found'
            : `${shown * PAGE + 1} to ${Math.min(rows.length, (shown + 1) * PAGE)} of ${rows.length}`}
        </span>
        <button type="button" disabled={shown >= pages - 1} onClick={() => turn(shown + 1)}>
          Later
        </button>
      </div>
      <table>
        <caption>Everything that happened, in the order of time</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Lane</th>
            <th scope="col">What</th>
            <th scope="col">Kind</th>
            <th scope="col">Repository</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(shown * PAGE, (shown + 1) * PAGE).map((index) => {
            const item = model.items[index]!;
            return (
              <tr key={index} class={item.tone} aria-current={index === selected ? 'true' : undefined}>
                <td>{sayMoment(item.at)}</td>
                <td>{item.lane.slice(item.lane.indexOf(':') + 1)}</td>
                <td>
                  <button type="button" onClick={() => onSelect(index)}>
                    {item.tone === 'bad' ? '✗ ' : ''}
                    {item.title}
                  </button>
                </td>
                <td>
                  {sayKind(item)}
                  {item.tone === 'bad' ? ' (failed)' : ''}
                </td>
                <td>{item.repository}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
