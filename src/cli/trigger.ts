import { resolve } from 'node:path';
import type { Invocation } from '../consumer/consumer.ts';
import { eventDoubts } from '../pattern/advice/event-doubts.ts';
import { Problem } from '../problem.ts';
import { findConfig, loadSetup } from '../rehearse/config.ts';
import type { Setup } from '../rehearse/setup.ts';
import type { Profile } from '../scenario/scenario.ts';
import { choose } from '../trigger/choose.ts';
import { type Destination, readDestination, type Resource } from '../trigger/destination.ts';
import { edited } from '../trigger/edit.ts';
import { FLOWS } from '../trigger/flows.ts';

/** What `ecreplay trigger` may be told. */
export interface TriggerFlags {
  readonly set: readonly string[];
  readonly remove: readonly string[];
  readonly raw?: true;
  readonly event?: string;
  readonly list?: true;
  readonly to: string;
  readonly endpoint?: string;
  readonly aws?: true;
  readonly config?: string;
  readonly seed?: number | string;
  readonly profile?: Profile;
}

/** How long a webhook may take. */
const PATIENCE = 30_000;

/** `ecreplay trigger`: makes one event, changes it, and sends it somewhere; prints it where nothing else is said. */
export async function trigger(flow: string | undefined, flags: TriggerFlags): Promise<void> {
  if (flow === undefined) {
    listFlows();
    return;
  }
  const { events, chosen } = await choose(flow, flags.event, flags);
  if (flags.list === true) {
    for (const [index, { event, at }] of events.entries()) {
      const mark = events[index] === chosen ? '*' : ' ';
      const what = event.detail['eventName'] ?? event.detail['action-type'] ?? event.detail['scan-status'] ?? '';
      print(
        `${mark} ${String(index + 1).padStart(3)}  ${new Date(at).toISOString()}  ${event['detail-type']}  ${say(what)}`,
      );
    }
    return;
  }
  const event = edited(chosen.event, flags);
  if (flags.set.length + flags.remove.length > 0)
    for (const doubt of eventDoubts(event as Readonly<Record<string, unknown>>))
      complain(`AWS sends no such event: ${doubt}`);
  const sent = flags.raw === true ? detailOf(event) : event;
  const setup = await setupFor(flags);
  await send(sent, readDestination(flags.to, Object.keys(setup.consumers)), setup, flags);
}

async function send(event: object, to: Destination, setup: Setup, flags: TriggerFlags): Promise<void> {
  switch (to.kind) {
    case 'stdout':
      print(JSON.stringify(event, undefined, process.stdout.isTTY ? 2 : undefined));
      return;
    case 'url':
      await post(event, to.url);
      return;
    case 'consumer': {
      const { handToConsumer } = await import('../trigger/hand-to-consumer.ts');
      tellOf(await handToConsumer(event, to.name, setup), setup);
      return;
    }
    default: {
      const { sendEvent } = await import('../bus/remote/send-event.ts');
      const { told, isGood } = await sendEvent(event, to, reachOf(to, event, flags));
      print(told);
      if (!isGood) process.exitCode = 1;
    }
  }
}

/** Where the AWS is that a resource belongs to: an endpoint that somebody has named, or AWS's own where that is said. */
function reachOf(to: Resource, event: object, { endpoint: named, aws }: TriggerFlags) {
  const { AWS_ENDPOINT_URL: ambient, AWS_REGION: ambientRegion, AWS_ACCESS_KEY_ID: key } = process.env;
  const { region: its } = event as { readonly region?: unknown };
  const region = to.region ?? ambientRegion ?? (typeof its === 'string' ? its : 'us-east-1');
  if (aws === true) return { region };
  const endpoint = named ?? to.endpoint ?? ambient;
  if (endpoint === undefined || endpoint === '') {
    throw new Problem(
      'USAGE',
      `Cannot send to ${to.kind} "${to.name}": it is not said where that is, wanted --endpoint URL, AWS_ENDPOINT_URL, or --aws for a real account`,
    );
  }
  if (!URL.canParse(endpoint)) {
    throw new Problem('USAGE', `Cannot send to "${endpoint}": wanted an address such as "http://127.0.0.1:4566"`);
  }
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return { region, endpoint, ...(key === undefined && { credentials }) };
}

async function post(event: object, url: string): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Amazon/EventBridge/ApiDestinations',
      },
      body: JSON.stringify(event),
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch (error) {
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? cause.message || ((cause as NodeJS.ErrnoException).code ?? '') : message;
    throw new Problem('ENVIRONMENT_MISSING', `Cannot send to "${url}": ${why}`, { cause: error });
  }
  const body = await answer.text();
  print(`${url} answered ${answer.status}${body === '' ? '' : `: ${body.slice(0, 2_000)}`}`);
  if (!answer.ok) process.exitCode = 1;
}

function tellOf({ consumer, outcome, calls, requests = [], refusals, logs }: Invocation, { consumers }: Setup): void {
  for (const { service, operation, input, answered } of calls)
    print(
      `${consumer} called ${service}:${operation} ${JSON.stringify(input)}${answered === 'empty' ? ' (answered with an empty success)' : ''}`,
    );
  for (const { method, url, status, refused, lost } of requests)
    print(`${consumer} sent ${method} ${url} (${refused === true ? 'refused' : (status ?? lost)})`);
  for (const { address } of refusals) print(`${consumer} was refused a connection to ${address}`);
  // What runs in this process has written it here already.
  const { [consumer]: spec } = consumers;
  if (logs !== undefined && !(spec !== undefined && 'handler' in spec)) complain(logs);
  if (outcome.kind === 'returned') print(`${consumer} returned ${JSON.stringify(outcome.value) ?? 'nothing'}`);
  if (outcome.kind === 'threw')
    print(`${consumer} threw ${outcome.error.stack ?? `${outcome.error.name}: ${outcome.error.message}`}`);
  if (outcome.kind === 'timed-out') print(`${consumer} did not end within ${outcome.after / 1_000} s`);
  if (outcome.kind !== 'returned' || refusals.length > 0) process.exitCode = 1;
}

async function setupFor({ config, to }: TriggerFlags): Promise<Setup> {
  const bare = { rules: [], consumers: {}, root: process.cwd() };
  // What is named by its kind needs no configuration, and a broken one is none of its business.
  if (config === undefined && /^(?:stdout$|-$|https?:|arn:|(?:queue|function|bus|topic):)/.test(to)) return bare;
  const file = config === undefined ? findConfig(process.cwd()) : resolve(config);
  return file === undefined ? bare : loadSetup(file);
}

function detailOf(event: object): object {
  const { detail } = event as { readonly detail?: unknown };
  if (typeof detail === 'object' && detail !== null) return detail;
  throw new Problem('USAGE', 'Cannot send the bare detail: the event has none any more');
}

function listFlows(): void {
  const most = Math.max(...Object.keys(FLOWS).map((name) => name.length));
  for (const [name, { summary }] of Object.entries(FLOWS)) print(`${name.padEnd(most)}  ${summary}`);
}

function say(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}
