/** What it means to call an operation twice. */
export type Nature =
  /** It changes nothing. */
  | { readonly kind: 'reads' }
  /** With equal input it leaves what it has left the first time, or is refused because that is done. `key`: the members that name what it sets. */
  | { readonly kind: 'sets'; readonly key?: readonly string[] }
  /** Each call does it again; but for those that carry the same token, where there is a member for one. */
  | { readonly kind: 'acts'; readonly token?: string };

/** The operations of a service, each list divided by spaces. What only reads by its name is in none of them. */
export interface DerivedService {
  readonly reads: string;
  readonly sets: string;
  readonly acts: string;
  /** By operation, the member that makes equal requests one. */
  readonly token: Readonly<Record<string, string>>;
}

/** What botocore cannot know of an operation, and where it is said. */
export interface Documented {
  readonly nature: Nature;
  /** A sentence, and the page that says so. */
  readonly because: string;
  /** With such an input it is otherwise. */
  readonly unless?: { readonly nature: Nature; holds(input: Readonly<Record<string, unknown>>): boolean };
}

/** Names of operations that change nothing, in the manner of AWS. */
export const READS =
  /^(?:BatchGet|BatchDescribe|BatchCheck|Get|List|Describe|Head|Query|Scan|Search|Lookup|Select|Check|Validate|Test|Preview|Simulate|Download|Estimate|Filter)(?=[A-Z]|$)/;

/** Names of operations that leave with equal input what they left the first time. */
export const SETS =
  /^(?:Put|Update|Delete|BatchDelete|Tag|Untag|Set|Enable|Disable|Associate|Disassociate|Attach|Detach|Add|Remove|Deregister|Modify|Cancel|Stop|Terminate|Abort|Label|Unlabel|Mark|Activate|Deactivate|Batch(?:Enable|Disable|Update))(?=[A-Z]|$)/;
