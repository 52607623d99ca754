import type { Agenda } from '../../agenda.ts';
import type { Random } from '../../../random.ts';
import type { MachineDefinition } from '../definition.ts';
import { end, execute } from '../execute.ts';
import { begun, type Execution } from '../execution.ts';
import type { Run, Strand, Visit } from '../strand.ts';
import type { Scope } from '../time/scope.ts';
import { openGate, type MapRun } from './map-run.ts';

/** What a map run is opened with. */
export type MapRunSetting = Pick<
  MapRun,
  'total' | 'maxConcurrency' | 'toleratedFailureCount' | 'toleratedFailurePercentage'
>;

/** The runs of distributed maps, and the executions they are made of. */
export interface MapRuns {
  /** By their ARNs, in the order in which they were started. */
  readonly all: ReadonlyMap<string, MapRun>;
  readonly openMapRun: Run['openMapRun'];
  readonly runChild: Run['runChild'];
}

/** Opens an account without map runs. `executions` takes in those that they are made of. */
export function openMapRuns({
  agenda,
  random,
  executions,
  around,
}: {
  readonly agenda: Agenda;
  readonly random: Random;
  readonly executions: Map<string, Execution>;
  readonly around: () => Omit<Run, 'execution' | 'history' | 'context' | 'states'>;
}): MapRuns {
  const all = new Map<string, MapRun>();

  function openMapRun({ state, strand }: Visit, setting: MapRunSetting): MapRun {
    const execution = parentOf(strand);
    const label = typeof state['Label'] === 'string' ? state['Label'] : random.uuid();
    const machineArn = `${execution.machine.arn}/${label}`;
    const run: MapRun = {
      ...setting,
      arn: `${machineArn.replace(':stateMachine:', ':mapRun:')}:${random.uuid()}`,
      executionArn: execution.arn,
      machineArn,
      started: agenda.now(),
      stopped: undefined,
      status: 'RUNNING',
      counts: { RUNNING: 0, SUCCEEDED: 0, FAILED: 0, TIMED_OUT: 0, ABORTED: 0 },
      gate: openGate(() => run.maxConcurrency),
    };
    all.set(run.arn, run);
    return run;
  }

  async function runChild(visit: Visit, run: MapRun, input: unknown, scope: Scope): Promise<Execution> {
    const { state, strand } = visit;
    const parent = parentOf(strand);
    const processor = (state.ItemProcessor ?? state.Iterator)!;
    const definition: MachineDefinition = { QueryLanguage: strand.language, ...processor };
    const name = random.uuid();
    const machineName = run.machineArn.slice(run.machineArn.indexOf(':stateMachine:') + ':stateMachine:'.length);
    const child: Execution = {
      arn: `${run.machineArn.replace(':stateMachine:', ':execution:')}:${name}`,
      name,
      machine: {
        ...parent.machine,
        arn: run.machineArn,
        name: machineName,
        type: state.ItemProcessor?.ProcessorConfig?.ExecutionType === 'EXPRESS' ? 'EXPRESS' : 'STANDARD',
      },
      roleArn: parent.roleArn,
      versionArn: parent.versionArn,
      aliasArn: parent.aliasArn,
      mapRunArn: run.arn,
      definition,
      text: JSON.stringify(definition),
      input: JSON.stringify(input),
      ...begun(() => agenda.now()),
      scope,
    };
    executions.set(child.arn, child);
    await execute(child, around());
    // What was halted from without has told nobody.
    end(child, 'ABORTED', agenda.now());
    return child;
  }

  return { all, openMapRun, runChild };
}

function parentOf({ run }: Strand): Execution {
  if (run.execution === undefined) throw new TypeError('A map run is part of an execution');
  return run.execution;
}
