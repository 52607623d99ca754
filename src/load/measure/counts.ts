/** What is counted, in the order that it comes about. */
export const COUNTS = [
  /** The schedule wanted it. */
  'due',
  /** It was handed to the wire. */
  'sent',
  /** It was sent more than `LATE` after it was due. */
  'late',
  /** It was due and never sent: too much was on its way, or the run ended. */
  'dropped',
  /** The bus, or the consumer that is called, took it. */
  'accepted',
  /** It was taken, and no rule of the configuration sends it to a consumer: that it does not come there is no loss. */
  'unmatched',
  /** It was not taken, after as many attempts as there are. */
  'refused',
  /** It reached the consumer; an event counts once. */
  'delivered',
  /** It reached the consumer once more. */
  'duplicated',
  /** It reached the consumer after a later one of its repository. */
  'outOfOrder',
  /** The consumer was done with it; an event counts once. */
  'processed',
  /** The consumer failed with it; counts each time. */
  'failed',
  'deadLettered',
  /** It was accepted and has not reached the consumer; counted when a run ends. */
  'lost',
] as const;

/** One of them. */
export type CountName = (typeof COUNTS)[number];

/** How many of each. */
export type Counts = Readonly<Record<CountName, number>>;

/** Microseconds after which an event was not sent on time. */
export const LATE = 10_000;
