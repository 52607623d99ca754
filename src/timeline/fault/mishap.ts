import type { Fault, FaultBody } from './fault.ts';
import { touches } from './only.ts';

/** AWS refuses a call now and then: it throttles, a role lacks a permission, an answer is lost. */
export function fail({ call, error, carriedOut, ...which }: FaultBody<'fail'>): Fault {
  return (timeline) => {
    const touched = touches(which);
    return timeline.map((delivery) =>
      touched(delivery)
        ? {
            ...delivery,
            mishaps: [...(delivery.mishaps ?? []), { call, error, carriedOut }],
            faults: [...delivery.faults, 'fail'],
          }
        : delivery,
    );
  };
}

/** A function dies where its memory or its time runs out, or its host does; what it has done until then is done. */
export function crash({ after, ...which }: FaultBody<'crash'>): Fault {
  return (timeline) => {
    const touched = touches(which);
    return timeline.map((delivery) =>
      touched(delivery)
        ? {
            ...delivery,
            mishaps: [...(delivery.mishaps ?? []), { diesAfter: after }],
            faults: [...delivery.faults, 'crash'],
          }
        : delivery,
    );
  };
}
