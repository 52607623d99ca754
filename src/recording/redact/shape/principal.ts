import type { Mapping } from '../mapping.ts';
import { principalName } from '../principal-name.ts';

/** The ids that IAM makes, of access keys too, by which anybody can learn the account; and the session behind one. */
const ID =
  /(?<![0-9A-Za-z])((?:AKIA|ASIA|AROA|AIDA|AGPA|AIPA|ANPA|ANVA|ABIA|ACCA|ASCA|APKA)[0-9A-Z]{12,124})(?![0-9A-Za-z])(?::([\w+=,.@-]{1,64}))?/g;

/** Ids of principals and of access keys, and the names of sessions behind them. */
export function principals(text: string, mapping: Mapping): string {
  if (!/A[A-Z]{2}A/.test(text)) return text;
  return text.replace(ID, (_, id: string, session: string | undefined) => {
    const stand = mapping['key id'](id);
    return session === undefined ? stand : `${stand}:${principalName(session, mapping)}`;
  });
}
