import type { JsonObject } from '../registry/activity.ts';
import type { IdentityInput } from '../scenario/identity.ts';
import type { Channels } from './channels.ts';
import { objectAt, textAt, type Fact } from './said.ts';
import { isProxied, personOf, whoOf } from './who.ts';

/** How long before what they do somebody logs in, at most: a token lasts twelve hours. */
const LOGIN_LASTS = 12 * 3_600_000;

/** What is still to be explained, and who is who. It has a life: facts are taken out of it as they are explained. */
export class Scene {
  readonly account: string;
  readonly region: string;
  readonly channels: Channels;
  readonly facts: readonly Fact[];
  readonly #taken = new Set<Fact>();
  readonly #people = new Map<string, IdentityInput | undefined>();
  /** Person → facts of their logins, the first of which belongs to what they do next. */
  readonly #logins = new Map<string, Fact[]>();

  constructor(facts: readonly Fact[], channels: Channels, account: string, region: string) {
    this.facts = facts;
    this.channels = channels;
    this.account = account;
    this.region = region;
    for (const fact of facts) this.#meet(fact);
  }

  /** What nobody has explained yet. */
  free(): readonly Fact[] {
    return this.facts.filter((fact) => !this.#taken.has(fact));
  }

  isFree(fact: Fact): boolean {
    return !this.#taken.has(fact);
  }

  take(facts: Iterable<Fact>): void {
    for (const fact of facts) this.#taken.add(fact);
  }

  /** Who acts in a record. Whoever speaks to the registry's proxy is known by their direct calls, if they made any. */
  who(record: JsonObject): IdentityInput | undefined {
    return isProxied(record) ? this.#people.get(personOf(record)) : this.#withSession(record);
  }

  /** The login that comes before what somebody does, if there is one that nothing else has explained. */
  loginBefore(fact: Fact): readonly Fact[] {
    if (fact.record === undefined) return [];
    const login = this.#logins
      .get(personOf(fact.record))
      ?.find((each) => !this.#taken.has(each) && each.at <= fact.at && fact.at - each.at < LOGIN_LASTS);
    return login === undefined ? [] : [login];
  }

  #meet(fact: Fact): void {
    const { record } = fact;
    if (record === undefined || textAt(record, 'eventType') === 'AwsServiceEvent') return;
    const person = personOf(record);
    const isLogin = textAt(record, 'eventName') === 'GetAuthorizationToken' && record['errorCode'] === undefined;
    if (isLogin) {
      const known = this.#logins.get(person);
      if (known === undefined) this.#logins.set(person, [fact]);
      else known.push(fact);
    }
    // How somebody logs in says best how they call; any call of theirs says something.
    const direct = !isProxied(record) && textAt(record, 'eventSource') === 'ecr.amazonaws.com';
    if (!this.#people.has(person) || (isLogin && this.#logins.get(person)?.length === 1))
      this.#people.set(person, direct ? this.#withSession(record) : this.#withSession(hideTheWay(record)));
  }

  /** A role that is assumed with somebody's token in this recording is assumed in the scenario. */
  #withSession(record: JsonObject): IdentityInput | undefined {
    const who = whoOf(record, this.account);
    if (who === undefined || !('role' in who) || who.webIdentity === undefined) return who;
    const sts = this.#assumptions().get(`${who.role}/${who.session}`);
    if (sts === undefined) return who;
    const subject = textAt(objectAt(sts, 'userIdentity'), 'userName') ?? who.webIdentity.subject;
    const { provider } = who.webIdentity;
    return { ...who, webIdentity: { provider, subject } };
  }

  #assumed: Map<string, JsonObject> | undefined;

  #assumptions(): ReadonlyMap<string, JsonObject> {
    if (this.#assumed !== undefined) return this.#assumed;
    const found = (this.#assumed = new Map<string, JsonObject>());
    for (const { record } of this.facts) {
      if (record === undefined || textAt(record, 'eventName') !== 'AssumeRoleWithWebIdentity') continue;
      const request = objectAt(record, 'requestParameters');
      const role = (textAt(request, 'roleArn') ?? '').split('/').at(-1) ?? '';
      const key = `${role}/${textAt(request, 'roleSessionName') ?? ''}`;
      if (!found.has(key)) found.set(key, record);
    }
    return found;
  }
}

/** A record as the registry's proxy would have made it: it says who, and not how. */
function hideTheWay(record: JsonObject): JsonObject {
  const userIdentity = { ...objectAt(record, 'userIdentity'), invokedBy: 'AWS Internal' };
  return { ...record, userIdentity, userAgent: 'AWS Internal', sourceIPAddress: 'AWS Internal' };
}
