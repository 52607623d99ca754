import { complainOf, expectArrival } from './exit.ts';
import { endWithReader } from './lost-reader.ts';

/** Runs one command line; what it has to say about success is in `process.exitCode`. */
export async function main(argv: readonly string[]): Promise<void> {
  const arrive = expectArrival();
  endWithReader();
  try {
    const [verb, ...rest] = argv;
    // The verb of every day goes past the parser of the others, which knows none of Vitest's flags anyway.
    if (verb === 'run' && !rest.some((word) => word === '--help' || word === '-h')) {
      const { run } = await import('./run.ts');
      await run(rest);
    } else {
      const { parse } = await import('./program.ts');
      await parse(argv);
    }
  } catch (error) {
    complainOf(error);
  }
  arrive();
}
