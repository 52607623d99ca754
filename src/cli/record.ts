import type { RecordingWriter } from '../recording/file/create-recording.ts';
import { createRecording } from '../recording/file/create-recording.ts';
import { capture, kept } from '../recording/capture/capture.ts';
import { type SourceWish, withSource } from '../recording/capture/open-source.ts';
import type { Remarks, Source } from '../recording/capture/source.ts';
import { namedKey } from '../recording/redact/key.ts';
import { Problem } from '../problem.ts';
import { exitAtLeast } from './exit.ts';
import { toDuration, toMoment } from './moment.ts';
import { progressLine } from './progress-line.ts';

/** What `ecreplay record` can be told. */
export interface RecordFlags {
  readonly output: string;
  readonly overwrite?: boolean;
  readonly account?: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly from?: string;
  readonly to?: string;
  readonly for?: string;
  readonly live?: boolean;
  readonly filterPattern?: string;
  readonly pattern?: string;
  readonly attribute?: string;
  readonly delete?: boolean;
  readonly verifyDigests?: boolean;
  /** `--no-redact` is its being false. */
  readonly redact: boolean;
  readonly key?: string;
  readonly repositories?: boolean;
  readonly tags?: boolean;
  readonly digests?: boolean;
}

/** `ecreplay record`: reads a source into a recording; what was interrupted goes on when it is called again. */
export async function record(source: string, flags: RecordFlags): Promise<void> {
  const line = progressLine();
  const say = (sentence: string): void => {
    line.end();
    process.stderr.write(`${sentence}\n`);
  };
  const remarks: Remarks = {
    note: say,
    broken: (sentence) => {
      say(`BROKEN  ${sentence}`);
      exitAtLeast(1);
    },
  };
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const wish = toWish(flags);
  const timer = wish.live === true && wish.duration !== undefined ? setTimeout(stop, wish.duration) : undefined;
  timer?.unref();
  try {
    await withSource(source, wish, remarks, async (opened) => {
      await write(source, opened, flags, { ...remarks, line, say, signal: stopping.signal });
    });
  } finally {
    line.end();
    clearTimeout(timer);
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

interface Recording extends Remarks {
  readonly line: ReturnType<typeof progressLine>;
  readonly say: (sentence: string) => void;
  readonly signal: AbortSignal;
}

async function write(
  named: string,
  source: Source,
  flags: RecordFlags,
  { line, say, ...listening }: Recording,
): Promise<void> {
  const writer = await openWriter(source, flags);
  try {
    if (writer.resumed) say(`Going on with "${writer.file}.partial", which has ${lines(writer.count)}`);
    if (!flags.redact)
      say('Nothing is redacted: accounts, principals, addresses and tokens stand in the recording as AWS said them');
    const { count, known, isWhole } = await capture(source, writer, {
      ...listening,
      progress: ({ count: so, part }) =>
        line.tell(() => `${lines(so)}${part === undefined ? '' : `, ${Math.floor(part * 100)} %`}`),
    });
    line.end();
    if (!isWhole) {
      say(`Interrupted: ${kept(writer)}`);
      exitAtLeast(130);
      return;
    }
    // Of what is listened to, that nothing came is an answer.
    if (count === 0 && source.isEndless !== true) {
      await writer.discard();
      throw new Problem('FILE_EMPTY', `Cannot record "${named}": there is no event and no record in what was read`);
    }
    const { sha256 } = await writer.finish();
    const again = known === 0 ? '' : `, ${known} came again and ${known === 1 ? 'was' : 'were'} left out`;
    say(`Recorded ${lines(count)} to ${flags.output}${again}; SHA-256 ${sha256}`);
  } finally {
    await writer[Symbol.asyncDispose]();
  }
}

async function openWriter({ names }: Source, flags: RecordFlags): Promise<RecordingWriter> {
  const { output, overwrite = false, redact, key, repositories = false, tags = false, digests = false } = flags;
  const { from, to } = toWish(flags);
  const window = {
    ...(from !== undefined && { from: new Date(from).toISOString() }),
    ...(to !== undefined && { to: new Date(to).toISOString() }),
  };
  const title = { source: names, ...(from !== undefined && to !== undefined && { window }) };
  if (!redact) {
    if (key !== undefined || repositories || tags || digests)
      throw new Problem('USAGE', 'Cannot redact and leave it: --no-redact stands beside what is to be redacted');
    return createRecording(output, title, { overwrite, redaction: 'none' });
  }
  const redaction = { key: await namedKey(key), choice: { repositories, tags, digests } };
  return createRecording(output, title, { overwrite, redaction });
}

function lines(count: number): string {
  return `${count} line${count === 1 ? '' : 's'}`;
}

function toWish(flags: RecordFlags): SourceWish {
  const { account, region, endpoint, live, filterPattern, pattern, verifyDigests } = flags;
  const from = toMoment('--from', flags.from);
  const to = toMoment('--to', flags.to);
  if (from !== undefined && to !== undefined && from >= to)
    throw new Problem('USAGE', `Cannot record from ${flags.from} to ${flags.to}: that is no time at all`);
  const duration = toDuration('--for', flags.for);
  const attribute = flags.attribute === undefined ? undefined : toAttribute(flags.attribute);
  return {
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(duration !== undefined && { duration }),
    ...(live !== undefined && { live }),
    ...(filterPattern !== undefined && { filterPattern }),
    ...(pattern !== undefined && { pattern }),
    ...(attribute !== undefined && { attribute }),
    ...(flags.delete !== undefined && { delete: flags.delete }),
    ...(verifyDigests !== undefined && { verifyDigests }),
  };
}

function toAttribute(text: string): NonNullable<SourceWish['attribute']> {
  const [, key, value] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (key !== undefined && value !== undefined) return { key, value };
  throw new Problem('USAGE', `Cannot read "--attribute ${text}": wanted a key and a value, such as EventName=PutImage`);
}
