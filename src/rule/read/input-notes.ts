import { checkInput } from '../input/check-input.ts';
import { prepareInput } from '../input/input.ts';
import { parsePath, readPath } from '../input/path.ts';
import { parseTemplate, variablesOf } from '../input/template.ts';
import type { FoundRule, FoundTarget, Note, NoteCode } from './reading.ts';
import { type Sample, withPaths } from './sample.ts';

/** What a target would be given of the events that its rule matches, where that is not what anybody means. */
export function inputNotes(rule: FoundRule, target: FoundTarget, samples: readonly Sample[]): readonly Note[] {
  const note = (severity: Note['severity'], code: NoteCode, words: string): Note => ({
    severity,
    code,
    message: `Target "${target.id}" of rule "${rule.name}": ${words}`,
    place: target.place,
  });
  const refused = checkInput(target.id, target.options);
  if (refused !== undefined) return [note('error', 'TARGET_REFUSED', refused.replace(/\.$/, ''))];
  const prepare = prepareInput(target.options);
  const paths = pathsOf(target);
  for (const sample of samples) {
    const { words } = sample;
    const event = withPaths(sample, paths);
    const prepared = prepare(event, JSON.stringify(event), {
      ruleArn: `arn:aws:events:us-east-1:123456789012:rule/${rule.name}`,
      ruleName: rule.name,
      ingestionTime: '2026-01-15T09:30:00Z',
    });
    if ('invalid' in prepared) {
      return [note('warning', 'INPUT_INVALID', `of ${words} it is given nothing: ${prepared.invalid}`)];
    }
  }
  return emptyPlaces(target, samples).map(({ variable, path, sample }) =>
    path.startsWith(TAG)
      ? note(
          'warning',
          'INPUT_EMPTY',
          `<${variable}> is empty for an ${sample.shape.detailType} of an image without a tag, as each platform of a multi-platform push is: ${fixFor(path)}`,
        )
      : note('note', 'INPUT_EMPTY', `<${variable}> is empty for an ${sample.shape.detailType} without ${path}`),
  );
}

const TAG = 'image-tag';

/** A pattern that asks for what the template needs. */
function fixFor(path: string): string {
  const member = path.replace(/\[.*$/, '');
  return `add "${member}": [{ "exists": true }] to the detail of the pattern, or let the target do without`;
}

function pathsOf({ options: { inputPath, inputTransformer } }: FoundTarget): readonly string[] {
  return [...(inputPath === undefined ? [] : [inputPath]), ...Object.values(inputTransformer?.inputPathsMap ?? {})];
}

interface EmptyPlace {
  readonly variable: string;
  /** The member of the detail that it is read from. */
  readonly path: string;
  /** An event that has none. */
  readonly sample: Sample;
}

/** Variables that are empty for some events: `web:` for an image without a tag. */
function emptyPlaces(target: FoundTarget, samples: readonly Sample[]): readonly EmptyPlace[] {
  const { inputTransformer } = target.options;
  if (inputTransformer === undefined) return [];
  const { inputPathsMap = {}, inputTemplate } = inputTransformer;
  return variablesOf(parseTemplate(inputTemplate)).flatMap((variable) => {
    const written = inputPathsMap[variable] ?? '';
    const path = parsePath(written);
    if (path === undefined) return [];
    const sample = samples.find((one) => readPath(path, withPaths(one, pathsOf(target))) === undefined);
    return sample === undefined ? [] : [{ variable, path: written.replace(/^\$\.(?:detail\.)?/, ''), sample }];
  });
}
