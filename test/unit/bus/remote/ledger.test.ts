import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { closeLedger, ledgerFolder, openLedger, readLedgers } from '../../../../src/bus/remote/ledger.ts';
import { inRemovalOrder, type Resource } from '../../../../src/bus/remote/resource.ts';

const PLACE = { bus: 'aws', account: '123456789012', region: 'us-east-2', endpoint: 'http://127.0.0.1:4566' };
const BUS: Resource = { kind: 'event-bus', name: 'ecreplay-1' };
const RULE: Resource = { kind: 'rule', name: 'ecreplay-1-pushes', bus: 'ecreplay-1' };

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'ecreplay-ledger-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return join(made, 'state');
}

test('what is entered is in the file at once, with the place that it is in', () => {
  const at = folder();
  openLedger('r1', PLACE, at).enter(BUS);
  expect(readLedgers(at)).toEqual([
    {
      file: join(at, 'r1.ndjson'),
      run: 'r1',
      place: PLACE,
      running: false,
      resources: [BUS],
      accepted: 0,
      unknown: [],
    },
  ]);
});

test('what was sent and not answered is unknown, and the rest is counted', () => {
  const at = folder();
  const ledger = openLedger('r1', PLACE, at);
  ledger.sending(['too early: nothing is made yet']);
  ledger.enter(BUS);
  ledger.sending(['a', 'b', 'c']);
  ledger.sent(['a', 'b'], 1);
  ledger.sending(['d']);
  expect(readLedgers(at)).toMatchObject([{ accepted: 1, unknown: ['c', 'd'] }]);
});

test('what is struck is not found, and the file goes with the last of it', () => {
  const at = folder();
  const ledger = openLedger('r1', PLACE, at);
  ledger.enter(BUS);
  ledger.enter(RULE);
  ledger.strike(BUS);
  expect(readLedgers(at)[0]?.resources).toEqual([RULE]);
  ledger.strike(RULE);
  expect(existsSync(ledger.file)).toBe(false);
  ledger.enter(BUS);
  expect(readLedgers(at)[0]?.resources).toEqual([BUS]);
});

test('a run that makes nothing leaves no file, and no folder', () => {
  const at = folder();
  openLedger('r1', PLACE, at);
  expect(existsSync(at)).toBe(false);
  expect(readLedgers(at)).toEqual([]);
});

test('a line that a crash cut short does not hide the lines before it', () => {
  const at = folder();
  const ledger = openLedger('r1', PLACE, at);
  ledger.enter(BUS);
  appendFileSync(ledger.file, '{"made":{"kind":"ru');
  expect(readLedgers(at)[0]?.resources).toEqual([BUS]);
});

test('a run whose process is alive is told from one whose process is gone', () => {
  const at = folder();
  openLedger('alive', PLACE, at).enter(BUS);
  openLedger('dead', PLACE, at).enter(BUS);
  openLedger('elsewhere', PLACE, at).enter(BUS);
  const { pid } = spawnSync(process.execPath, ['-e', '0']);
  const as = (run: string, host: string, its: number) => {
    const file = join(at, `${run}.ndjson`);
    const [head = '', ...lines] = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, [JSON.stringify({ ...(JSON.parse(head) as object), host, pid: its }), ...lines].join('\n'));
  };
  as('alive', hostname(), process.ppid);
  as('dead', hostname(), pid);
  as('elsewhere', 'another-machine.example', process.ppid);
  expect(readLedgers(at).map(({ run, running }) => [run, running])).toEqual([
    ['alive', true],
    ['dead', false],
    ['elsewhere', false],
  ]);
  for (const found of readLedgers(at)) closeLedger(found);
  expect(readLedgers(at)).toEqual([]);
});

test('a ledger never holds credentials', () => {
  const at = folder();
  const withMore = { ...PLACE, credentials: { secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' } };
  const ledger = openLedger('r1', withMore, at);
  ledger.enter(BUS);
  expect(readFileSync(ledger.file, 'utf8')).not.toContain('EXAMPLEKEY');
});

test('rules go before their bus, and queues last', () => {
  const queue: Resource = { kind: 'queue', name: 'ecreplay-1-q' };
  expect(inRemovalOrder([queue, BUS, RULE])).toEqual([RULE, BUS, queue]);
});

test('ledgers lie where programs keep their state, unless told', () => {
  expect(ledgerFolder({ XDG_STATE_HOME: '/state' })).toBe('/state/ecreplay');
  expect(ledgerFolder({ ECREPLAY_STATE: '/elsewhere' })).toBe('/elsewhere');
  expect(ledgerFolder({})).toMatch(/\.local\/state\/ecreplay$/);
});
