import type { Instant } from '../../clock.ts';
import { EcrFailure } from '../../registry/failure.ts';
import type { Estate } from '../assemble.ts';
import type { Enacted } from '../scene.ts';
import { echoer } from './echo.ts';
import { openLayers } from './layers.ts';
import type { LiveRegistry } from './live-registry.ts';
import { OPENED } from './opened.ts';
import { openTickets } from './tickets.ts';
import { openTokens } from './tokens.ts';

/** The registry of a scenario, as it stands by the agenda. What calls change in it is told of, and comes back as events. */
export function openEnacted(estate: Estate, enacted: Enacted): LiveRegistry {
  const { agenda } = estate;
  const random = estate.random.fork('ecr');
  const standing = enacted.open(echoer(estate, enacted, random.fork('announce').uuid()));
  const layers = openLayers();
  let cancel: (() => void) | undefined;
  let planned: Instant | undefined;

  /** What calls have begun ends by itself, also when nobody asks. */
  function plan(): void {
    const { next } = standing;
    if (next === planned) return;
    cancel?.();
    planned = next;
    cancel =
      next === undefined
        ? undefined
        : agenda.after(next - agenda.now(), () => {
            planned = undefined;
            standing.catchUp(agenda.now());
            plan();
          });
  }

  return {
    get state() {
      return standing.state;
    },
    options: enacted.options,
    tokens: openTokens(),
    tickets: openTickets(random.fork('tickets')),
    layers,
    call: (caller, operation, request, check, by) => {
      const { response, failure } = standing.call({ at: agenda.now(), by, caller, operation, request, check });
      plan();
      if (failure !== undefined) throw new EcrFailure(failure.code, failure.message);
      return response ?? {};
    },
    [Symbol.asyncDispose]: async () => {
      cancel?.();
      OPENED.delete(estate);
      await layers[Symbol.asyncDispose]();
    },
  };
}
