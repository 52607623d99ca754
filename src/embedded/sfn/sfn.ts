import type { Operation } from '../service.ts';
import { executionOperations, taskOperations } from './execution-operations.ts';
import { machineOperations } from './machine-operations.ts';
import type { StateMachines } from './machines.ts';
import { mapRunOperations } from './map-run/map-run-operations.ts';
import { trialOperation } from './trial/trial-operation.ts';
import { versionOperations } from './version/version-operations.ts';

/** AWS Step Functions: state machines that run, on the scenario's clock, against the services beside it. */
export function sfn(stateMachines: StateMachines): Readonly<Record<string, Operation>> {
  return {
    ...machineOperations(stateMachines),
    ...mapRunOperations(stateMachines),
    ...versionOperations(stateMachines),
    ...executionOperations(stateMachines),
    ...taskOperations(stateMachines),
    ...trialOperation(stateMachines),
  };
}
