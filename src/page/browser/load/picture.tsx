import type { ComponentChildren, JSX, TargetedPointerEvent } from 'preact';
import { useState } from 'preact/hooks';
import type { Axis } from './axis.ts';

/** One line of a picture. */
export interface Line {
  readonly name: string;
  /** Which of the colours and dashes of the style sheet. */
  readonly look: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** What is drawn, and said to whoever does not see it. */
export interface PictureProps {
  readonly title: string;
  /** What is seen, in a sentence. */
  readonly says: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly Line[];
  /** Stretches with names, behind the lines. */
  readonly bands?: readonly { readonly name: string; readonly from: number; readonly to: number }[];
  /** Points farther apart than this are not joined: there was nothing between them. */
  readonly joined?: number;
  /** The table behind the picture. */
  readonly children: ComponentChildren;
}

const WIDTH = 960;
const HEIGHT = 300;
const LEFT = 76;
const RIGHT = 16;
const TOP = 22;
const BOTTOM = 30;
const INNER = WIDTH - LEFT - RIGHT;
const TALL = HEIGHT - TOP - BOTTOM;

/** Lines over two axes; what is under the pointer is read out, and a table behind it says the same. */
export function Picture({ title, says, x, y, lines, bands = [], joined, children }: PictureProps): JSX.Element {
  const [over, setOver] = useState<number>();
  const toX = (value: number): number => LEFT + x.at(value) * INNER;
  const toY = (value: number): number => TOP + (1 - y.at(value)) * TALL;
  const xs = lines.flatMap(({ points }) => points.map(([at]) => at));
  const read =
    over === undefined ? undefined : xs.reduce((best, at) => (away(at) < away(best) ? at : best), xs[0] ?? 0);
  function away(value: number): number {
    return Math.abs(toX(value) - (over ?? 0));
  }
  function pointed(event: TargetedPointerEvent<SVGSVGElement>): void {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    setOver(((event.clientX - left) / width) * WIDTH);
  }
  return (
    <figure class="picture">
      <figcaption>
        <h3>{title}</h3>
        <p>{says}</p>
      </figcaption>
      <ul class="legend">
        {lines.map(({ name, look, points }) => {
          const here = read === undefined ? undefined : points.find(([at]) => at === read);
          return (
            <li key={name}>
              <svg width="26" height="8" aria-hidden="true">
                <line x1="0" x2="26" y1="4" y2="4" class={`line ${look}`} />
              </svg>
              {name}
              {here === undefined ? '' : ` ${y.say(here[1])}`}
            </li>
          );
        })}
        {read === undefined ? '' : <li class="quiet">at {x.say(read)}</li>}
      </ul>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${title}. ${says} The table below says the same.`}
        onPointerMove={pointed}
        onPointerLeave={() => setOver(undefined)}
      >
        {bands.map(({ name, from, to }, index) => (
          <g key={`${index}`}>
            <rect
              x={toX(from)}
              width={Math.max(0, toX(to) - toX(from))}
              y={TOP}
              height={TALL}
              class={`band b${index % 2}`}
            />
            {toX(to) - toX(from) > name.length * 7 ? (
              <text x={(toX(from) + toX(to)) / 2} y={TOP - 8} class="tick middle">
                {name}
              </text>
            ) : (
              ''
            )}
          </g>
        ))}
        {y.ticks.map((tick) => (
          <g key={tick}>
            <line x1={LEFT} x2={WIDTH - RIGHT} y1={toY(tick)} y2={toY(tick)} class="grid" />
            <text x={LEFT - 8} y={toY(tick) + 4} class="tick end">
              {y.say(tick)}
            </text>
          </g>
        ))}
        {x.ticks.map((tick) => (
          <text key={tick} x={toX(tick)} y={HEIGHT - 10} class="tick middle">
            {x.say(tick)}
          </text>
        ))}
        {lines.map(({ name, look, points }) => (
          <path key={name} d={path(points, toX, toY, joined)} class={`line ${look}`} />
        ))}
        {read === undefined ? '' : <line x1={toX(read)} x2={toX(read)} y1={TOP} y2={TOP + TALL} class="reader" />}
      </svg>
      <details>
        <summary>{title}, as a table</summary>
        <div class="scrolled" tabIndex={0} role="region" aria-label={`${title}, as a table`}>
          {children}
        </div>
      </details>
    </figure>
  );
}

function path(
  points: Line['points'],
  toX: (value: number) => number,
  toY: (value: number) => number,
  joined = Number.POSITIVE_INFINITY,
): string {
  return points
    .map(([x, y], index) => {
      const before = points[index - 1]?.[0];
      const isJoined = before !== undefined && x - before <= joined;
      // A point between two gaps is a dot: a line of no length with round ends.
      return `${isJoined ? 'L' : 'M'}${toX(x).toFixed(1)} ${toY(y).toFixed(1)}${isJoined ? '' : 'h0'}`;
    })
    .join('');
}
