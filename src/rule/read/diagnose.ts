import { nearest } from '../../nearest.ts';
import { ecrShapes } from '../../pattern/advice/ecr-shapes.ts';
import { compilePattern, describe, lintPattern } from '../../pattern/index.ts';
import { Problem, type ProblemCode } from '../../problem.ts';
import { inputNotes } from './input-notes.ts';
import { withoutUnresolved } from './pattern-text.ts';
import type { FoundRule, Note, NoteCode } from './reading.ts';
import { samplesFor } from './sample.ts';

/** Says of rules what no linter of templates does: what can never match, and what input no target could be given. */
export function diagnose(rules: readonly FoundRule[]): readonly Note[] {
  return rules.flatMap((rule) => {
    const known = withoutUnresolved(rule.pattern);
    const notes = patternNotes({ ...rule, pattern: known }, known !== rule.pattern);
    if (notes.some(({ code }) => code === 'PATTERN_REFUSED')) return notes;
    const samples = samplesFor(known);
    return [...notes, ...busNotes(rule, rules), ...rule.targets.flatMap((target) => inputNotes(rule, target, samples))];
  });
}

/** `isPart`: something is not known in it, so that what it leaves open is no choice of whoever wrote it. */
function patternNotes(rule: FoundRule, isPart: boolean): Note[] {
  const told = (severity: Note['severity'], code: NoteCode, words: string): Note => ({
    severity,
    code,
    message: `Rule "${rule.name}": ${words}`,
    place: rule.place,
  });
  return lintPattern(rule.pattern).flatMap(({ severity, code, message }): Note[] => {
    if (severity === 'error') return [told('error', 'PATTERN_REFUSED', message)];
    switch (code) {
      case 'NEVER_MATCHES':
        // Rules on other services are none of ours.
        return isAboutEcr(rule) ? [told('warning', code, [message, ...advice(rule)].join('; '))] : [];
      case 'ONLY_READS':
        return isAboutEcr(rule) && rule.state === 'ENABLED'
          ? [told('warning', 'NEVER_MATCHES', `in the state ENABLED no event can match: ${message}`)]
          : [];
      case 'READ_ONLY_CALLS':
        return rule.state === 'ENABLED' && !isPart ? [told('note', 'PATTERN_DOUBTFUL', message)] : [];
      case 'CANNOT_SAY':
        // Whoever names that kind of event means it.
        return namesDetailType(rule, message) || !isAboutEcr(rule)
          ? [told('note', 'PATTERN_DOUBTFUL', message)]
          : [told('warning', 'PATTERN_DOUBTFUL', [message, ...advice(rule)].join('; '))];
      default:
        return isPart ? [] : [told('note', 'PATTERN_DOUBTFUL', message)];
    }
  });
}

/** A rule on another bus than AWS services send to hears of Amazon ECR by way of another rule alone. */
function busNotes({ name, bus, pattern, place }: FoundRule, rules: readonly FoundRule[]): Note[] {
  const isFed = rules.some((other) => other.targets.some((target) => target.kind === 'bus' && target.name === bus));
  // No more than a note: the rule that sends it on may be another account's.
  if (bus === 'default' || bus === 'unresolved' || isFed || !/"aws\.(?:ecr|inspector2)"/.test(pattern)) return [];
  const message = `Rule "${name}" is on the bus "${bus}", and AWS services send to the bus "default" alone: no event of theirs comes to it unless another rule sends it on, and none here does`;
  return [{ severity: 'note', code: 'PATTERN_DOUBTFUL', message, place }];
}

/** Whether a pattern says the name of the one kind of event that a lint note speaks of. */
function namesDetailType({ pattern }: FoundRule, message: string): boolean {
  return ecrShapes.some(
    ({ detailType }) => message.startsWith(`only ${detailType} `) && pattern.includes(`"${detailType}"`),
  );
}

/** Whether whoever wrote a pattern had Amazon ECR in mind. */
export function isAboutEcr({ pattern, bus }: Pick<FoundRule, 'pattern' | 'bus'>): boolean {
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

/** The first rule that EventBridge would refuse, as a problem; nothing, where it would take them all. */
export function refusalOf(notes: readonly Note[]): readonly Problem[] {
  return notes
    .filter(({ severity }) => severity === 'error')
    .map(
      ({ code, message, place }) =>
        new Problem(PROBLEMS[code] ?? 'PATTERN_INVALID', `Cannot use what was read: ${message}`, {
          place,
        }),
    );
}

const PROBLEMS: Readonly<Partial<Record<NoteCode, ProblemCode>>> = { CYCLE: 'RULES_CYCLE', NOT_READ: 'RULES_SYNTAX' };
