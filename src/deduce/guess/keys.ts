import type { JsonObject } from '../../registry/activity.ts';
import type { Proposal } from '../proposal.ts';
import { objectAt, textAt, type Fact } from '../said.ts';
import type { Scene } from '../scene.ts';
import { repositoryOf } from '../who.ts';
import { quoted } from './quote.ts';

/** How far from the call that caused them calls of KMS, and of STS, lie at most. */
const NEAR = 60_000;

/** Joins calls of KMS to what ECR made them for, and calls of STS to what the role did first. */
export function joinKeys(scene: Scene, proposals: readonly Proposal[]): readonly Proposal[] {
  const joined = new Map<Proposal, Fact[]>();
  for (const fact of scene.free()) {
    const cause = fact.record === undefined ? undefined : causeOf(fact, fact.record, proposals);
    if (cause === undefined) continue;
    const known = joined.get(cause);
    if (known === undefined) joined.set(cause, [fact]);
    else known.push(fact);
    scene.take([fact]);
  }
  return proposals.map((proposal) => {
    const more = joined.get(proposal);
    if (more === undefined) return proposal;
    const facts = [...proposal.facts, ...more];
    return { facts, forms: [...proposal.forms.slice(0, -1), quoted(facts, scene)] };
  });
}

function causeOf(fact: Fact, record: JsonObject, proposals: readonly Proposal[]): Proposal | undefined {
  const source = textAt(record, 'eventSource');
  if (source === 'kms.amazonaws.com') {
    const repository = mentioned(record);
    if (repository === undefined && !OF_KEYS.has(textAt(record, 'eventName') ?? '')) return undefined;
    return nearest(fact, proposals, (each) =>
      repository === undefined
        ? isCreation(each)
        : each.record !== undefined && repositoryOf(each.record) === repository,
    );
  }
  if (source === 'sts.amazonaws.com' && (textAt(record, 'eventName') ?? '').startsWith('AssumeRoleWith')) {
    const assumed = textAt(objectAt(objectAt(record, 'responseElements'), 'assumedRoleUser'), 'arn');
    return nearest(
      fact,
      proposals,
      (each) => assumed !== undefined && textAt(objectAt(each.record, 'userIdentity'), 'arn') === assumed,
    );
  }
  return undefined;
}

/** What ECR asks of KMS about a repository without naming it. */
const OF_KEYS: ReadonlySet<string> = new Set(['DescribeKey', 'CreateGrant', 'RetireGrant']);

/** The repository that a call of KMS was made for. */
function mentioned(record: JsonObject): string | undefined {
  return /arn:[^"]*:repository\/([a-z0-9._/-]+)/.exec(JSON.stringify(record['requestParameters'] ?? null))?.[1];
}

function isCreation({ record }: Fact): boolean {
  return textAt(record, 'eventName') === 'CreateRepository' || textAt(record, 'eventName') === 'DeleteRepository';
}

function nearest(fact: Fact, proposals: readonly Proposal[], fits: (fact: Fact) => boolean): Proposal | undefined {
  let best: Proposal | undefined;
  let distance = NEAR;
  for (const proposal of proposals) {
    for (const each of proposal.facts) {
      const away = Math.abs(each.at - fact.at);
      if (away < distance && fits(each)) {
        best = proposal;
        distance = away;
      }
    }
  }
  return best;
}
