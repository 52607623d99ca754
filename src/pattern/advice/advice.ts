/** What is known about the events of one service, for advice: plain names and sentences, no logic. */
export interface AdviceTable {
  /** Paths that are never what people expect in some events. */
  readonly paths: readonly PathAdvice[];
  /** Values that people write for others. */
  readonly values: readonly ValueAdvice[];
}

/** Advice for whoever asks for something at a path. */
export interface PathAdvice {
  readonly path: string;
  /** The detail-types that it goes for; all when absent. */
  readonly detailTypes?: readonly string[];
  /** Whether it goes only for events that have nothing there, null, or an empty list. */
  readonly whenEmpty?: boolean;
  readonly advice: string;
}

/** Advice for whoever asks for a certain value. */
export interface ValueAdvice {
  readonly path: string;
  readonly wanted: string;
  /** Not a member when nothing can stand there instead. */
  readonly instead?: string;
  readonly because: string;
}
