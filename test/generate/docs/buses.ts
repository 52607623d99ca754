import { CANNOT as ARCHIVE } from '../../../src/bus/aws/archive/archive-bus.ts';
import { CANNOT as CLONE } from '../../../src/bus/aws/clone/clone-bus.ts';
import { CANNOT as INVOKE } from '../../../src/bus/aws/invoke/invoke-bus.ts';
import { type Bus, FIDELITIES } from '../../../src/bus/bus.ts';
import { LOCALSTACK_CANNOT } from '../../../src/bus/localstack/fidelity.ts';
import { table, title } from './table.ts';

const BUSES: Readonly<Record<string, { readonly means: string; readonly cannot: Bus['cannot'] }>> = {
  embedded: { means: "EventBridge in this process, by the scenario's clock: the default", cannot: {} },
  localstack: {
    means: 'LocalStack 4.14.0: `--bus localstack`, which starts it, or with `--endpoint` one that runs',
    cannot: LOCALSTACK_CANNOT,
  },
  'aws by invoke': {
    means:
      '`--bus aws --strategy invoke`: matches here, has each pattern proved by EventBridge, and calls the targets itself',
    cannot: INVOKE,
  },
  'aws by clone': {
    means: "`--bus aws --strategy clone`: a bus of the run's own, with a clone of each rule",
    cannot: CLONE,
  },
  'aws by archive': {
    means: '`--bus aws --strategy archive`: has EventBridge replay genuine events of an archive',
    cannot: ARCHIVE,
  },
};

/** The page on buses: what each cannot reproduce, in its own words. */
export function busesPage(): string {
  const names = Object.keys(BUSES);
  const rows = FIDELITIES.map((fidelity) => [
    `\`${fidelity}\``,
    ...names.map((name) => (BUSES[name]!.cannot[fidelity] === undefined ? 'yes' : 'no')),
  ]);
  return [
    title('Buses', 'what each bus says that it cannot do (`cannot`)'),
    'A promise that depends on something its bus cannot do is *not checked*, with the reason, rather than kept; and each run ends with the',
    'limits of its bus. How they are set up: [On LocalStack, and in a real account](accounts.md).\n',
    table(
      ['bus', 'is'],
      names.map((name) => [name, BUSES[name]!.means]),
    ),
    '## What each reproduces\n',
    table(['what', ...names], rows),
    ...names.slice(1).flatMap((name) => [
      `## What ${name} cannot do\n`,
      table(
        ['what', 'it'],
        Object.entries(BUSES[name]!.cannot).map(([fidelity, reason]) => [`\`${fidelity}\``, reason]),
      ),
    ]),
  ].join('\n');
}
