/** Says what a file is, in its first member. */
export const FORMAT = 'ecreplay-run';
/** Raised when a reader of the old would misread the new. */
export const VERSION = 1;

/** Runs as they are written down: for `ecreplay view`, and for programs. It imports nothing, because browsers read it too. */
export interface SavedFile {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  readonly title: string;
  /** The broken ones first. */
  readonly runs: readonly SavedRun[];
  /** How many scenarios were wanted and not rehearsed to their end, so that nothing here judges them. */
  readonly missing?: number;
  /** What is not in here, a sentence each. */
  readonly leftOut: readonly string[];
}

/** One run: what happened, what AWS said about it, who was told, what they did, and what had been promised. */
export interface SavedRun {
  readonly name: string;
  readonly description: string;
  /** The command that has it again. */
  readonly again?: string;
  readonly verdict: 'broken' | 'kept' | 'unjudged';
  readonly bus: string;
  /** What that bus cannot do, a sentence each. */
  readonly limits: readonly string[];
  readonly findings: readonly SavedFinding[];
  readonly rules: readonly SavedRule[];
  /** Why rules did not match, each reason once; deliveries say which hold for them. */
  readonly why: readonly Why[];
  /** From top to bottom. */
  readonly lanes: readonly Lane[];
  /** In the order of time; of one moment, causes before what they caused. */
  readonly items: readonly Item[];
  readonly leftOut: readonly string[];
  /** How much there was, also of what is left out. */
  readonly summary?: Summary;
}

/** A promise, and how it came out. */
export interface SavedFinding {
  readonly kind: 'kept' | 'broken' | 'unchecked';
  readonly promise: string;
  /** What `ecreplay explain` has a page on. */
  readonly topic: string;
  readonly claim: string;
  readonly place?: string;
  readonly evidence?: {
    readonly outcome: string;
    readonly expected: string;
    readonly nearest: string;
    readonly difference: string;
  };
  readonly reason?: string;
  /** Of a broken promise: the items it is about, the decisive one first. */
  readonly items?: readonly string[];
}

/** Why a rule did not match an event. */
export interface Why {
  readonly rule: string;
  /** In a sentence, where it is not for its pattern to say. */
  readonly reason?: string;
  /** Where the event is other than the pattern wants. */
  readonly mismatches: readonly {
    /** Dotted. */
    readonly path: string;
    /** The alternatives of the pattern there, as JSON. */
    readonly wanted: string;
    /** What the event has there, as JSON; absent when it has nothing. */
    readonly found?: string;
    readonly reason: string;
    readonly advice?: string;
  }[];
}

/** A rule of the configuration. */
export interface SavedRule {
  readonly name: string;
  /** JSON. */
  readonly pattern: string;
  readonly state?: string;
  readonly targets: readonly string[];
}

/** What kinds of lanes there are, in the order that they lie in. */
export const LANE_KINDS = [
  'promises',
  'registry',
  'cloudtrail',
  'eventbridge',
  'bus',
  'rule',
  'queue',
  'consumer',
  'calls',
] as const;

/** Where things stand beside each other. */
export interface Lane {
  readonly id: string;
  readonly kind: (typeof LANE_KINDS)[number];
  readonly name: string;
}

/** Something that happened, or was said, at a moment. */
export interface Item {
  readonly id: string;
  readonly lane: string;
  readonly kind:
    | 'call'
    | 'action'
    | 'record'
    | 'event'
    | 'delivery'
    | 'match'
    | 'invocation'
    | 'retry'
    | 'aws-call'
    | 'request'
    | 'refusal'
    | 'message'
    | 'dead-letter'
    | 'orphan'
    | 'finding';
  /** Milliseconds since the epoch, on the registry's clock. */
  readonly at: number;
  /** Milliseconds of real time since the first delivery, where they were taken. */
  readonly real?: number;
  /** How long it took, in real time. */
  readonly took?: number;
  readonly title: string;
  /** bad: it failed. odd: a fault or a retry is the reason that it is there. lost: it never arrived. noise: it has nothing to do with the registry. */
  readonly tone?: 'bad' | 'odd' | 'lost' | 'noise';
  /** What brought it about. */
  readonly causes?: readonly string[];
  /** What is to be said besides, a sentence each. */
  readonly notes?: readonly string[];
  readonly repository?: string;
  readonly digest?: string;
  readonly eventId?: string;
  /** Of an invocation and its calls: Lambda's id of it. */
  readonly requestId?: string;
  /** Of what a step of the scenario has done: which, from 1. */
  readonly step?: number;
  /** Of a delivery: names of the rules that matched. */
  readonly matched?: readonly string[];
  /** Of a delivery: why the other rules did not, as places in `why`. */
  readonly passedBy?: readonly number[];
  /** The item that holds its JSON, where that is another. */
  readonly bodyOf?: string;
  readonly body?: unknown;
  readonly logs?: string;
}

/** How much there was in each lane, in equal parts of the time. */
export interface Summary {
  readonly from: number;
  readonly until: number;
  readonly lanes: Readonly<Record<string, { readonly all: readonly number[]; readonly bad: readonly number[] }>>;
}
