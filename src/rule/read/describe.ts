import { describeNote, placed, shown } from './describe-note.ts';
import type { FoundFunction, FoundRule, FoundTarget, Note, Reading } from './reading.ts';

/** Words what was read, for people: each rule with all that belongs to it, then what there is to say. */
export function describeReading(reading: Reading, folder: string): string {
  const { rules, feeds, links, redrives, notes } = reading;
  const parts = [
    ...rules.map((rule) => describeRule(rule, folder)),
    ...feeds.map(
      ({ from, name, function: run, batchSize, place }) =>
        `${from} ${name}  ${placed(place, folder)}\n  feeds      function ${run.name ?? run.id}${batchSize === undefined ? '' : `, ${batchSize} at once`}\n${lines(functionLines(run, folder), '  ')}\n`,
    ),
    ...links.map(
      ({ topic, to, name, place }) => `topic ${topic}  ${placed(place, folder)}\n  tells      ${to} ${name}\n`,
    ),
    ...redrives.map(
      ({ queue, deadLetters, maxReceiveCount }) =>
        `queue ${queue}\n  gives up   after ${maxReceiveCount} tries, to queue ${deadLetters}\n`,
    ),
    ...notes.map((note) => describeNote(note, folder)),
    summary(reading),
  ];
  return `${parts.join('\n')}\n`;
}

function describeRule(rule: FoundRule, folder: string): string {
  return [
    `rule ${rule.name}  ${placed(rule.place, folder)}`,
    `  bus        ${rule.bus}`,
    ...(rule.state === 'ENABLED' ? [] : [`  state      ${rule.state}`]),
    `  pattern    ${onOneLine(rule.pattern)}`,
    ...(rule.targets.length === 0
      ? ['  target     none']
      : rule.targets.map((target) => describeTarget(target, folder))),
    '',
  ].join('\n');
}

function onOneLine(pattern: string): string {
  try {
    return JSON.stringify(JSON.parse(pattern));
  } catch {
    return pattern.trim();
  }
}

function describeTarget(target: FoundTarget, folder: string): string {
  const { options } = target;
  const said: string[] = [];
  if (options.input !== undefined) said.push(`input      ${options.input}`);
  if (options.inputPath !== undefined) said.push(`input      ${options.inputPath}`);
  if (options.inputTransformer !== undefined) {
    const { inputPathsMap, inputTemplate } = options.inputTransformer;
    said.push(
      `input      ${JSON.stringify(inputPathsMap ?? {})} → ${inputTemplate.trim().replaceAll(/\s*\n\s*/g, ' ')}`,
    );
  }
  const { maximumRetryAttempts: attempts, maximumEventAgeInSeconds: age } = options.retryPolicy ?? {};
  if (attempts !== undefined) said.push(`retries    at most ${attempts}`);
  if (age !== undefined) said.push(`retries    for at most ${age} s`);
  if (options.deadLetterConfig !== undefined) said.push(`dead       queue ${options.deadLetterConfig.arn}`);
  said.push(`permission ${target.permission.kind}: ${target.permission.by}`);
  if (target.function !== undefined) said.push(...functionLines(target.function, folder));
  const name = target.unresolved === undefined ? `${target.kind} ${target.name}` : `not known: ${target.unresolved}`;
  return `  target     ${name}\n${lines(said, '    ')}`;
}

function functionLines(found: FoundFunction, folder: string): readonly string[] {
  const code = found.code === undefined ? (found.codeElsewhere ?? 'not known') : shown(found.code, folder);
  const consumer = found.consumer === undefined ? '' : ` (${shown(found.consumer, folder)})`;
  return [
    `runs       ${found.handler ?? 'no handler'} of ${code}${found.runtime === undefined ? '' : `, ${found.runtime}`}${consumer}`,
  ];
}

function summary({ rules, notes }: Reading): string {
  const count = (severity: Note['severity'], word: string): string[] => {
    const all = notes.filter((note) => note.severity === severity).length;
    return all === 0 ? [] : [`${all} ${word}${all === 1 ? '' : 's'}`];
  };
  return [
    `${rules.length} rule${rules.length === 1 ? '' : 's'}`,
    ...count('error', 'error'),
    ...count('warning', 'warning'),
    ...count('note', 'note'),
  ].join(', ');
}

function lines(all: readonly string[], before: string): string {
  return all.map((line) => `${before}${line}`).join('\n');
}
