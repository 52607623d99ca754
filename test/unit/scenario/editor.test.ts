import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { project } from '../cli/project.ts';

// What an editor makes of the schema, by the language server that editors run.

const REPOSITORY = join(import.meta.dirname, '../../..');
const SERVER = join(REPOSITORY, 'node_modules/yaml-language-server/bin/yaml-language-server');
const SCHEMA = pathToFileURL(join(REPOSITORY, 'schema/scenario.schema.json')).href;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

interface Position {
  readonly line: number;
  readonly character: number;
}

/** A language server at work: JSON-RPC over its standard streams. */
class Server {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #answers = new Map<number, (result: unknown) => void>();
  readonly #diagnostics = new Map<string, (found: readonly Diagnostic[]) => void>();
  #buffer = Buffer.alloc(0);
  #last = 0;

  constructor() {
    this.#process = spawn(process.execPath, [SERVER, '--stdio']);
    this.#process.stdout.on('data', (part: Buffer) => {
      this.#buffer = Buffer.concat([this.#buffer, part]);
      this.#read();
    });
  }

  request(method: string, params: unknown): Promise<unknown> {
    this.#last += 1;
    const id = this.#last;
    const answered = new Promise<unknown>((resolve) => this.#answers.set(id, resolve));
    this.#send({ id, method, params });
    return answered;
  }

  notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  /** Opens a document and waits for what the server has to say against it. */
  async open(
    name: string,
    text: string,
    folder = join(REPOSITORY, 'scenarios'),
  ): Promise<{ readonly uri: string; readonly found: readonly Diagnostic[] }> {
    const uri = pathToFileURL(join(folder, name)).href;
    const told = new Promise<readonly Diagnostic[]>((resolve) => this.#diagnostics.set(uri, resolve));
    this.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
    return { uri, found: await told };
  }

  close(): void {
    this.#process.kill();
  }

  #send(message: object): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#process.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #read(): void {
    for (;;) {
      const end = this.#buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(this.#buffer.toString('latin1', 0, end))?.[1]);
      if (this.#buffer.length < end + 4 + length) return;
      const message = JSON.parse(this.#buffer.toString('utf8', end + 4, end + 4 + length)) as Message;
      this.#buffer = this.#buffer.subarray(end + 4 + length);
      this.#take(message);
    }
  }

  #take({ id, method, params, result }: Message): void {
    if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = params as { readonly uri: string; readonly diagnostics: readonly Diagnostic[] };
      this.#diagnostics.get(uri)?.(diagnostics);
    } else if (method !== undefined && id !== undefined) {
      // What it asks of an editor (settings, schemas of its own): nothing is set.
      const { items = [] } = (params ?? {}) as { readonly items?: readonly unknown[] };
      this.#send({ id, result: method === 'workspace/configuration' ? items.map(() => null) : null });
    } else if (id !== undefined) {
      this.#answers.get(id)?.(result);
    }
  }
}

interface Diagnostic {
  readonly message: string;
  readonly range: { readonly start: Position };
}

let server: Server;

beforeAll(async () => {
  server = new Server();
  const capabilities = {
    textDocument: {
      completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
      hover: { contentFormat: ['markdown'] },
    },
  };
  await server.request('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(REPOSITORY).href,
    capabilities,
    initializationOptions: {},
  });
  server.notify('initialized', {});
  server.notify('workspace/didChangeConfiguration', {
    settings: { yaml: { hover: true, completion: true, validate: true, schemaStore: { enable: false } } },
  });
});

afterAll(() => server.close());

const LINE = `# yaml-language-server: $schema=${SCHEMA}\n`;
const TOP = `${LINE}version: 1\ndescription: A push.\n`;

test('steps are completed by their names, with what each makes AWS say', async () => {
  const { uri } = await server.open('completed.yaml', `${TOP}steps:\n  - p\n`);
  const { items } = (await server.request('textDocument/completion', {
    textDocument: { uri },
    position: { line: 4, character: 5 },
  })) as { readonly items: readonly { readonly label: string; readonly documentation?: unknown }[] };
  expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(['push', 'pull', 'preview']));
  const push = items.find(({ label }) => label === 'push');
  expect(JSON.stringify(push?.documentation)).toContain('ECR Image Action PUSH');
});

test('a hover over a step says what AWS emits of it', async () => {
  const text = `${TOP}steps:\n  - scan: { image: "web:1" }\n`;
  const { uri, found } = await server.open('hovered.yaml', text);
  expect(found).toEqual([]);
  const hover = (await server.request('textDocument/hover', {
    textDocument: { uri },
    position: { line: 4, character: 6 },
  })) as { readonly contents: { readonly value: string } };
  expect(hover.contents.value.replaceAll('\\', '')).toContain('StartImageScan is called; ECR Image Scan');
});

test.each([
  ['an unknown step', '  - psuh: { image: "web:1" }', { line: 4, character: 4 }, /psuh/],
  ['a misspelt member', '  - push: { imgae: "web:1" }', { line: 4, character: 12 }, /imgae/],
  ['a length of time without its unit', '  - wait: 14', { line: 4, character: 10 }, /./],
])('%s is marked where it stands', async (what, step, start, message) => {
  const { found } = await server.open(`${what.replaceAll(' ', '-')}.yaml`, `${TOP}steps:\n${step}\n`);
  const there = found.filter(
    ({ range }) => range.start.line === start.line && range.start.character === start.character,
  );
  expect(there.map((one) => one.message).join('\n')).toMatch(message);
});

test('the line that init writes finds the schema in the package that is installed', async () => {
  using folder = project({});
  symlinkSync(REPOSITORY, join(folder.folder, 'node_modules/ecreplay'));
  await folder.ecreplay(['init']);
  const [line = ''] = folder.read('scenarios/push.yaml').split('\n');
  const text = `${TOP.replace(LINE, `${line}\n`)}steps:\n  - w\n`;
  const { uri } = await server.open('begun.yaml', text, join(folder.folder, 'scenarios'));
  const { items } = (await server.request('textDocument/completion', {
    textDocument: { uri },
    position: { line: 4, character: 5 },
  })) as { readonly items: readonly { readonly label: string }[] };
  expect(items.map(({ label }) => label)).toContain('wait');
});
