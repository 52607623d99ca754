import type { Scene } from './scene.ts';

/** What an operation was given, as far as the wire tells: a query protocol's scalars are all strings. */
export type Input = Readonly<Record<string, unknown>>;

/** Carries one operation out and gives its output, in the members the SDK's client expects. Throws a `Fault` to refuse. */
export type Operation = (input: Input) => unknown;

/** A service of the embedded AWS: its operations by name, with whatever they remember between calls, fresh for each scenario. */
export type Service = (scene: Scene) => Readonly<Record<string, Operation>>;
