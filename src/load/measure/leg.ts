/**
 * What is timed, each from the moment that an event was due:
 *
 * - `sending`: until it was handed to the wire. What the generator itself adds, and what makes a run void;
 * - `publish`: until the bus, or the consumer that is called, said that it has it;
 * - `delivery`: until the consumer was given it;
 * - `completion`: until the consumer was done with it.
 */
export const LEGS = ['sending', 'publish', 'delivery', 'completion'] as const;

/** One of them. */
export type Leg = (typeof LEGS)[number];
