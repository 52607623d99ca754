import { expect, test } from 'vitest';
import { project, push } from './project.ts';

/** A handler that breaks the language for good, and what everybody runs into then. */
const BREAKERS = {
  map: 'Array.prototype.map = () => { throw new Error("no map"); };',
  promise: 'Promise.prototype.then = () => new Promise(() => {});',
  stringify: `JSON.stringify = () => '"a lie"';`,
};

test.concurrent('a handler that breaks the language for good takes neither the run nor the report with it', async () => {
  const names = Object.keys(BREAKERS);
  using folder = project({
    ...Object.fromEntries(
      names.map((name) => [
        `scenarios/${name}.yaml`,
        push(`consumer: ${name}\n    invoked: 1\n    returned: { it: is }`),
      ]),
    ),
    'ecreplay.config.js': `export default {
  rules: { pushes: { pattern: { 'detail-type': ['ECR Image Action'] }, targets: ${JSON.stringify(names)} } },
  consumers: { ${names.map((name) => `${name}: { handler: 'breakers.js#break_${name}' }`).join(', ')} },
};
`,
    'breakers.js': Object.entries(BREAKERS)
      .map(([name, code]) => `export function break_${name}() { ${code} return { it: 'is' }; }\n`)
      .join(''),
  });
  const { status, text } = await folder.ecreplay(['run', '--verbose']);
  for (const name of names) expect(text).toContain(`kept    every invocation of ${name} returns {it: is}`);
  expect(status).toBe(0);
});

test.concurrent('what a handler makes impossible to put back ends its scenario with a sentence that names it', async () => {
  using folder = project({
    'scenarios/locked.yaml': push('consumer: locker\n    invoked: 1'),
    'ecreplay.config.js': `export default {
  rules: { pushes: { pattern: { 'detail-type': ['ECR Image Action'] }, targets: ['locker'] } },
  consumers: { locker: { handler: 'locker.js#handler' } },
};
`,
    'locker.js': `export function handler() {
  Object.defineProperty(Math, 'sinh', { value: () => 42, writable: false, configurable: false });
}
`,
  });
  const { status, text } = await folder.ecreplay(['run', '--verbose']);
  expect(text).toContain(
    'Cannot go on with consumer "locker": it has put another in the place of Math.sinh that cannot be',
  );
  expect(text).toContain('❯ scenarios/locked.yaml:8:');
  expect(status).toBe(2);
});
