import type { Sender } from './send-to.ts';

/** Starts an execution under a name of its own, with the input as it is. */
export const toStateMachine: Sender =
  ({ Arn }, { stateMachines }) =>
  (_, input) =>
    stateMachines.start(Arn, input);
