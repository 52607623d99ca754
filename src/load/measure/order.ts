/** Judges whether events come in the order that they were due, within each group (a repository). */
export interface Order {
  /** An event came for the first time; whether a later one of its group came before it. */
  isOvertaken(seq: number, group: number): boolean;
}

/** Begins to watch the order of so many groups: one number is kept of each. */
export function openOrder(groups: number): Order {
  const latest = new Float64Array(groups).fill(-1);
  return {
    isOvertaken: (seq, group) => {
      if (seq < latest[group]!) return true;
      latest[group] = seq;
      return false;
    },
  };
}
