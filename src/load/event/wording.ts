/** Text with gaps: what stands between them, and by a number what a gap is filled with (`slot.ts`). */
export type Pieces = readonly (string | number)[];

/** How an event of a flow is worded. What varies is always as long, so that all that are made of it have one size. */
export interface Template {
  /** As an entry of PutEvents, and as a consumer is given it; both JSON. */
  readonly entry: Pieces;
  readonly event: Pieces;
  /** By what it is told apart: an id of its own, or the image that it is about, by the number of that in its flow. */
  readonly identity: { readonly by: 'eventID' } | { readonly by: 'digest'; readonly image: number };
  /** What tells it from others about the same image: regular expressions that its text answers to. */
  readonly marks: readonly string[];
  /** Whether a rule of the configuration sends it to a consumer; true where it is not known. */
  readonly isExpected: boolean;
  /** Index into `repositories`. */
  readonly repository: number;
}

/** One flow: its events in order. */
export interface FlowWording {
  readonly name: string;
  /** Of every so many, this many are of the flow. */
  readonly weight: number;
  readonly steps: readonly Template[];
}

/** What a plan's events look like: plain data, so that every worker has the same without reading a scenario. */
export interface Wording {
  readonly seed: string;
  readonly flows: readonly FlowWording[];
  /** Names of repositories as scenarios have them, those of all flows. */
  readonly repositories: readonly string[];
  readonly cardinality: { readonly repositories: number; readonly tags: number; readonly accounts: number };
  /** The account that the first is, where there are several, and the Region: those of the first flow's scenario. */
  readonly account: string;
  readonly region: string;
}
