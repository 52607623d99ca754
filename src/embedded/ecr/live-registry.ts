import type { Milliseconds } from '../../clock.ts';
import type { Caller, JsonObject } from '../../registry/activity.ts';
import { EcrFailure } from '../../registry/failure.ts';
import { type CheckRequest, Ledger } from '../../registry/ledger.ts';
import { OPERATIONS } from '../../registry/operations.ts';
import { newRegistry, type Registry } from '../../registry/state.ts';
import { withDefaults } from '../../scenario/default-options.ts';
import type { Options } from '../../scenario/options.ts';
import type { Estate } from '../assemble.ts';
import type { Client } from '../service.ts';
import { announcer } from './announce.ts';
import { openEnacted } from './enacted-registry.ts';
import { type Layers, openLayers } from './layers.ts';
import { OPENED } from './opened.ts';
import { openTickets, type Tickets } from './tickets.ts';
import { openTokens, type Tokens } from './tokens.ts';
import { openUpkeep } from './upkeep.ts';

/** The registry of an account, which lives on by the agenda: whatever happens in it is told of at once. */
export interface LiveRegistry extends AsyncDisposable {
  readonly state: Registry;
  readonly options: Options;
  readonly tokens: Tokens;
  readonly tickets: Tickets;
  readonly layers: Layers;
  /**
   * Makes a call of ECR now, and gives its answer with dates in milliseconds. Throws the `EcrFailure` that it ends in. What a client
   * has worded is checked; what the registry's proxy asks is right by itself.
   */
  call(caller: Caller, operation: string, request: JsonObject, check?: CheckRequest, client?: Client): JsonObject;
}

/** A call takes so long, in milliseconds: nobody waits for it here, and the moments in its answer are hardly ahead of the clock. */
const TYPICAL = 10;

/** How often layers are looked through for those that nobody has any longer. */
const SWEEP: Milliseconds = 3_600_000;

/** The registry of an account: opened, and empty, when it is first asked for. */
export function registryOf(estate: Estate): LiveRegistry {
  let registry = OPENED.get(estate);
  if (registry === undefined) OPENED.set(estate, (registry = openRegistry(estate)));
  return registry;
}

/** Takes the bytes of layers away that no repository has any longer. */
export function forgetUnused({ repositories }: Registry, layers: Layers): Promise<void> {
  const left = [...repositories.values()];
  return layers.keep((digest) => left.some((repository) => repository.layers.has(digest)));
}

function openRegistry(estate: Estate): LiveRegistry {
  const { enacted } = estate.scene;
  return enacted === undefined ? openEmpty(estate) : openEnacted(estate, enacted);
}

function openEmpty(estate: Estate): LiveRegistry {
  const { account, region, agenda } = estate;
  const random = estate.random.fork('ecr');
  const state = newRegistry(account, region);
  const options = withDefaults({});
  const ledger = new Ledger(state, agenda.now(), random, options, OPERATIONS);
  const announce = announcer(estate, options, random.fork('announce').uuid());
  const layers = openLayers();
  let swept = agenda.now();
  const upkeep = openUpkeep(ledger, agenda, () => {
    announce(ledger.take());
    if (agenda.now() - swept < SWEEP) return;
    swept = agenda.now();
    void forgetUnused(state, layers);
  });

  return {
    state,
    options,
    tokens: openTokens(),
    tickets: openTickets(random.fork('tickets')),
    layers,
    call: (caller, operation, request, check) => {
      upkeep.catchUp();
      const { response, failure } = ledger.call(caller, operation, request, TYPICAL, check);
      announce(ledger.take());
      upkeep.plan();
      if (failure !== undefined) throw new EcrFailure(failure.code, failure.message);
      return response ?? {};
    },
    [Symbol.asyncDispose]: async () => {
      upkeep.stop();
      OPENED.delete(estate);
      await layers[Symbol.asyncDispose]();
    },
  };
}
