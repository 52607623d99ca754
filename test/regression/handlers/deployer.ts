/** Stands where `rehearsed` names a handler; each test gives one of its own. */
export function handler(): void {}
