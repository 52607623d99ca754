import type { Instant } from '../../clock.ts';
import { placeOf } from '../../scenario/scenario.ts';
import type { Finding, Topic } from '../../verdict/finding.ts';
import type { Hearing } from '../../verdict/hearing.ts';
import { plural, sayEvent, sayRecord } from '../../verdict/say.ts';
import { wrapped } from '../wrap.ts';
import type { Moment } from './moment.ts';
import { receptionOf } from './reception.ts';
import { sayCalls, sayStep } from './say.ts';
import { type Subject, subjectOf } from './subject.ts';

const WIDTH = 80;
/** Nobody reads more of one thing; what is left out is counted. */
const MOST_LINES = 12;

/** What decides a promise: the first kind of these that there is, and otherwise of those below. */
const DECISIVE: Readonly<Partial<Record<Topic, readonly Moment['what'][]>>> = {
  step: ['call'],
  inOrder: ['said'],
  exactly: ['said'],
  recorded: ['said'],
  emitted: ['said'],
  delivered: ['arrival'],
  invoked: ['stopped', 'rule', 'arrival'],
  calls: ['aws-call'],
  request: ['request'],
  network: ['refusal'],
};
/** Of rules that stopped it the nearest comes first, and tries come one after the other; of everything else the last decides. */
const DECIDES_FIRST: readonly Moment['what'][] = ['stopped', 'refusal', 'outcome'];
const OTHERWISE: readonly Moment['what'][] = ['outcome', 'stopped', 'rule', 'arrival', 'said', 'call', 'step'];

/**
 * How a promise came to be broken, in the order of time: what happened, what AWS said, which rule let it through or why none did, what
 * the consumer did. The step that decided it is marked with `>`. Lines of at most 80 columns, indented by `indent`.
 */
export function storyOf(finding: Finding, hearing: Hearing, indent = ''): readonly string[] {
  const subject = subjectOf(finding.evidence?.about, hearing);
  const moments =
    subject === undefined ? overviewOf(hearing) : momentsOf(subject, hearing, consumerOf(finding, hearing));
  const decisive = subject === undefined ? moments.length - 1 : decisiveOf(finding, moments, subject.requestId);
  return showMoments(moments, { decisive, start: Date.parse(hearing.scenario.start), indent });
}

/** What happened in a scenario, whether it was kept or not: each step, what AWS said of it, and what reached a consumer. */
export function courseOf(hearing: Hearing, indent = ''): readonly string[] {
  return showMoments(overviewOf(hearing), { start: Date.parse(hearing.scenario.start), indent });
}

/** The consumer that a promise is about: that of the expectation it stands in. */
function consumerOf({ promise, place }: Finding, { scenario }: Hearing): string | undefined {
  if (promise !== 'consumer') return undefined;
  const index = scenario.expect.findLastIndex((_, at) => {
    const { line, column } = placeOf(scenario, `/expect/${at}`);
    return line < place.line || (line === place.line && column <= place.column);
  });
  const expectation = scenario.expect[index];
  return expectation !== undefined && 'consumer' in expectation ? expectation.consumer : undefined;
}

function momentsOf(
  { step, emission, arrivals }: Subject,
  hearing: Hearing,
  consumer: string | undefined,
): readonly Moment[] {
  const { activity, run } = hearing;
  const before = step === undefined ? [] : [momentOfStep(step, hearing)];
  const failed = activity.happenings.findLast(
    (one) => one.kind === 'call' && one.step === step && one.failure !== undefined,
  );
  const calls: Moment[] =
    emission === undefined && failed?.kind === 'call'
      ? [{ at: failed.at, what: 'call', text: `${failed.operation} is refused: ${failed.failure?.code}` }]
      : [];
  const said: Moment[] =
    emission === undefined
      ? []
      : emission.channel === 'cloudtrail'
        ? [{ at: emission.at, what: 'said', text: `CloudTrail records ${sayRecord(emission.record)}` }]
        : [{ at: emission.at, what: 'said', text: `AWS says ${sayEvent(emission.event)}` }];
  const lost: Moment[] =
    emission?.channel === 'eventbridge' && arrivals.length === 0
      ? [{ at: emission.at, what: 'arrival', text: `it never arrives on the ${run.bus} bus` }]
      : [];
  return [
    ...before,
    ...calls,
    ...said,
    ...lost,
    ...arrivals.flatMap((arrival) => receptionOf(arrival, hearing, consumer)),
  ];
}

function momentOfStep(step: number, { scenario, activity }: Hearing): Moment {
  const one = scenario.steps[step];
  const first = activity.happenings.find((happening) => happening.step === step);
  return {
    at: first?.at ?? activity.ended,
    what: 'step',
    text: `step ${step + 1}: ${one === undefined ? '' : sayStep(one)}, ${sayCalls(step, activity)}`,
  };
}

function overviewOf(hearing: Hearing): readonly Moment[] {
  const { scenario, emissions, activity, run } = hearing;
  const steps = scenario.steps.flatMap((step, index): readonly Moment[] => {
    if ('wait' in step) return [];
    const own = new Set(activity.happenings.filter((one) => one.step === index).map((one) => one.index));
    const events = emissions.filter(
      ({ channel, cause, noise }) => channel === 'eventbridge' && own.has(cause) && !noise,
    );
    const moment = momentOfStep(index, hearing);
    return [{ ...moment, text: `${moment.text}; AWS says ${plural(events.length, 'event')} of it` }];
  });
  const received = run.arrivals
    .filter(({ invocations }) => invocations.length > 0)
    .flatMap((arrival): readonly Moment[] => {
      const { at, event } = arrival.delivery;
      return [{ at, what: 'said', text: `AWS says ${sayEvent(event)}` }, ...receptionOf(arrival, hearing).slice(1)];
    });
  const silent: Moment[] =
    received.length > 0
      ? []
      : [
          {
            at: activity.ended,
            what: 'rule',
            text: `${plural(run.arrivals.length, 'event')} arrived, and no consumer was invoked`,
          },
        ];
  return [...steps, ...received, ...silent].toSorted((a, b) => a.at - b.at);
}

function decisiveOf({ topic, claim }: Finding, moments: readonly Moment[], requestId: string | undefined): number {
  // Of an event that came to several invocations, what the one did that it is about; of its calls those that are spoken of.
  const isOther = (moment: Moment): boolean =>
    (moment.requestId ?? requestId) !== requestId ||
    (moment.name !== undefined && /\w:[A-Z]/.test(claim) && !claim.includes(moment.name));
  for (const what of [...(DECISIVE[topic] ?? []), ...OTHERWISE]) {
    const isIt = (moment: Moment): boolean => moment.what === what && !isOther(moment);
    const at = DECIDES_FIRST.includes(what) ? moments.findIndex(isIt) : moments.findLastIndex(isIt);
    if (at >= 0) return at;
  }
  return moments.length - 1;
}

/** How lines are shown, and which of them is marked. */
interface Showing {
  readonly decisive?: number;
  readonly start: Instant;
  readonly indent: string;
}

function showMoments(moments: readonly Moment[], { decisive, start, indent }: Showing): readonly string[] {
  // The end of a story says more than its middle; what decided it stays in any case.
  const last = Math.max(decisive ?? 0, MOST_LINES - 1);
  const from = Math.max(1, last - MOST_LINES + 2);
  const lines = moments.flatMap(({ at, text }, index) => {
    if (index > last) return [];
    if (index > 0 && index < from) return index === 1 ? [`${indent}  …  ${plural(from - 1, 'line')} left out`] : [];
    const head = `${indent}${index === decisive ? '> ' : '  '}${sayTime(at, start)}  `;
    return [wrapped(head + text.replaceAll('\n', ' '), { width: WIDTH, hang: ' '.repeat(head.length) })];
  });
  const rest = moments.length - 1 - last;
  return rest > 0 ? [...lines, `${indent}  …  and ${plural(rest, 'line')} more`] : lines;
}

/** The time of day, and the date where it is not that of the start. */
function sayTime(at: Instant, start: Instant): string {
  const text = new Date(at).toISOString();
  return text.slice(0, 10) === new Date(start).toISOString().slice(0, 10)
    ? text.slice(11, 23)
    : `${text.slice(5, 10)} ${text.slice(11, 19)}`;
}
