import type { Observer } from '../observe/observer.ts';
import type { Keyring } from '../publish/keyring.ts';

/** Where the events of a run are sent, ready to take them. */
export interface OpenTarget extends AsyncDisposable {
  readonly keyring: Keyring;
  readonly region: string;
  /** What is seen of the consumer there, besides what a plan asks for. */
  readonly observers: readonly Observer[];
}
