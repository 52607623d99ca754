import { resolve } from 'node:path';
import type { Instant } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { CommandSpec } from '../consumer.ts';
import type { ContextFacts } from '../context.ts';
import { functionFacts, type Surroundings } from '../load-consumer.ts';
import { type Company, type Household, OpenLedger } from '../open-ledger.ts';
import { patient, type PatientGuest } from './patient.ts';
import type { Owner } from './start-process.ts';

/** What all processes and invocations of one consumer have in common. */
export interface Setting {
  readonly name: string;
  readonly spec: CommandSpec;
  readonly surroundings: Surroundings;
  readonly random: Random;
  readonly facts: ContextFacts;
  /** The folder that its processes are started in. */
  readonly cwd: string;
}

/** Works out what a consumer's processes have in common. */
export function toSetting(name: string, spec: CommandSpec, surroundings: Surroundings): Setting {
  const random = surroundings.random.fork(`consumer/${name}`);
  const facts = functionFacts(name, spec, surroundings, random);
  return { name, spec, surroundings, random, facts, cwd: resolve(surroundings.root, spec.cwd ?? '.') };
}

/** A page of a consumer's doings, and the one whom a process then does them for. */
export interface Desk {
  readonly ledger: OpenLedger;
  readonly owner: Owner;
  readonly company: Company | undefined;
}

/** Opens a desk at which the clock of the scenario waits, up to `until` on its own. Calls back when that has come. */
export function openDesk(
  { name, spec, surroundings }: Setting,
  {
    until,
    expire,
    pages,
  }: { readonly until: Instant; readonly expire: () => void; readonly pages?: OpenLedger['pages'] | undefined },
): Desk {
  const { agenda, ground, embedded } = surroundings;
  const attending = agenda.attend?.({ deadline: until, expire });
  const guest: PatientGuest | undefined = attending && patient(attending);
  const company = guest && { guest, now: () => agenda.now() };
  const household: Household = {
    consumer: name,
    ledgers: ground.ledgers,
    environment: {},
    embedded,
    answers: spec.answers,
  };
  const ledger = new OpenLedger(household, pages, company);
  ledger.startAt(machineNow());
  const complaints = new Set<string>();
  const owner: Owner = {
    answer: async (request) => {
      guest?.heard();
      const answer = await ledger.answer(request);
      // It has no other clock than this machine's.
      return { ...answer, headers: { ...answer.headers, date: new Date(machineNow()).toUTCString() } };
    },
    refused: (address) => ledger.refused(address),
    complained: ({ name: kind, message }) => {
      // A process that goes round in circles says the same again and again.
      if (complaints.has(message)) return;
      complaints.add(message);
      surroundings.orphaned(name, Object.assign(new Error(message), { name: kind, stack: '' }));
    },
  };
  return { ledger, owner, company };
}

/** The time of this machine. `Date` may tell that of a scenario. */
export function machineNow(): Instant {
  return performance.timeOrigin + performance.now();
}
