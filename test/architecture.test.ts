import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { expect, test } from 'vitest';

/** What a room may import: other rooms, and packages. Node's own modules are free to all; `index` is the public list. */
interface Permission {
  readonly rooms: readonly string[];
  readonly packages?: readonly string[];
  /** Packages that its pages are bundled with, and so nobody has to install. */
  readonly bundled?: readonly string[];
}

/**
 * Who may import whom: the only copy. A folder of `src` is a room, and so is a file that lies beside them. What is not
 * named here is not allowed, so a new room or a new arrow begins with a line in this table.
 */
const MAY_IMPORT: Readonly<Record<string, Permission>> = {
  // Words that everybody uses; they know nothing of ours.
  clock: { rooms: [] },
  nearest: { rooms: [] },
  problem: { rooms: [] },
  random: { rooms: [] },

  // These know nothing of what ECR says: no registry, no CloudTrail, no EventBridge event.
  pattern: { rooms: ['problem'] },
  rule: { rooms: ['nearest', 'pattern', 'problem'], packages: ['yaml'] },
  scenario: { rooms: ['clock', 'nearest', 'pattern', 'problem'], packages: ['yaml', 'zod'] },

  // What happens knows nothing of how it is told.
  // Of the wire it takes the model of ECR's API, late: what holds a request that a scenario words itself against it.
  registry: { rooms: ['clock', 'nearest', 'problem', 'random', 'scenario', 'wire'] },
  cloudtrail: { rooms: ['clock', 'eventbridge', 'random', 'registry', 'scenario'] },
  eventbridge: { rooms: ['clock', 'cloudtrail', 'random', 'registry', 'scenario'] },

  // On the way to the consumers.
  timeline: { rooms: ['clock', 'eventbridge', 'pattern', 'problem', 'random', 'scenario'] },
  // What was emitted, as it was written down. `capture/` finds it where AWS keeps it.
  // Of the bus: how accounts beyond this process are reached, and how what was made there is taken away again.
  recording: {
    rooms: ['bus', 'clock', 'cloudtrail', 'eventbridge', 'pattern', 'problem', 'random', 'timeline'],
    packages: ['@secretlint/secretlint-rule-preset-recommend'],
  },
  wire: { rooms: [] },
  embedded: {
    // Of CloudTrail its delivery: what an account's trails write. `ecr/` keeps a registry that lives on, and tells of it
    // as a rehearsal does: in the same words, as late.
    rooms: [
      'clock',
      'cloudtrail',
      'eventbridge',
      'pattern',
      'problem',
      'random',
      'registry',
      'rule',
      'scenario',
      'timeline',
      'wire',
    ],
    packages: ['croner', 'jsonata', 'msw'],
  },
  // The protocol of container clients, before a registry that is served.
  distribution: { rooms: ['clock', 'embedded', 'registry', 'wire'] },
  consumer: {
    rooms: ['clock', 'embedded', 'nearest', 'problem', 'random', 'scenario', 'wire'],
    packages: ['msw'],
  },
  bus: {
    rooms: [
      'clock',
      'consumer',
      'embedded',
      'eventbridge',
      'nearest',
      'pattern',
      'problem',
      'random',
      'rule',
      'scenario',
      'timeline',
      'wire',
    ],
  },
  replay: { rooms: ['bus', 'clock', 'consumer', 'problem', 'timeline'] },
  verdict: {
    rooms: [
      'clock',
      'consumer',
      'eventbridge',
      'nearest',
      'pattern',
      'problem',
      'registry',
      'replay',
      'rule',
      'scenario',
      'timeline',
    ],
  },
  // A story is told of all stages.
  report: {
    rooms: ['clock', 'eventbridge', 'problem', 'registry', 'replay', 'rule', 'scenario', 'verdict'],
  },
  // Documents that need nothing but themselves; what runs in them is in `browser/`.
  // Its browser code draws what a load run came to, and runs that were saved.
  page: { rooms: ['load', 'problem', 'saved'], bundled: ['preact'] },

  // Runs as they are written down, for the page that shows them and for programs.
  saved: {
    rooms: [
      'bus',
      'clock',
      'consumer',
      'eventbridge',
      'page',
      'problem',
      'recording',
      'registry',
      'rehearse',
      'replay',
      'report',
      'rule',
      'timeline',
      'verdict',
    ],
  },

  // Pages on codes and promises: text, and what shows it.
  explain: { rooms: ['nearest', 'problem', 'report', 'verdict'] },

  // The one place that strings the stages together, and those who call it.
  // Of contracts it is told late, and only where a scenario holds somebody to one.
  rehearse: {
    rooms: [
      'bus',
      'clock',
      'cloudtrail',
      'consumer',
      'contract',
      'eventbridge',
      'nearest',
      'problem',
      'random',
      'recording',
      'registry',
      'replay',
      'rule',
      'scenario',
      'timeline',
      'verdict',
    ],
  },
  // Plays scenarios that it draws, faster than a rehearsal of each: it keeps the consumers, and words no more than is seen.
  explore: {
    rooms: [
      'bus',
      'clock',
      'consumer',
      'embedded',
      'eventbridge',
      'pattern',
      'problem',
      'random',
      'registry',
      'rehearse',
      'replay',
      'rule',
      'scenario',
      'timeline',
      'verdict',
    ],
    packages: ['fast-check'],
  },
  // What a consumer has to stand whatever it is for: it is rehearsed, again and again.
  contract: {
    rooms: [
      'bus',
      'clock',
      'consumer',
      'embedded',
      'eventbridge',
      'explore',
      'nearest',
      'pattern',
      'problem',
      'random',
      'registry',
      'rehearse',
      'replay',
      'rule',
      'scenario',
      'timeline',
      'verdict',
    ],
  },
  // The line backwards: what was recorded to the scenario that explains it. It acts out what it guesses.
  deduce: {
    rooms: [
      'clock',
      'cloudtrail',
      'consumer',
      'eventbridge',
      'problem',
      'recording',
      'registry',
      'rehearse',
      'replay',
      'scenario',
      'timeline',
      'wire',
    ],
  },
  // It acts scenarios out to see whether a rule would match what they tell.
  init: { rooms: ['pattern', 'problem', 'rehearse', 'rule', 'scenario', 'timeline'] },
  serve: {
    rooms: [
      'bus',
      'clock',
      'consumer',
      'distribution',
      'embedded',
      'problem',
      'random',
      'rehearse',
      'rule',
      'scenario',
      'wire',
    ],
  },
  // How many events until a consumer bends. It words events through `rehearse`, and drives the buses and consumers itself.
  load: {
    rooms: [
      'bus',
      'clock',
      'consumer',
      'embedded',
      'eventbridge',
      'nearest',
      'pattern',
      'problem',
      'random',
      'recording',
      'rehearse',
      'replay',
      'rule',
      'scenario',
      'serve',
      'timeline',
      'verdict',
    ],
    packages: [
      '@opentelemetry/exporter-metrics-otlp-http',
      '@opentelemetry/resources',
      '@opentelemetry/sdk-metrics',
      'hdr-histogram-js',
      'undici',
      'zod',
    ],
  },
  // Events for other tools' tests.
  export: { rooms: ['eventbridge', 'pattern', 'problem', 'rehearse', 'scenario'] },
  // One event at a time.
  trigger: {
    rooms: ['bus', 'consumer', 'eventbridge', 'nearest', 'pattern', 'problem', 'random', 'rehearse', 'scenario'],
  },
  // What a test of one's own asks of a run, in whatever runner.
  matchers: { rooms: ['bus', 'consumer', 'problem', 'rehearse', 'report', 'scenario', 'timeline', 'verdict'] },
  vitest: {
    rooms: [
      'bus',
      'consumer',
      'matchers',
      'problem',
      'rehearse',
      'replay',
      'report',
      'rule',
      'saved',
      'scenario',
      'timeline',
      'verdict',
    ],
    packages: ['vitest'],
  },
  cli: {
    rooms: [
      'bus',
      'clock',
      'cloudtrail',
      'consumer',
      'contract',
      'deduce',
      'eventbridge',
      'explain',
      'explore',
      'export',
      'init',
      'load',
      'nearest',
      'page',
      'pattern',
      'problem',
      'recording',
      'rehearse',
      'replay',
      'report',
      'rule',
      'saved',
      'scenario',
      'serve',
      'trigger',
      'vitest',
    ],
    packages: ['commander', 'vitest'],
  },
  index: {
    rooms: [
      'bus',
      'clock',
      'cloudtrail',
      'consumer',
      'eventbridge',
      'matchers',
      'problem',
      'random',
      'recording',
      'registry',
      'rehearse',
      'replay',
      'report',
      'rule',
      'scenario',
      'timeline',
      'verdict',
    ],
  },
};

/** The only files that speak to AWS itself. */
const SPEAKS_TO_AWS = /^(bus\/(aws|image|localstack|remote)\/.*|recording\/capture\/.*|load\/.*)$/;

const STATEMENT = /^[ \t]*(?:import|export)\b\s*(?:[^'"`;=]*?\bfrom\s*)?['"]([^'"\n]+)['"]/gm;
const EXPRESSION = /\b(?:import|require)\(\s*(?:\/\*[^]*?\*\/\s*)?['"`]([^'"`\n$]+)['"`]/g;

/** Every module that a source names, types and dynamic imports included. */
function imported(source: string): readonly string[] {
  const code = source.replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, '');
  return [STATEMENT, EXPRESSION].flatMap((form) => [...code.matchAll(form)].map(([, name = '']) => name));
}

function roomOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : file.replace(/\.ts$/, '');
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** What breaks the table, a sentence each. Files are named from `src`. */
function violations(sources: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(sources).flatMap(([file, source]) => {
    const room = roomOf(file);
    const may = MAY_IMPORT[room];
    if (may === undefined) return [`${file} is in a room that the table does not have`];
    return imported(source).flatMap((specifier) => {
      if (specifier.startsWith('node:')) return [];
      if (!specifier.startsWith('.')) {
        const name = packageOf(specifier);
        if (/^@aws-sdk|^@testcontainers|^testcontainers$/.test(name) && SPEAKS_TO_AWS.test(file)) return [];
        if (file.startsWith('page/browser/') && may.bundled?.includes(name) === true) return [];
        return may.packages?.includes(name) === true ? [] : [`${file} imports the package ${name}`];
      }
      const target = normalize(join(dirname(file), specifier))
        .split(sep)
        .join('/');
      if (target.startsWith('../')) return [`${file} imports ${target}, which is not in src`];
      const other = roomOf(target);
      return other === room || may.rooms.includes(other) ? [] : [`${file} imports from ${other}`];
    });
  });
}

function ourSources(): Readonly<Record<string, string>> {
  const src = join(import.meta.dirname, '../src');
  const names = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
  return Object.fromEntries(names.map((name) => [name.split(sep).join('/'), readFileSync(join(src, name), 'utf8')]));
}

test('every import in src is one that the table allows', () => {
  const sources = ourSources();
  expect(Object.keys(sources).length).toBeGreaterThan(100);
  expect(violations(sources)).toEqual([]);
});

/** Other buses, and consumers that are not in this process. */
const BEYOND =
  /^bus\/(?:(?:localstack|aws|remote|image)\/|add-endpoint)|^rule\/read\/|^consumer\/(?:runtime-api\/|queue\/|url-consumer)|^@aws-sdk|testcontainers/;

test('a run on the embedded bus loads nothing of the others', () => {
  const sources = ourSources();
  const loaded = new Set<string>();
  function load(file: string): void {
    if (loaded.has(file)) return;
    loaded.add(file);
    const code = sources[file]!.replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, '').replaceAll(
      /^\s*(?:im|ex)port type\b[^;]*;/gm,
      '',
    );
    for (const [, specifier = ''] of code.matchAll(STATEMENT)) {
      if (specifier.startsWith('.'))
        load(
          normalize(join(dirname(file), specifier))
            .split(sep)
            .join('/'),
        );
      else if (!specifier.startsWith('node:')) loaded.add(packageOf(specifier));
    }
  }
  const entries = ['cli/main.ts', 'cli/verbs.ts', 'cli/run.ts', 'vitest/perform.ts', 'bus/account-bus.ts'];
  for (const entry of [...entries, 'consumer/open-consumers.ts']) load(entry);
  expect(loaded).toContain('bus/embedded.ts');
  expect([...loaded].filter((name) => BEYOND.test(name))).toEqual([]);
});

test('no room imports cli or vitest but cli itself', () => {
  const importers = Object.entries(MAY_IMPORT).filter(
    ([, { rooms }]) => rooms.includes('cli') || rooms.includes('vitest'),
  );
  expect(importers.map(([room]) => room)).toEqual(['cli']);
});

test('every package that src may import is installed with ours', () => {
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly peerDependencies?: Readonly<Record<string, string>>;
  };
  const installed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  const allowed = Object.values(MAY_IMPORT).flatMap(({ packages = [] }) => packages);
  expect(installed).toEqual(expect.arrayContaining([...new Set(allowed)]));
});

test.for([
  [
    'a static import',
    'pattern/match.ts',
    "import { act } from '../registry/act.ts';",
    'pattern/match.ts imports from registry',
  ],
  [
    'a type',
    'registry/act.ts',
    "import type { BusEvent } from '../eventbridge/event.ts';",
    'registry/act.ts imports from eventbridge',
  ],
  [
    'an import over several lines',
    'scenario/read.ts',
    "import {\n  toEvents,\n  type X,\n} from '../eventbridge/events.ts';",
    'scenario/read.ts imports from eventbridge',
  ],
  [
    'a re-export',
    'rule/rule.ts',
    "export { openConsumers } from '../consumer/open-consumers.ts';",
    'rule/rule.ts imports from consumer',
  ],
  [
    'an import for its effect',
    'wire/read.ts',
    "import '../embedded/embedded.ts';",
    'wire/read.ts imports from embedded',
  ],
  [
    'a dynamic import',
    'bus/embedded.ts',
    "const { run } = await import('../cli/run.ts');",
    'bus/embedded.ts imports from cli',
  ],
  [
    'a type in the middle of a line',
    'clock.ts',
    "let it: import('./problem.ts').Problem;",
    'clock.ts imports from problem',
  ],
  [
    'a package of another room',
    'bus/embedded.ts',
    "import { http } from 'msw/node';",
    'bus/embedded.ts imports the package msw',
  ],
  ['a development dependency', 'wire/read.ts', "import ajv from 'ajv';", 'wire/read.ts imports the package ajv'],
  [
    'the SDK where it does not belong',
    'embedded/ecs.ts',
    "import { ECS } from '@aws-sdk/client-ecs';",
    'embedded/ecs.ts imports the package @aws-sdk/client-ecs',
  ],
  [
    'a way out of src',
    'cli/main.ts',
    "import '../../test/x.ts';",
    'cli/main.ts imports ../test/x.ts, which is not in src',
  ],
  ['a new room', 'utils/things.ts', '', 'utils/things.ts is in a room that the table does not have'],
] as const)('%s that breaks the table is found', ([, file, source, sentence]) => {
  expect(violations({ [file]: source })).toEqual([sentence]);
});

test('what is allowed, and what only looks like an import, passes', () => {
  const source = `import { readFileSync } from 'node:fs';
/** import { act } from '../registry/act.ts'; */
// export * from '../cli/run.ts';
import { nearest } from '../nearest.ts';
const code = ['import { test } from "vitest";'];
export const from = 'nowhere';
`;
  expect(
    violations({ 'rule/rules.ts': source, 'bus/aws/invoke.ts': "await import('@aws-sdk/client-eventbridge');" }),
  ).toEqual([]);
});
