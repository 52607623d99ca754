import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The release of botocore whose constraints the tables hold. */
export const BOTOCORE = '1.44.5';

/** A shape in botocore's words; of these only the constraints are taken. */
export interface BotocoreShape {
  readonly type: string;
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly required?: readonly string[];
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

/** A service in botocore's words. */
export interface BotocoreModel {
  readonly metadata: { readonly apiVersion: string };
  readonly operations: Readonly<
    Record<string, { readonly input?: { readonly shape: string }; readonly output?: { readonly shape: string } }>
  >;
  readonly shapes: Readonly<Record<string, BotocoreShape>>;
}

const READ = `
import gzip, json, sys, zipfile
wheel, models = zipfile.ZipFile(sys.argv[1]), {}
for folder in sys.argv[2:]:
    name = max(n for n in wheel.namelist() if n.startswith('botocore/data/' + folder + '/') and n.rsplit('/', 1)[1].startswith('service-2.json'))
    raw = wheel.read(name)
    models[folder] = json.loads(gzip.decompress(raw) if name.endswith('.gz') else raw)
json.dump(models, sys.stdout)
`;

/** Fetches botocore from PyPI with pip, into a folder that is removed again, and reads the models of some services. */
export function readBotocore(folders: readonly string[]): Readonly<Record<string, BotocoreModel>> {
  const folder = mkdtempSync(join(tmpdir(), 'botocore-'));
  try {
    execFileSync('python3', ['-m', 'pip', 'download', '-q', `botocore==${BOTOCORE}`, '--no-deps', '-d', folder]);
    const wheel = join(
      folder,
      readdirSync(folder).find((name) => name.endsWith('.whl'))!,
    );
    const text = execFileSync('python3', ['-c', READ, wheel, ...folders], { maxBuffer: 1 << 28, encoding: 'utf8' });
    return JSON.parse(text) as Record<string, BotocoreModel>;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
