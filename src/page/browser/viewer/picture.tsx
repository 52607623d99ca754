import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Lane } from '../../../saved/saved-run.ts';
import { readColours } from './colours.ts';
import { draw } from './draw.ts';
import { itemAt } from './item-at.ts';
import { stepBy } from './keys.ts';
import type { Model } from './model.ts';
import type { Mode, Scale } from './scale.ts';
import { AXIS, LANE, type Scene } from './scene.ts';
import type { Stage } from './stage.ts';

/** What the picture shows, and whom it tells of what is done in it. */
export interface PictureProps {
  readonly model: Model;
  readonly scale: Scale;
  readonly mode: Mode;
  readonly stage: Stage;
  readonly theme: string;
  readonly selected: number | undefined;
  readonly chain: ReadonlySet<number> | undefined;
  readonly hits: ReadonlySet<number> | undefined;
  readonly apart: ReadonlySet<number> | undefined;
  readonly onSelect: (index: number | undefined) => void;
}

/** What kind of thing a lane is, where its name alone does not say. */
const CAPTIONS: Readonly<Partial<Record<Lane['kind'], string>>> = {
  rule: 'rule',
  queue: 'queue',
  consumer: 'consumer',
  calls: 'calls of',
};

/** The picture of a run: a lane for each that takes part, time from left to right. */
export function Picture(props: PictureProps): JSX.Element {
  const { model, stage } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const scene = useRef<Scene>(undefined);
  const redraw = useRef<() => void>(() => {});

  useEffect(() => {
    const drawn = canvas.current!;
    const context = drawn.getContext('2d')!;
    let colours = readColours();
    let wanted = 0;
    let width = 0;
    const now = (): void => {
      wanted = 0;
      const { theme: _, onSelect: __, stage: own, ...shown } = latest.current;
      scene.current = { ...shown, view: own.view(), width, colours };
      draw(context, scene.current);
    };
    const soon = (): void => {
      wanted ||= requestAnimationFrame(now);
    };
    const resize = (): void => {
      width = drawn.clientWidth;
      const height = AXIS + latest.current.model.lanes.length * LANE;
      drawn.width = Math.round(width * devicePixelRatio);
      drawn.height = Math.round(height * devicePixelRatio);
      context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      latest.current.stage.resize(width);
      colours = readColours();
      soon();
    };
    redraw.current = resize;
    const sizes = new ResizeObserver(resize);
    sizes.observe(drawn);
    const schemes = matchMedia('(prefers-color-scheme: dark)');
    schemes.addEventListener('change', resize);
    const unwatch = stage.watch(soon);
    const wheel = (event: WheelEvent): void => turned(event, frame.current!, latest.current.stage);
    drawn.addEventListener('wheel', wheel, { passive: false });
    return () => {
      cancelAnimationFrame(wanted);
      sizes.disconnect();
      schemes.removeEventListener('change', resize);
      drawn.removeEventListener('wheel', wheel);
      unwatch();
    };
  }, [stage, model]);
  useEffect(() => redraw.current());

  const drag = useRef<{ readonly x: number; last: number; moved: boolean }>(undefined);
  return (
    <div class="picture" ref={frame}>
      <ul class="lanes" aria-hidden="true" style={{ paddingTop: `${AXIS}px` }}>
        {model.lanes.map(({ id, kind, name }, lane) => (
          <li key={id} class={`kind-${kind}`} title={name}>
            <span>
              {CAPTIONS[kind] !== undefined && <em>{CAPTIONS[kind]}</em>}
              {kind === 'calls' ? `↳ ${name}` : name}
            </span>
            <small>{model.inLane[lane]!.length}</small>
          </li>
        ))}
      </ul>
      <div
        class="stage"
        tabIndex={0}
        role="application"
        aria-label={`Timeline of ${model.run.name}: arrow keys go from one to the next, plus and minus zoom, question mark tells all keys`}
        onKeyDown={(event) => {
          if (keyed(event, latest.current)) event.preventDefault();
        }}
      >
        <canvas
          ref={canvas}
          style={{ height: `${AXIS + model.lanes.length * LANE}px` }}
          onPointerDown={(event) => {
            drag.current = { x: event.offsetX, last: event.offsetX, moved: false };
            event.currentTarget.setPointerCapture(event.pointerId);
          }}
          onPointerMove={(event) => {
            const its = drag.current;
            if (its === undefined) return;
            if (Math.abs(event.offsetX - its.x) > 3) its.moved = true;
            if (its.moved) stage.move(its.last - event.offsetX);
            its.last = event.offsetX;
          }}
          onPointerUp={(event) => {
            const its = drag.current;
            drag.current = undefined;
            if (its === undefined || its.moved || scene.current === undefined) return;
            props.onSelect(itemAt(scene.current, event.offsetX, event.offsetY));
          }}
        />
      </div>
    </div>
  );
}

/** Zooms, unless there is something to scroll; sideways always moves. */
function turned(event: WheelEvent, frame: HTMLElement, stage: Stage): void {
  if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
    event.preventDefault();
    stage.move(event.deltaX);
  } else if (event.ctrlKey || event.metaKey || frame.scrollHeight <= frame.clientHeight) {
    event.preventDefault();
    stage.zoom(Math.exp(-event.deltaY / 300), event.offsetX);
  }
}

/** Does what a key asks for; says whether it asked for anything. */
function keyed(
  { key, ctrlKey, metaKey, altKey }: KeyboardEvent,
  { model, stage, selected, hits, onSelect }: PictureProps,
): boolean {
  if (ctrlKey || metaKey || altKey) return false;
  if (key === '+' || key === '=') stage.zoom(1.5);
  else if (key === '-') stage.zoom(1 / 1.5);
  else if (key === '0') stage.all();
  else {
    const next = stepBy(key, model, selected, hits);
    if (next === undefined) return key.startsWith('Arrow');
    onSelect(next);
  }
  return true;
}
