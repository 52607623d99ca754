import { nearest } from '../../nearest.ts';
import { ecrShapes } from '../../pattern/advice/ecr-shapes.ts';
import { compilePattern, describe, lintPattern } from '../../pattern/index.ts';
import { Problem } from '../../problem.ts';
import { checkInput } from '../input/check-input.ts';
import { prepareInput } from '../input/input.ts';
import { parseTemplate, variablesOf } from '../input/template.ts';
import { parsePath, readPath } from '../input/path.ts';
import { withoutUnresolved } from './pattern-text.ts';
import type { FoundRule, FoundTarget, Note, NoteCode } from './reading.ts';
import { type Sample, samplesFor, withPaths } from './sample.ts';

/** Says of rules what no linter of templates does: what can never match, and what input no target could be given. */
export function diagnose(rules: readonly FoundRule[]): readonly Note[] {
  return rules.flatMap((rule) => {
    const known = withoutUnresolved(rule.pattern);
    const notes = patternNotes({ ...rule, pattern: known }, known !== rule.pattern);
    if (notes.some(({ code }) => code === 'PATTERN_REFUSED')) return notes;
    const samples = samplesFor(known);
    return [...notes, ...rule.targets.flatMap((target) => inputNotes(rule, target, samples))];
  });
}

/** `isPart`: something is not known in it, so that what it leaves open is no choice of whoever wrote it. */
function patternNotes(rule: FoundRule, isPart: boolean): Note[] {
  return lintPattern(rule.pattern).flatMap(({ severity, code, message }): Note[] => {
    const told = (kind: NoteCode, words: string): Note => ({
      severity: severity === 'error' ? 'error' : 'warning',
      code: kind,
      message: `Rule "${rule.name}": ${words}`,
      place: rule.place,
    });
    if (severity === 'error') return [told('PATTERN_REFUSED', message)];
    if (code !== 'NEVER_MATCHES' && isPart) return [];
    if (code !== 'NEVER_MATCHES') return [{ ...told('PATTERN_DOUBTFUL', message), severity: 'note' }];
    // Rules on other services are none of ours.
    if (!isAboutEcr(rule)) return [];
    return [told('NEVER_MATCHES', [message, ...advice(rule)].join('; '))];
  });
}

/** Whether whoever wrote a pattern had Amazon ECR in mind. */
function isAboutEcr({ pattern, bus }: FoundRule): boolean {
  return bus === 'default' && /\becr\b|"ECR |inspector2/i.test(pattern);
}

/** The nearest fix: of the sample that the pattern comes nearest to, or of the one word that is misspelt. */
function advice(rule: FoundRule): readonly string[] {
  const type = nearestType(rule.pattern);
  const shape = ecrShapes.find(({ detailType }) => detailType === type);
  if (shape === undefined) return [];
  const [sample] = samplesFor(JSON.stringify({ source: [shape.source], 'detail-type': [shape.detailType] }));
  const explanation = sample && compilePattern(rule.pattern).explain(sample.event);
  return explanation === undefined ? [] : [describe(explanation).replaceAll(/\s*\n\s*/g, ', ')];
}

function nearestType(pattern: string): string | undefined {
  const types = ecrShapes.map(({ detailType }) => detailType);
  const said = types.find((type) => pattern.includes(`"${type}"`));
  const [, written = ''] = /"detail-type"\s*:\s*\[\s*"([^"]*)"/.exec(pattern) ?? [];
  return said ?? nearest(written, types) ?? 'ECR Image Action';
}

function inputNotes(rule: FoundRule, target: FoundTarget, samples: readonly Sample[]): Note[] {
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
  return emptyNotes(target, samples).map((words) => note('note', 'INPUT_EMPTY', words));
}

function pathsOf({ options: { inputPath, inputTransformer } }: FoundTarget): readonly string[] {
  return [...(inputPath === undefined ? [] : [inputPath]), ...Object.values(inputTransformer?.inputPathsMap ?? {})];
}

/** Variables that are empty for some events: `web:` for an image without a tag. */
function emptyNotes(target: FoundTarget, samples: readonly Sample[]): readonly string[] {
  const { inputTransformer } = target.options;
  if (inputTransformer === undefined) return [];
  const { inputPathsMap = {}, inputTemplate } = inputTransformer;
  return variablesOf(parseTemplate(inputTemplate)).flatMap((variable) => {
    const path = parsePath(inputPathsMap[variable] ?? '');
    if (path === undefined) return [];
    const lacking = samples.find((sample) => readPath(path, withPaths(sample, pathsOf(target))) === undefined);
    return lacking === undefined ? [] : [`<${variable}> is empty for ${lacking.words}`];
  });
}

/** The first rule that EventBridge would refuse, as a problem; nothing, where it would take them all. */
export function refusalOf(notes: readonly Note[]): readonly Problem[] {
  return notes
    .filter(({ severity }) => severity === 'error')
    .map(({ message, place }) => new Problem('PATTERN_INVALID', `Cannot use what was read: ${message}`, { place }));
}
