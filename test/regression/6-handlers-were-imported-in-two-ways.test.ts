import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const PUSH = `version: 1
description: A push is told.
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1.4.2" }
`;

/** A handler as bundlers take it: an enum, a path of a tsconfig with comments, `.js` for `.ts`. */
const HANDLER = `import { say } from '#words/say';
import { other } from './other.js';
enum State { Deployed = 'deployed' }
export function handler(): string {
  const words = [say(State.Deployed), other].join(', ');
  return words;
}
`;

const FILES = {
  'package.json': '{ "type": "module" }',
  'tsconfig.base.json': '{ "compilerOptions": { "paths": { "#words/*": ["./lib/*"], }, } }',
  'tsconfig.json': '{\n  // as most have it\n  "extends": "./tsconfig.base.json"\n}',
  'lib/say.ts': "export const say = (word: string): string => word + '!';",
  'other.ts': "export const other: string = 'and more';",
  'handler.ts': HANDLER,
};

function folder(): Disposable & { readonly root: string } {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'ecreplay-handlers-')));
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true }) };
}

/** Runs a script on Node itself: Vitest would import handlers in its own way. */
function ran(root: string, script: string): unknown {
  const source = new URL('../../src/', import.meta.url).href;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', script.replaceAll('SRC/', source)],
    { cwd: root, encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

const SETUP = `{
  rules: [{ name: 'pushes', pattern: { 'detail-type': ['ECR Image Action'] }, targets: [{ consumer: 'deployer' }] }],
  consumers: { deployer: { handler: 'handler.ts#handler' } },
  root: process.cwd(),
}`;

// Node's own `import` was used outside of Vitest: no enum, no path of a tsconfig, no ".js" for ".ts".
test('a rehearsal without a test runner imports handlers as a bundler would', () => {
  using files = folder();
  const outcomes = ran(
    files.root,
    `import { readScenario } from 'SRC/scenario/read.ts';
import { rehearse } from 'SRC/rehearse/rehearse.ts';
const scenario = readScenario(${JSON.stringify(PUSH)}, 'push.yaml');
const { run } = await rehearse(scenario, ${SETUP});
console.log(JSON.stringify(run.arrivals.flatMap(({ invocations }) => invocations.map(({ outcome }) => outcome))));`,
  );
  expect(outcomes).toEqual([{ kind: 'returned', value: 'deployed!, and more' }]);
});

test('a server imports them in the same way', () => {
  using files = folder();
  const told = ran(
    files.root,
    `import { openServer } from 'SRC/serve/open-server.ts';
const told = [];
const place = { port: 0, host: '127.0.0.1', allowed: [], clock: 'manual', account: '123456789012', region: 'us-east-1', seed: 1 };
const server = await openServer({ setup: ${SETUP}, ...place, tell: (line) => told.push(line) });
const { payload } = await server.estate.functions.invoke('deployer', '{}', { type: 'RequestResponse' });
await server[Symbol.asyncDispose]();
console.log(JSON.stringify([payload, ...told]));`,
  );
  expect(told).toEqual(['"deployed!, and more"']);
});
