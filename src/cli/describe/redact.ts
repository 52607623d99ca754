import type { Command } from 'commander';
import type { RedactFlags } from '../redact.ts';
import { example } from './options.ts';

/** Describes `ecreplay redact`. */
export function describeRedact(root: Command): void {
  root
    .command('redact')
    .summary('take out of a file what must not be told, or prove that it is out')
    .description(
      'Replaces accounts, principals, keys, addresses and tokens in a recording, or in any file of events or records, each by one of its kind and the same by the same; names of people and roles also where sentences tell of them, those of a whole file, or of standard input those that were seen so far; with --verify it changes nothing and looks for what is left.',
    )
    .argument('<file>', 'a recording, a file of JSON, plain or packed with gzip or zstd; "-" for standard input')
    .option('-o, --output <file>', 'where to write it, packed as its name asks (.gz, .zst)')
    .option('--key <file>', 'a key to keep, so that other files become alike; otherwise one that nobody learns')
    .option('--repositories', 'also the names of repositories')
    .option('--tags', 'also the tags of images')
    .option('--digests', 'also the digests of images and layers')
    .option('--verify', 'look for what is left: exit code 5 if anything is')
    .option('--original <file>', 'with --verify and --key: look for each value that was replaced in this file')
    .option('--json', 'with --verify: print what is left as JSON')
    .addHelpText(
      'after',
      example(
        'ecreplay redact trail.json.gz -o trail.redacted.json.gz',
        'ecreplay redact --verify trail.redacted.json.gz',
      ),
    )
    .action(async (file: string, flags: RedactFlags) => {
      const { redact } = await import('../redact.ts');
      await redact(file, flags);
    });
}
