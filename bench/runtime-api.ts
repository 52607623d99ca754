/**
 * What a consumer that speaks the Runtime API costs a delivery, over what its language's runtime takes by itself: the same process on a server
 * that hands out one event again and again. Both in turn, round after round; of each the fastest one counts, because whatever
 * else the machine does only ever slows them. Says met or NOT met, and ends with 1 where one is not.
 * Run: npm run bench -- runtime-api
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedBus } from '../src/bus/embedded.ts';
import { openConsumers } from '../src/consumer/open-consumers.ts';
import type { BusEvent } from '../src/eventbridge/event.ts';
import { seeded } from '../src/random.ts';
import { openFloor } from './runtime-api/floor.ts';

const ROUNDS = 60;
const WARM_UP = 30;
const DELIVERIES = 50;
/** Milliseconds a delivery. */
const MOST_OVER = 1;
const START = Date.parse('2026-01-15T09:30:00Z');

const RUNTIMES = {
  'runtime.mjs': `import http from 'node:http';
const agent = new http.Agent({ keepAlive: true });
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const ask = (method, path, body) => new Promise((resolve) => {
  http.request({ host, port, method, path: '/2018-06-01/runtime/invocation/' + path, agent, headers: body ? { 'content-length': body.length } : {} }, (answer) => {
    let text = '';
    answer.setEncoding('utf8').on('data', (chunk) => (text += chunk)).on('end', () => resolve({ id: answer.headers['lambda-runtime-aws-request-id'], text }));
  }).end(body);
});
for (;;) {
  const { id, text } = await ask('GET', 'next');
  await ask('POST', id + '/response', JSON.stringify({ id: JSON.parse(text).id }));
}
`,
  'runtime.py': `import http.client, json, os
api = http.client.HTTPConnection(os.environ['AWS_LAMBDA_RUNTIME_API'])
base = '/2018-06-01/runtime/invocation/'
while True:
    api.request('GET', base + 'next')
    told = api.getresponse()
    event = json.loads(told.read())
    api.request('POST', base + told.headers['Lambda-Runtime-Aws-Request-Id'] + '/response', json.dumps({'id': event['id']}))
    api.getresponse().read()
`,
  'app.py': `def handler(event, context):
    return {'id': event['id']}
`,
};

const event: BusEvent = {
  version: '0',
  id: '13cde686-328b-6117-af20-0e5566167482',
  'detail-type': 'ECR Image Action',
  source: 'aws.ecr',
  account: '123456789012',
  time: '2026-01-15T09:30:00Z',
  region: 'us-east-2',
  resources: [],
  detail: { result: 'SUCCESS', 'repository-name': 'web', 'action-type': 'PUSH', 'image-tag': '1.0.0' },
};

const PYTHON = process.env['ECREPLAY_PYTHON'] ?? 'python3';
const has = (...command: readonly [string, ...string[]]): boolean =>
  spawnSync(command[0], command.slice(1)).status === 0;
const COMMANDS: readonly (readonly [name: string, command: readonly [string, ...string[]], isThere: boolean])[] = [
  ['Node', [process.execPath, 'runtime.mjs'], true],
  ['Python, http.client', ['python3', 'runtime.py'], has('python3', '--version')],
  ['Python, awslambdaric', [PYTHON, '-m', 'awslambdaric', 'app.handler'], has(PYTHON, '-c', 'import awslambdaric')],
];

const folder = mkdtempSync(join(tmpdir(), 'ecreplay-bench-'));
for (const [file, text] of Object.entries(RUNTIMES)) writeFileSync(join(folder, file), text);
try {
  for (const [name, command, isThere] of COMMANDS) {
    if (isThere) await compare(name, command);
    else console.log(`${name.padEnd(22)} is not here, and not measured`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function compare(name: string, command: readonly [string, ...string[]]): Promise<void> {
  await using floor = await openFloor(command, folder, JSON.stringify(event));
  await using opened = await openConsumers({
    specs: { bench: { command, timeout: '60s' } },
    root: folder,
    importModule: () => Promise.reject(new Error('Nothing is to be imported')),
    account: '123456789012',
    region: 'us-east-2',
    start: START,
    random: seeded(1),
    load: ['bench'],
  });
  const rules = [{ name: 'pushes', pattern: { source: ['aws.ecr'] }, targets: [{ consumer: 'bench' }] }];
  const bus = embeddedBus(rules, opened.consumers, opened);
  let at = START;
  const deliver = async (count: number): Promise<number> => {
    const began = performance.now();
    for (let index = 0; index < count; index += 1) {
      at += 1;
      const { invocations } = await bus.deliver({ at, emittedAt: at, event, reaches: 'enabled', faults: [] });
      if (invocations[0]?.outcome.kind !== 'returned') throw new Error('A delivery has failed');
    }
    return performance.now() - began;
  };
  const own: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const taken = [await floor.run(DELIVERIES), await deliver(DELIVERIES)] as const;
    if (round < WARM_UP) continue;
    own.push(taken[0] / DELIVERIES);
    ours.push(taken[1] / DELIVERIES);
  }
  const over = Math.min(...ours) - Math.min(...own);
  const isMet = over <= MOST_OVER;
  console.log(
    `${name.padEnd(22)} ${Math.min(...own).toFixed(3)} ms by itself, ${Math.min(...ours).toFixed(3)} ms as a consumer: ${over.toFixed(3)} ms more, at most ${MOST_OVER}: ${isMet ? 'met' : 'NOT met'}`,
  );
  if (!isMet) process.exitCode = 1;
}
