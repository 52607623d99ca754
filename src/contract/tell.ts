import { relative } from 'node:path';
import { printScenario } from '../scenario/print.ts';
import type { Breach, Contract } from './contract.ts';
import type { Verdict } from './judge-contracts.ts';

/** Words a verdict for people: one line where a contract holds, and all there is to know where it does not. */
export function tellVerdict({ contract, breach, idle }: Verdict, again: string): string {
  if (idle !== undefined) return `  idle    ${contract.name}: ${idle}\n`;
  if (breach === undefined) return `  kept    ${contract.name}\n`;
  const lines = [
    ...evidenceOf(breach),
    ...(breach.event === undefined ? [] : [`event  ${shortened(JSON.stringify(breach.event))}`]),
    `means  ${contract.means}`,
    `mend   ${contract.mend}`,
    `again: ${again}`,
  ];
  return `  BROKEN  ${contract.name}: ${breach.sentence}\n${lines.map((line) => `          ${line}\n`).join('')}`;
}

/** What happened, where, and what differed: a line each. */
export function evidenceOf({ situation, frame, evidence }: Omit<Breach, 'sentence' | 'key'>): readonly string[] {
  return [
    ...(situation === undefined
      ? []
      : [`when   ${situation.words.slice(0, 1).toLowerCase()}${situation.words.slice(1)}`]),
    ...(frame === undefined ? [] : [`at     ${placeIn(frame)}`]),
    ...evidence.map((line) => `so     ${line}`),
  ];
}

function placeIn(frame: string): string {
  const [, file = frame, rest = ''] = /^(.*?)((?::\d+)*)$/.exec(frame) ?? [];
  const near = relative(process.cwd(), file);
  return (near.startsWith('..') ? file : near) + rest;
}

/** How much of an event is shown: records hold whole manifests. */
const MOST = 1_000;

function shortened(text: string): string {
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text;
}

/** A verdict as JSON holds it. */
export function toJson({ contract, breach, idle }: Verdict) {
  if (idle !== undefined) return { contract: contract.name, kind: 'idle' as const, reason: idle };
  if (breach === undefined) return { contract: contract.name, kind: 'kept' as const };
  const { sentence, evidence, event, situation, faults, frame } = breach;
  return {
    contract: contract.name,
    kind: 'broken' as const,
    sentence,
    evidence,
    ...(frame !== undefined && { frame: placeIn(frame) }),
    ...(situation !== undefined && { when: situation.words, steps: situation.scenario.steps }),
    ...(faults !== undefined && { faults }),
    ...(event !== undefined && { event }),
    mend: contract.mend,
  };
}

/** The scenario that shows a breach again under `ecreplay run`; of a mistake in a rule there is none. */
export function toScenario({ contract, breach }: Verdict, consumer: string): string | undefined {
  if (breach?.situation === undefined) return undefined;
  const { name: _, file: __, places: ___, ...scenario } = breach.situation.scenario;
  return printScenario({
    ...scenario,
    description: `${breach.situation.words}: ${breach.sentence}.`,
    expect: [{ consumer, contract: contract.name }],
  });
}

/** What a contract is about, for whoever asks. */
export function tellContract({ name, means, incident, source, example, mend }: Contract): string {
  return `${name}\n  means     ${means}\n  incident  ${incident}\n  source    ${source}\n  example   ${example}\n  mend      ${mend}\n\n`;
}
