import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import type { Resource } from './resource.ts';

/** Where a run makes things, as far as that is needed to take them away. Never credentials. */
export interface LedgerPlace {
  readonly bus: string;
  readonly account: string;
  readonly region: string;
  readonly endpoint?: string | undefined;
}

/** What a run has made and not yet taken away, in a file that a crash leaves behind. */
export interface Ledger {
  readonly run: string;
  readonly file: string;
  /** To be called before the resource is made. */
  enter(resource: Resource): void;
  /** To be called when it is gone. The file goes with the last one. */
  strike(resource: Resource): void;
  /** To be called before events are sent, with their ids: should nothing follow, nobody knows of them. */
  sending(ids: readonly string[]): void;
  /** To be called when it is known what became of them. */
  sent(ids: readonly string[], accepted: number): void;
}

/** A ledger that was found. */
export interface FoundLedger {
  readonly file: string;
  readonly run: string;
  readonly place: LedgerPlace;
  /** Whether the run that keeps it still goes on, as far as this machine can tell. */
  readonly running: boolean;
  readonly resources: readonly Resource[];
  /** How many events the run had delivered. */
  readonly accepted: number;
  /** The ids of those of which nobody knows. */
  readonly unknown: readonly string[];
}

interface Head extends LedgerPlace {
  readonly run: string;
  readonly host: string;
  readonly pid: number;
}

type Line =
  | { readonly made: Resource }
  | { readonly gone: Resource }
  | { readonly sending: readonly string[] }
  | { readonly sent: readonly string[]; readonly accepted: number };

/** Where ledgers lie unless told: with what else programs keep of their state for this user. */
export function ledgerFolder(env: NodeJS.ProcessEnv = process.env): string {
  const { ECREPLAY_STATE: told, XDG_STATE_HOME: state } = env;
  // A variable that is set to nothing is as good as none.
  if (told !== undefined && told !== '') return told;
  return join(state === undefined || state === '' ? join(homedir(), '.local', 'state') : state, 'ecreplay');
}

/** Opens the ledger of a run. Nothing is written before something is made. */
export function openLedger(run: string, place: LedgerPlace, folder = ledgerFolder()): Ledger {
  const file = join(folder, `${run}.ndjson`);
  const { bus, account, region, endpoint } = place;
  const held = new Map<string, Resource>();
  let begun = false;

  function write(line: Head | Line): void {
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  }

  return {
    run,
    file,
    enter: (resource) => {
      if (!begun) {
        mkdirSync(folder, { recursive: true });
        write({ run, bus, account, region, endpoint, host: hostname(), pid: process.pid });
        begun = true;
      }
      held.set(JSON.stringify(resource), resource);
      write({ made: resource });
    },
    sending: (ids) => {
      if (begun) write({ sending: ids });
    },
    sent: (ids, accepted) => {
      if (begun) write({ sent: ids, accepted });
    },
    strike: (resource) => {
      if (!held.delete(JSON.stringify(resource))) return;
      if (held.size > 0) {
        write({ gone: resource });
        return;
      }
      rmSync(file, { force: true });
      begun = false;
    },
  };
}

/** Reads all ledgers of a folder. */
export function readLedgers(folder = ledgerFolder()): readonly FoundLedger[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    // No run has ever made anything.
    return [];
  }
  return names
    .filter((name) => name.endsWith('.ndjson'))
    .toSorted()
    .flatMap((name) => readLedger(join(folder, name)) ?? []);
}

/** Takes the file of a ledger away, once nothing that it names is left. */
export function closeLedger({ file }: Pick<FoundLedger, 'file'>): void {
  rmSync(file, { force: true });
}

function readLedger(file: string): FoundLedger | undefined {
  // The last line of a run that was killed may be cut short: it names what was not yet made.
  const [head, ...lines] = readFileSync(file, 'utf8').split('\n').flatMap(parsed) as [Head?, ...Line[]];
  if (head === undefined) return undefined;
  const held = new Map<string, Resource>();
  const unknown = new Set<string>();
  let accepted = 0;
  for (const line of lines) {
    if ('made' in line) held.set(JSON.stringify(line.made), line.made);
    else if ('gone' in line) held.delete(JSON.stringify(line.gone));
    else if ('sending' in line) for (const id of line.sending) unknown.add(id);
    else {
      for (const id of line.sent) unknown.delete(id);
      accepted += line.accepted;
    }
  }
  const { run, host, pid, bus, account, region, endpoint } = head;
  return {
    file,
    run,
    place: { bus, account, region, ...(endpoint !== undefined && { endpoint }) },
    running: host === hostname() && pid !== process.pid && isAlive(pid),
    resources: [...held.values()],
    accepted,
    unknown: [...unknown],
  };
}

function parsed(line: string): readonly unknown[] {
  try {
    return [JSON.parse(line) as unknown];
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isDefunct(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A process that has ended and that its parent has not asked about; only Linux tells. */
function isDefunct(pid: number): boolean {
  try {
    // The name in brackets may hold anything, so what follows it is looked at.
    return /^.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
