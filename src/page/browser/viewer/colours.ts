import { LANE_KINDS } from '../../../saved/saved-run.ts';

/** The colours of the picture, as the styles have them: a canvas knows no variables. */
export type Colours = Readonly<Record<(typeof NAMES)[number], string>>;

const NAMES = [
  'ground',
  'raised',
  'line',
  'ink',
  'quiet',
  'accent',
  'bad',
  'bad-ground',
  'warn',
  ...LANE_KINDS,
] as const;

/** Reads the colours that hold now. */
export function readColours(): Colours {
  const probe = document.createElement('span');
  document.body.append(probe);
  const read = NAMES.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color] as const;
  });
  probe.remove();
  return Object.fromEntries(read) as Colours;
}
