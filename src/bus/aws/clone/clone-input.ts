import type { TargetDefinition } from '../../../embedded/eventbridge/target-definition.ts';
import { parseTemplate, type Piece } from '../../../rule/input/template.ts';
import type { AwsRule } from '../aws-rule.ts';

/** The part of a target that says what it is given. */
type Input = Pick<TargetDefinition, 'Input' | 'InputPath' | 'InputTransformer'>;

/** Where the original event lies in the envelope. */
const EVENT = '$.detail';

/** The members of `<aws.events.event>`, in AWS's order, by the paths that they come from. */
const WITHOUT_DETAIL: readonly (readonly [name: string, member: string])[] = [
  ['id', 'id'],
  ['account', 'account'],
  ['detailType', 'detail-type'],
  ['time', 'time'],
  ['source', 'source'],
  ['region', 'region'],
  ['resources', 'resources'],
  ['version', 'version'],
];

/** What a target has to be told so that it is given the same of an event in the envelope as of the event itself. */
export function cloneInput({ Input, InputPath, InputTransformer }: Input, rule: Pick<AwsRule, 'name' | 'arn'>): Input {
  if (Input !== undefined) return { Input };
  if (InputTransformer === undefined) return { InputPath: clonePath(InputPath ?? '$') };
  const { InputTemplate, InputPathsMap = {} } = InputTransformer;
  const paths = new Map(Object.entries(InputPathsMap).map(([name, path]) => [name, clonePath(path)]));
  const { kind, pieces } = parseTemplate(InputTemplate);
  const template = pieces.map((piece) => reworded(piece, kind, rule, paths)).join('');
  return { InputTransformer: { InputTemplate: template, InputPathsMap: Object.fromEntries(paths) } };
}

/** A path into the event, from the envelope. */
export function clonePath(path: string): string {
  return EVENT + path.slice(1);
}

/** Members of a target's other options that are paths into the event. */
export function clonePaths<Options>(options: Options): Options {
  if (typeof options === 'string') return (/^\$(?:[.[]|$)/.test(options) ? clonePath(options) : options) as Options;
  if (Array.isArray(options)) return options.map((one: unknown) => clonePaths(one)) as Options;
  if (typeof options !== 'object' || options === null) return options;
  return Object.fromEntries(
    Object.entries(options).map(([name, one]) => [name, clonePaths(one as unknown)]),
  ) as Options;
}

/** The variables of EventBridge's own speak of the envelope and the clone; ours speak of the event and its rule. */
function reworded(
  piece: Piece,
  kind: 'text' | 'json',
  rule: Pick<AwsRule, 'name' | 'arn'>,
  paths: Map<string, string>,
): string {
  if (typeof piece === 'string') return piece;
  const { variable, quoted } = piece;
  const literal = (value: string): string => (kind === 'text' || quoted ? value : JSON.stringify(value));
  const own = (name: string, path: string): string => {
    paths.set(name, path);
    return `<${name}>`;
  };
  switch (variable) {
    case 'aws.events.rule-arn':
      return literal(rule.arn);
    case 'aws.events.rule-name':
      return literal(rule.name);
    case 'aws.events.event.json':
      return own('ecreplay-event', EVENT);
    case 'aws.events.event': {
      // Within quotes an object makes no JSON of the template, the event's as little as the envelope's.
      if (quoted && kind === 'json') break;
      const members = WITHOUT_DETAIL.map(([name, member]) => {
        const key = kind === 'text' ? name : JSON.stringify(name);
        return `${key}:${own(`ecreplay-${member}`, `${EVENT}.${member}`)}`;
      });
      return `{${members.join(',')}}`;
    }
  }
  return `<${variable}>`;
}
