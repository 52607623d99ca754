/**
 * How a replacement is told from what it replaces, without a key and without memory: what carries its mark is left as it
 * is, so that redacting twice is redacting once, and nothing else of its shape may be left.
 */

/** Accounts that AWS's documents use, and LocalStack's. */
const DOCUMENTED = new Set([
  '000000000000',
  '012345678901',
  '012345678910',
  '111111111111',
  '111122223333',
  '123456789012',
  '210987654321',
  '222222222222',
  '333333333333',
  '444444444444',
  '444455556666',
  '555555555555',
  '666666666666',
  '777777777777',
  '777788889999',
  '888888888888',
  '999999999999',
]);

/** What an account begins with that stands for another. One real account in a million does, too. */
export const ACCOUNT_MARK = '999999';

/** Whether it is nobody's account. */
export function isNobodysAccount(account: string): boolean {
  return account.startsWith(ACCOUNT_MARK) || DOCUMENTED.has(account);
}

/** What ids of principals, keys and tokens end with that stand for others, as those in AWS's documents do. */
export const EXAMPLE = 'EXAMPLE';

/** What hexadecimal ids begin with that stand for others. */
export const HEX_MARK = 'e0e0e0e0';

/** Version 8, which RFC 9562 leaves to whoever wants it; AWS makes those of version 4. */
export const UUID_MARK = '8';

/** Whether a UUID stands for another, or is the one of KMS's documents. */
export function isNobodysUuid(uuid: string): boolean {
  return uuid[14] === UUID_MARK || uuid.startsWith('1234abcd-12ab-34cd-56ef-');
}

/** A name that stands for another. */
export function isNobodysName(name: string): boolean {
  return /^(?:name|repo|tag)-[a-z]{10}-example$/.test(name);
}

/** Whether a domain is one of RFC 2606, which nobody can have. */
export function isNobodysDomain(domain: string): boolean {
  return /(?:^|\.)(?:example\.(?:com|net|org)|example|invalid|test|localhost)$/i.test(domain);
}
