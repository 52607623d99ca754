import type { Die } from './die.ts';
import { isSpelled, numbers, strings } from './event.ts';
import type { Leaf } from './event.ts';

/** Writes an alternative that a leaf of the event has a fair chance to satisfy. */
export function operatorText(die: Die, leaf: Leaf): string {
  if (die.chance(8)) return `{"exists":${String(!die.chance(20))}}`;
  if (isSpelled(leaf)) return numberOperator(die, leaf.spelled);
  return typeof leaf === 'string' ? stringOperator(die, leaf) : wordOperator(die, leaf);
}

function wordOperator(die: Die, leaf: boolean | null): string {
  return die.chance(70) ? JSON.stringify(leaf) : `{"anything-but":${quote(die.pick(strings))}}`;
}

function numberOperator(die: Die, spelled: string): string {
  const other = comparable(die, die.chance(50) ? spelled : die.pick(numbers));
  switch (die.upTo(7)) {
    case 0:
    case 1:
      return die.chance(50) && Number.isFinite(Number(other)) ? JSON.stringify(Number(other)) : other;
    case 2:
      return `{"anything-but":${die.chance(50) ? other : `[${die.list(1, 3, () => comparable(die, die.pick(numbers))).join(',')}]`}}`;
    case 3:
      return `{"numeric":["=",${other}]}`;
    case 4:
      return `{"numeric":["${die.pick(['<', '<='])}",${other}]}`;
    case 5:
      return `{"numeric":["${die.pick(['>', '>='])}",${other}]}`;
    case 6:
      return `{"numeric":["${die.pick(['>', '>='])}",${die.pick(['-1', '0', '1', other])},"${die.pick(['<', '<='])}",${die.pick(['10', '300', other])}]}`;
    default:
      return `{"cidr":"${die.pick(['0.0.0.0/0', '16.0.0.0/4', '::/0', '10.0.0.0/8'])}"}`;
  }
}

/** Mostly a number that AWS compares by value: it refuses the others where it has to compare. */
function comparable(die: Die, spelled: string): string {
  return /^-?[\d.]{1,12}$/.test(spelled) || die.chance(4)
    ? spelled
    : die.pick(['0', '1', '1.0', '3e2', '0.1', '10', '100000']);
}

function stringOperator(die: Die, text: string): string {
  switch (die.upTo(13)) {
    case 0:
    case 1:
    case 2:
      return quote(text);
    case 3:
      return `{"prefix":${quote(front(die, text))}}`;
    case 4:
      return `{"suffix":${quote(back(die, text))}}`;
    case 5:
      return `{"equals-ignore-case":${quote(recase(die, text))}}`;
    case 6:
      return `{"wildcard":${quote(globFor(die, text))}}`;
    case 7:
      return `{"prefix":{"equals-ignore-case":${quote(recase(die, front(die, text)))}}}`;
    case 8:
      return `{"suffix":{"equals-ignore-case":${quote(recase(die, back(die, text)))}}}`;
    case 9:
      return `{"anything-but":${die.chance(50) ? quote(die.pick([text, ...strings])) : listOf(die, () => die.pick(strings))}}`;
    case 10:
      return `{"anything-but":{"${die.pick(['prefix', 'suffix'])}":${manyOrOne(die, () => die.pick(['a', 'b', front(die, text), ...strings]))}}}`;
    case 11:
      return `{"anything-but":{"equals-ignore-case":${manyOrOne(die, () => recase(die, die.pick([text, ...strings])))}}}`;
    case 12:
      return `{"anything-but":{"wildcard":${manyOrOne(die, () => globFor(die, die.pick([text, ...strings])))}}}`;
    default:
      return die.chance(30) ? `{"exactly":${quote(text)}}` : `{"cidr":${quote(cidrFor(die, text))}}`;
  }
}

function cidrFor(die: Die, text: string): string {
  if (die.chance(5)) return `${text}/${die.pick(['0', '8', '32', '128'])}`;
  const version4 = /^\d+(\.\d+){3}$/.test(text) && !text.includes('256');
  const version6 = ['::1', 'a00:1::', 'A00::', 'fe80::1', '1:2:3:4:5:6:7:8', '0:0::1'].includes(text);
  const address = version4 || version6 ? text : die.pick(['10.0.0.0', '0.0.0.0', '::', 'a00::', '255.255.255.255']);
  if (die.chance(4)) return `${address}/${die.pick(['32', '33', '128', '129'])}`;
  return `${address}/${address.includes(':') ? die.pick(['0', '1', '4', '16', '31', '64', '112', '127']) : die.pick(['0', '1', '4', '7', '8', '15', '16', '24', '30', '31'])}`;
}

/** An alternative that AWS refuses, or should. */
export function brokenOperatorText(die: Die): string {
  return die.pick([
    ...[
      '{}',
      '[]',
      '{"prefix":1}',
      '{"prefix":"a","suffix":"b"}',
      '{"prefix":{}}',
      '{"prefix":{"x":1}}',
      '{"prefix":{"equals-ignore-case":1}}',
    ],
    ...[
      '{"prefix":{"equals-ignore-case":"a","b":1}}',
      '{"prefix":{"equals-ignore-case":"a"},"b":1}',
      '{"prefix":[]}',
      '{"prefix":null}',
    ],
    ...[
      '{"suffix":true}',
      '{"suffix":{}}',
      '{"suffix":{"prefix":"a"}}',
      '{"suffix":{"equals-ignore-case":null}}',
      '{"suffix":"a","x":1}',
    ],
    ...[
      '{"equals-ignore-case":1}',
      '{"equals-ignore-case":["a"]}',
      '{"equals-ignore-case":"a","x":"b"}',
      '{"unknown":"a"}',
      '{"":1}',
      '{"regex":"a"}',
    ],
    ...[
      '{"wildcard":1}',
      '{"wildcard":"a**b"}',
      '{"wildcard":"é**"}',
      '{"wildcard":"a\\\\b"}',
      '{"wildcard":"a\\\\"}',
      '{"wildcard":"a","b":1}',
    ],
    ...[
      '{"exactly":1}',
      '{"exactly":"a","b":1}',
      '{"exists":1}',
      '{"exists":"true"}',
      '{"exists":true,"a":1}',
      '{"exists":null}',
      '{"exists":[]}',
    ],
    ...[
      '{"cidr":1}',
      '{"cidr":"a"}',
      '{"cidr":"1.2.3.4"}',
      '{"cidr":"1.2.3.4/"}',
      '{"cidr":"/8"}',
      '{"cidr":"1.2.3.4/a"}',
      '{"cidr":"1.2.3.4/-1"}',
    ],
    ...[
      '{"cidr":"1.2.3.4/8/9"}',
      '{"cidr":"1.2.3/8"}',
      '{"cidr":"::1/129"}',
      '{"cidr":"1.2.3.4/+8"}',
      '{"cidr":"1.2.3.4/99999999999"}',
      '{"cidr":"10.0.0.0/8","a":1}',
    ],
    ...[
      '{"numeric":1}',
      '{"numeric":[]}',
      '{"numeric":["="]}',
      '{"numeric":["=","1"]}',
      '{"numeric":["=",1,2]}',
      '{"numeric":["<>",1]}',
      '{"numeric":[1]}',
    ],
    ...[
      '{"numeric":["<"]}',
      '{"numeric":["<",1,2]}',
      '{"numeric":[">",1,1]}',
      '{"numeric":[">",1,">",2]}',
      '{"numeric":[">",1,"<"]}',
      '{"numeric":[">",1,"<",null]}',
    ],
    ...[
      '{"numeric":[">",1,"<",2,3]}',
      '{"numeric":[">",2,"<",1]}',
      '{"numeric":[">=",1,"<=",1]}',
      '{"numeric":["=",1],"x":1}',
      '{"numeric":[">",null]}',
    ],
    ...[
      '{"numeric":["=",1e400]}',
      '{"numeric":["<",0.1234567890123456789]}',
      '{"numeric":[">",1,{}]}',
      '{"numeric":[{}]}',
      '{"numeric":[null]}',
      '{"numeric":["=",1',
    ],
    ...[
      '{"anything-but":null}',
      '{"anything-but":true}',
      '{"anything-but":[]}',
      '{"anything-but":["a",1]}',
      '{"anything-but":[null]}',
      '{"anything-but":[["a"]]}',
    ],
    ...[
      '{"anything-but":{}}',
      '{"anything-but":{"x":"a"}}',
      '{"anything-but":{"prefix":""}}',
      '{"anything-but":{"suffix":[""]}}',
      '{"anything-but":{"prefix":1}}',
    ],
    ...[
      '{"anything-but":{"prefix":[1]}}',
      '{"anything-but":{"prefix":null}}',
      '{"anything-but":{"equals-ignore-case":1}}',
      '{"anything-but":{"equals-ignore-case":[1]}}',
    ],
    ...[
      '{"anything-but":{"wildcard":1}}',
      '{"anything-but":{"wildcard":[null]}}',
      '{"anything-but":{"wildcard":"**"}}',
      '{"anything-but":{"wildcard":["a**","b\\\\x","c**"]}}',
    ],
    ...[
      '{"anything-but":{"prefix":"a","b":1}}',
      '{"anything-but":{"prefix":"a"},"b":1}',
      '{"anything-but":"a","b":1}',
      '{"anything-but":1e400}',
      '{"anything-but":[1e400]}',
    ],
    ...[
      '{"anything-but":{"exists":true}}',
      '{"anything-but":{"numeric":["=",1]}}',
      '{"anything-but":["a"',
      '{"anything-but":{"prefix":["a"',
    ],
  ] as [string, ...string[]]);
}

function listOf(die: Die, make: () => string): string {
  return `[${die.list(1, 3, () => quote(make())).join(',')}]`;
}

function manyOrOne(die: Die, make: () => string): string {
  return die.chance(50) ? quote(make()) : listOf(die, make);
}

function front(die: Die, text: string): string {
  const points = Array.from(text);
  return points.slice(0, die.upTo(points.length)).join('');
}

function back(die: Die, text: string): string {
  const points = Array.from(text);
  return points.slice(die.upTo(points.length)).join('');
}

function recase(die: Die, text: string): string {
  return die.pick([text, text.toUpperCase(), text.toLowerCase()]);
}

/** A wildcard pattern that fits the text, with some of its characters under stars. */
function globFor(die: Die, text: string): string {
  let glob = '';
  for (const character of text) {
    if (die.chance(30) && !glob.endsWith('*')) glob += '*';
    if (die.chance(60)) glob += character === '*' || character === '\\' ? `\\${character}` : character;
  }
  return die.chance(30) && !/(^|[^\\])\*$/.test(glob) ? `${glob}*` : glob;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
