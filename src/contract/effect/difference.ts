import type { Effects } from './effects.ts';

/** What of the effects has become more, or other, than it was without the disturbance: a line each. */
export function differences(without: Effects, disturbed: Effects): readonly string[] {
  return [...changedActs(without, disturbed), ...changedState(without, disturbed)];
}

/** What was done less often than without the disturbance, or left otherwise. */
export function losses(without: Effects, disturbed: Effects): readonly string[] {
  const names = namesOf(without, disturbed);
  const less = changedActs(without, disturbed).filter((_, index) => {
    const name = names[index]!;
    return (disturbed.acts.get(name) ?? 0) < (without.acts.get(name) ?? 0);
  });
  return [...less, ...changedState(without, disturbed)];
}

/** What was done more often than without the disturbance, or left otherwise. */
export function repetitions(without: Effects, disturbed: Effects): readonly string[] {
  const more = changedActs(without, disturbed).filter((_, index) => {
    const name = namesOf(without, disturbed)[index]!;
    return (disturbed.acts.get(name) ?? 0) > (without.acts.get(name) ?? 0);
  });
  return [...more, ...changedState(without, disturbed)];
}

function namesOf(without: Effects, disturbed: Effects): readonly string[] {
  return [...new Set([...without.acts.keys(), ...disturbed.acts.keys()])].filter(
    (name) => (without.acts.get(name) ?? 0) !== (disturbed.acts.get(name) ?? 0),
  );
}

function changedActs(without: Effects, disturbed: Effects): readonly string[] {
  return namesOf(without, disturbed).map(
    (name) =>
      `${name} is done ${times(disturbed.acts.get(name) ?? 0)}, and ${times(without.acts.get(name) ?? 0)} otherwise`,
  );
}

function changedState(without: Effects, disturbed: Effects): readonly string[] {
  const places = [...new Set([...without.state.keys(), ...disturbed.state.keys()])];
  return places
    .filter((place) => without.state.get(place) !== disturbed.state.get(place))
    .map(
      (place) =>
        `${place} ends as ${shortened(disturbed.state.get(place) ?? 'nothing')}, and as ${shortened(without.state.get(place) ?? 'nothing')} otherwise`,
    );
}

function times(many: number): string {
  return many === 1 ? 'once' : many === 0 ? 'never' : many === 2 ? 'twice' : `${many} times`;
}

/** How much of a value is shown. */
const MOST = 200;

function shortened(text: string): string {
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text;
}
