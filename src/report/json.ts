import type { Run } from '../replay/run.ts';
import type { Finding } from '../verdict/finding.ts';
import { plain } from './plain.ts';

/** What a report holds about one scenario. */
export interface Account {
  readonly scenario: string;
  /** The command that has this run again. */
  readonly again: string;
  readonly findings: readonly Finding[];
  readonly run: Run;
}

/** A rehearsal as JSON, for programs: whether every promise was kept (one that was not checked was not), the findings, and the whole run. */
export function toJson({ scenario, again, findings, run }: Account): string {
  const kept = findings.every(({ kind }) => kind === 'kept');
  return JSON.stringify(plain({ scenario, kept, again, findings, run }), undefined, 2);
}
