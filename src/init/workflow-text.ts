import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const CHECKOUT = 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0';
const SETUP_NODE = 'actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444 # v5.0.0';

/** How each package manager installs what its lock file says. */
const INSTALLS: readonly (readonly [lock: string, command: string])[] = [
  ['pnpm-lock.yaml', 'corepack enable && pnpm install --frozen-lockfile'],
  ['yarn.lock', 'corepack enable && yarn install'],
  ['package-lock.json', 'npm ci'],
  ['package.json', 'npm install'],
];

/** Words a workflow for GitHub that rehearses on every push. */
export function workflowText(root: string, installs: readonly string[]): string {
  const [, install] = INSTALLS.find(([file]) => existsSync(join(root, file))) ?? [];
  const commands = [
    ...(install === undefined ? [] : [install]),
    ...(hasDependency(root) ? [] : ['npm install --no-save ecreplay vitest']),
    ...new Set(installs),
    'npx ecreplay run --reporter=default --reporter=github-actions',
  ];
  return `name: ecreplay

on:
  push:
  pull_request:

permissions:
  contents: read

jobs:
  rehearse:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
      - uses: ${SETUP_NODE}
        with:
          node-version: '24'
${commands.map((command) => `      - run: ${command}\n`).join('')}`;
}

/** Whether a project names ecreplay among what it depends on. */
export function hasDependency(root: string): boolean {
  try {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly dependencies?: object;
      readonly devDependencies?: object;
    };
    return 'ecreplay' in { ...dependencies, ...devDependencies };
  } catch {
    return false;
  }
}
