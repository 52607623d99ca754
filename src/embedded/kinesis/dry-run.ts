import { Fault } from '../../wire/fault.ts';

/** Whether only to see if an operation would succeed. */
export interface Rehearsed {
  readonly DryRun?: boolean;
}

/** A dry run that would succeed ends in an error that says so. */
export function stopIfDry({ DryRun }: Rehearsed): void {
  if (DryRun === true) {
    throw new Fault('DryRunOperationException', 'Request would have succeeded, but DryRun flag is set.');
  }
}
