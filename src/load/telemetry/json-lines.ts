import type { View } from './snapshot.ts';

/** Shows a run to other programs: a line of JSON a second, each with the member `snapshot`. The line of the result is the caller's. */
export function jsonLines(output: Pick<NodeJS.WriteStream, 'write'> = process.stdout): View {
  return {
    show: (snapshot) => {
      output.write(`${JSON.stringify({ snapshot })}\n`);
    },
    end: async () => {},
  };
}
