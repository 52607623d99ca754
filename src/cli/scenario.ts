import { basename, resolve } from 'node:path';
import { answersOf, type Answered } from '../deduce/answers.ts';
import { deduce, type Deduced } from '../deduce/deduce.ts';
import { excerpt } from '../deduce/excerpt.ts';
import { sayFailure } from '../deduce/shrink/failure.ts';
import { shrink, type Shrunk } from '../deduce/shrink/shrink.ts';
import { nearest } from '../nearest.ts';
import { Problem } from '../problem.ts';
import { openRecording } from '../recording/file/open-recording.ts';
import { findConfig, loadSetup } from '../rehearse/config.ts';
import { toMilliseconds } from '../scenario/duration.ts';
import { printScenario } from '../scenario/print.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { telling } from './telling.ts';
import { writeText } from './write-text.ts';

/** Flags of `ecreplay scenario`. */
export interface ScenarioFlags {
  readonly around?: string;
  readonly within: string;
  readonly output?: string;
  /** A consumer that fails. */
  readonly fails?: string;
  readonly config?: string;
  /** The role, or the session, that the consumer makes its calls with. */
  readonly role?: string;
}

/** `ecreplay scenario`: prints the scenario that explains a recording, and says what it could not explain. */
export async function scenario(
  file: string,
  { around, within, output, fails, config, role }: ScenarioFlags,
): Promise<void> {
  const tell = telling();
  const open = () => openRecording(file, { tell });
  const lines = await excerpt(open, around === undefined ? undefined : { id: around, within: toMilliseconds(within) });
  const name = nameOf(output ?? file);
  const where = around === undefined ? basename(file) : `${basename(file)}, around ${around}`;
  const deduced = await deduce(lines, name, `What was recorded in ${where}.`);
  if (deduced === undefined)
    throw new Problem('FILE_EMPTY', `Cannot work out a scenario from "${file}": it holds no record and no event`);
  if (deduced.scenario.steps.length === 0)
    throw new Problem(
      'RECORDING_LINE',
      `Cannot work out a scenario from "${file}": nothing of what was told can be said in one, not even word for word`,
      { place: { file, line: deduced.unexplained[0]?.line ?? 1, column: 1 } },
    );
  const shrunk =
    fails === undefined ? undefined : await cutDown(deduced.scenario, fails, config, answersOf(lines, role ?? fails));
  const text = textOf(shrunk?.scenario ?? deduced.scenario, deduced);
  if (output === undefined) process.stdout.write(text);
  else await writeText(output, text);
  process.stderr.write(summary(deduced));
  if (shrunk !== undefined) process.stderr.write(`${sayShrunk(shrunk)}\n`);
}

/** The piece of a scenario that a consumer still fails with. */
async function cutDown(
  whole: Scenario,
  consumer: string,
  config: string | undefined,
  { answers, mixed }: Answered,
): Promise<Shrunk> {
  const file = config === undefined ? findConfig(process.cwd()) : resolve(config);
  if (file === undefined)
    throw new Problem(
      'CONFIG_NOT_FOUND',
      `Cannot try "${consumer}": there is no ecreplay.config.ts here or above, and no --config names one`,
    );
  const setup = await loadSetup(file);
  if (!Object.hasOwn(setup.consumers, consumer)) {
    const known = Object.keys(setup.consumers);
    const meant = nearest(consumer, known);
    throw new Problem(
      'CONSUMER_UNKNOWN',
      `Cannot try "${consumer}": the configuration has no such consumer${meant === undefined ? `, it has ${known.join(', ') || 'none'}` : `, did you mean "${meant}"?`}`,
    );
  }
  for (const name of mixed)
    process.stderr.write(`${name} was answered now one way, now another, which the scenario does not say\n`);
  const shrunk = await shrink(whole, setup, consumer, answers);
  if (shrunk !== undefined) return shrunk;
  throw new Problem(
    'RECORDING_HARMLESS',
    `Cannot cut the recording down: "${consumer}" does not fail when it is told what was recorded. Events alone may not repeat it: what AWS answered to its calls is in the records of its role, which --role names, or can be said by "answers"`,
  );
}

function sayShrunk({ scenario: { steps }, failure, trials, isMinimal }: Shrunk): string {
  const least = isMinimal ? '' : ', and perhaps fewer would do';
  return `Fails the same way with ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}${least} (${trials} trials): ${sayFailure(failure)}`;
}

/** A name as scenarios have it, from that of a recording: web.ndjson.gz is about web. */
function nameOf(file: string): string {
  return basename(file).replace(/\.(ndjson|jsonl|json|yaml|yml)?(\.(gz|zst))?$/, '') || 'recording';
}

function textOf(said: Scenario, { unexplained }: Deduced): string {
  const { name: _name, file: _file, places: _places, ...body } = said;
  const left = unexplained.filter(({ kept }) => !kept);
  const lost = left.map(({ line, what }) => `# Left out: line ${line}, ${what}\n`).join('');
  return `# yaml-language-server: $schema=node_modules/ecreplay/schema/scenario.schema.json\n${lost}${printScenario(body)}`;
}

/** How many lines are named one by one. */
const NAMED = 20;

function summary({ scenario: { steps }, facts, unexplained, repeats, strange, extra }: Deduced): string {
  const count = (number: number): string => number.toLocaleString('en');
  const outcome = unexplained.length === 0 ? 'every one is explained' : `${count(unexplained.length)} not explained`;
  const lines = [`Records and events: ${count(facts)}. Steps: ${count(steps.length)}. Of what was told, ${outcome}.`];
  for (const { line, what, kept } of unexplained.slice(0, NAMED))
    lines.push(`  line ${line}: ${what}, ${kept ? 'quoted word for word' : 'left out'}`);
  if (unexplained.length > NAMED) lines.push(`  and ${count(unexplained.length - NAMED)} more`);
  for (const { line, of } of repeats.slice(0, NAMED)) lines.push(`  line ${line}: the same as line ${of}, told once`);
  for (const line of strange.slice(0, NAMED)) lines.push(`  line ${line}: neither a record nor an event`);
  for (const text of extra.slice(0, NAMED)) lines.push(`  not recorded, and yet told: ${text.slice(0, 120)}`);
  return `${lines.join('\n')}\n`;
}
