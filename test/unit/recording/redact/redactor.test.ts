import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { keyFrom } from '../../../../src/recording/redact/key.ts';
import type { RedactionChoice } from '../../../../src/recording/redact/mapping.ts';
import { createRedactor } from '../../../../src/recording/redact/redactor.ts';

const KEY = keyFrom('sixteen bytes or more');

function redacted(value: unknown, choice?: RedactionChoice): unknown {
  return JSON.parse(createRedactor(KEY, choice).line(JSON.stringify(value)));
}

// No account, key or address of anybody: each is put together here.
const ACCOUNT = ['98', '76', '54', '32', '10', '98'].join('');
const KEY_ID = ['AKIA', 'J2UCCR6D', 'PCEABCDE'].join('');
const ROLE_ID = ['AROA', 'J2UCCR6DP', 'CEABCDEF'].join('');
const FOUR = [54, 240, 1, 2].join('.');
const SIX = ['2600', '1f18', '', '7'].join(':');

test.for<readonly [string, unknown, RegExp]>([
  ['an account', ACCOUNT, /^999999\d{6}$/],
  ['an account that is a number', Number(ACCOUNT), /^999999\d{6}$/],
  [
    'an account in an ARN',
    `arn:aws:ecr:us-east-2:${ACCOUNT}:repository/web`,
    /^arn:aws:ecr:us-east-2:999999\d{6}:repository\/web$/,
  ],
  [
    'an account in a host',
    `${ACCOUNT}.dkr.ecr.us-east-2.amazonaws.com/web:1`,
    /^999999\d{6}\.dkr\.ecr\.us-east-2\.amazonaws\.com\/web:1$/,
  ],
  ['an account between letters', `acct${ACCOUNT}prod`, /^acct999999\d{6}prod$/],
  ['an access key', KEY_ID, /^AKIA[A-Z2-7]{9}EXAMPLE$/],
  ['a principal and its session', `${ROLE_ID}:jane`, /^AROA[A-Z2-7]{10}EXAMPLE:name-[a-z]{10}-example$/],
  [
    'the ARN of a session',
    `arn:aws:sts::${ACCOUNT}:assumed-role/ci-pusher/jane`,
    /^arn:aws:sts::999999\d{6}:assumed-role\/name-[a-z]{10}-example\/name-[a-z]{10}-example$/,
  ],
  ['an e-mail address', 'Tell jane.doe@acme.io of it', /^Tell user-[a-z]{10}@example\.com of it$/],
  ['an address', FOUR, /^(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/],
  ['an address of version 6', SIX, /^2001:db8:[0-9a-f:]+$/],
  [
    'the name of a host at EC2',
    `ip-${FOUR.replaceAll('.', '-')}.ec2.internal`,
    /^ip-(?:192-0-2|198-51-100|203-0-113)-\d+\.ec2\.internal$/,
  ],
  [
    'a KMS key',
    `arn:aws:kms:us-east-2:${ACCOUNT}:key/1f2e3d4c-aaaa-4bbb-8ccc-0123456789ab`,
    /:key\/[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/,
  ],
  ['a KMS key of many Regions', `mrk-${'1f2e3d4c'.repeat(4)}`, /^mrk-e0e0e0e0[0-9a-f]{24}$/],
  ['an alias', 'alias/prod/images', /^alias\/name-[a-z]{10}-example$/],
  ['a VPC endpoint', 'vpce-0a1b2c3d4e5f60718', /^vpce-e0e0e0e0[0-9a-f]{9}$/],
  ['an organization', 'o-a1b2c3d4e5', /^o-example[a-z]{3}$/],
  [
    'credentials in a URL',
    ['https://bob', 'hunter2hunter2@registry.acme.io/v2/'].join(':'),
    /^https:\/\/EXAMPLE:[a-z]{7}EXAMPLE@registry\.acme\.io\/v2\/$/,
  ],
  ['a token of GitHub', `with ghp_${'a1B2c3D4e5F6g7H8i9'.repeat(2)}`, /^with .{33}EXAMPLE$/],
  [
    'a name in a sentence',
    'The role with name ci-pusher cannot be found.',
    /^The role with name name-[a-z]{10}-example cannot be found\.$/,
  ],
])('%s is replaced by one of its kind', ([, value, wanted]) => {
  const { it } = redacted({ it: value }) as { readonly it: unknown };
  expect(typeof it).toBe(typeof value);
  expect(String(it)).toMatch(wanted);
});

test.for([
  ['the account of a document', '123456789012'],
  ['the address of a document', '192.0.2.7'],
  ['a service', 'ecr.amazonaws.com'],
  ['AWS itself', 'AWS Internal'],
  ['a time', '2026-01-15T09:30:00Z'],
  ['the id of a request', '13cde686-328b-6117-af20-123456789999'],
  ['a digest', `sha256:${'0123456789'.repeat(6)}abcd`],
  ['a browser', 'Mozilla/5.0 (X11; Linux x86_64) Chrome/120.0.0.0 Safari/537.36'],
  ['a client', 'aws-cli/2.15.30 Python/3.11.8 Linux/5.10.0 exe/x86_64.amzn.2 prompt/off command/ecr.create-repository'],
  ['a media type', 'application/vnd.docker.distribution.manifest.v2+json'],
  ["an alias of AWS's", 'alias/aws/ecr'],
  [
    "a role of AWS's",
    'arn:aws:iam::123456789012:role/aws-service-role/replication.ecr.amazonaws.com/AWSServiceRoleForECRReplication',
  ],
])('%s stays', ([, value]) => {
  expect(redacted({ it: value })).toEqual({ it: value });
});

test.for([
  ['a string of JSON', (text: string) => JSON.stringify({ text })],
  ['JSON in JSON in JSON', (text: string) => JSON.stringify({ a: JSON.stringify({ b: JSON.stringify([text]) }) })],
  ['base64', (text: string) => Buffer.from(`of ${text} it`).toString('base64')],
  ['base64 of JSON', (text: string) => Buffer.from(JSON.stringify({ text })).toString('base64')],
  [
    'base64 between bytes',
    (text: string) =>
      Buffer.concat([
        Buffer.from([0xf3, 0x89, 0x9a, 0xc2, 0]),
        Buffer.from(`"${text}"`),
        Buffer.from([0, 200]),
      ]).toString('base64'),
  ],
  [
    'base64 of gzip',
    (text: string) =>
      gzipSync(JSON.stringify({ logEvents: [{ message: JSON.stringify({ text }) }] })).toString('base64'),
  ],
  ['hexadecimal digits', (text: string) => Buffer.from(`it is ${text}`).toString('hex')],
  ['percent signs', (text: string) => `https://example.com/?a=${encodeURIComponent(`{"it":"${text}"}`)}`],
] as const)('what is packed in %s is found', ([, pack]) => {
  const secrets = [ACCOUNT, KEY_ID, 'jane.doe@acme.io', `arn:aws:iam::${ACCOUNT}:user/jane-doe`, FOUR, SIX];
  for (const secret of secrets) {
    const once = redacted({ it: pack(secret) }) as { readonly it: string };
    const unpacked = [
      once.it,
      Buffer.from(once.it, 'base64').toString('latin1'),
      Buffer.from(once.it, 'hex').toString('latin1'),
      decodeURIComponent(once.it),
    ];
    if (once.it.startsWith('H4sI')) unpacked.push(gunzipSync(Buffer.from(once.it, 'base64')).toString());
    expect(unpacked.filter((text) => text.includes(secret))).toEqual([]);
    expect(once.it).not.toBe(pack(secret));
    expect(redacted(once)).toEqual(once);
  }
});

test('what was equal stays equal, and what was not does not become so', () => {
  const identity = {
    principalId: `${ROLE_ID}:jane.doe@acme.io`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ci-pusher/jane.doe@acme.io`,
    accountId: ACCOUNT,
    sessionContext: {
      sessionIssuer: { principalId: ROLE_ID, arn: `arn:aws:iam::${ACCOUNT}:role/ci-pusher`, userName: 'ci-pusher' },
    },
  };
  const { principalId, arn, accountId, sessionContext } = redacted(identity) as typeof identity;
  const { sessionIssuer } = sessionContext;
  expect(arn).toBe(`arn:aws:sts::${accountId}:assumed-role/${sessionIssuer.userName}/${principalId.split(':')[1]!}`);
  expect(sessionIssuer.arn).toBe(`arn:aws:iam::${accountId}:role/${sessionIssuer.userName}`);
  expect(sessionIssuer.principalId).toBe(principalId.split(':')[0]);
  const addresses = Array.from({ length: 3_000 }, (_, index) => [54, 1, index >> 8, index & 255].join('.'));
  expect(new Set(redacted(addresses) as string[]).size).toBe(3_000);
});

test('repositories, tags and digests are replaced where that is chosen', () => {
  const event = {
    'repository-name': 'team/web',
    'image-tag': 'v1',
    'image-digest': `sha256:${'ab'.repeat(32)}`,
    resources: [`arn:aws:ecr:us-east-2:123456789012:repository/team/web`],
    image: `123456789012.dkr.ecr.us-east-2.amazonaws.com/team/web:v1@sha256:${'ab'.repeat(32)}`,
  };
  expect(redacted(event)).toEqual(event);
  const all = redacted(event, { repositories: true, tags: true, digests: true }) as typeof event;
  expect(all['repository-name']).toMatch(/^repo-[a-z]{10}-example\/repo-[a-z]{10}-example$/);
  expect(all['image-tag']).toMatch(/^tag-[a-z]{10}-example$/);
  expect(all.resources).toEqual([`arn:aws:ecr:us-east-2:123456789012:repository/${all['repository-name']}`]);
  expect(all.image).toBe(
    `123456789012.dkr.ecr.us-east-2.amazonaws.com/${all['repository-name']}:${all['image-tag']}@${all['image-digest']}`,
  );
});

test('a manifest that is changed is named with the digest that is written of it', () => {
  const manifest = JSON.stringify({ schemaVersion: 2, annotations: { by: 'jane.doe@acme.io' } });
  const digest = createHash('sha256').update(manifest).digest('hex');
  const redactor = createRedactor(KEY);
  const line = JSON.parse(redactor.line(JSON.stringify({ imageManifest: manifest }))) as { imageManifest: string };
  expect(line.imageManifest).toContain('@example.com');
  expect([...redactor.manifests]).toEqual([
    [digest, { sha256: createHash('sha256').update(line.imageManifest).digest('hex') }],
  ]);
});

test('what is no JSON is searched as text', () => {
  expect(createRedactor(KEY).line(`{"half": "of ${ACCOUNT}`)).toMatch(/^\{"half": "of 999999\d{6}$/);
  expect(createRedactor(KEY).line(`who: ${ACCOUNT}`)).toMatch(/^who: 999999\d{6}$/);
});

test('what a key says of its value holds in JSON that is cut off, or within a sentence', () => {
  const redactor = createRedactor(KEY);
  expect(redactor.line('{"userName":"jane-doe","at":{"sess')).toMatch(
    /^\{"userName":"name-[a-z]{10}-example","at":\{"sess$/,
  );
  expect(redactor.line('It said {\\"userName\\": \\"jane-doe\\"} twice')).not.toContain('jane');
});

test('what only looks like JSON is searched as text', () => {
  const hidden = Buffer.from(` ${ACCOUNT} `).toString('hex');
  expect(createRedactor(KEY).line(`{"a":"{"${hidden}":true}"}`)).not.toContain(hidden);
  expect(createRedactor(KEY).line(`{"a":"{"${FOUR}":true}"}`)).not.toContain(FOUR);
});

test('what unpacks to a bomb is sealed', () => {
  const bomb = gzipSync(Buffer.alloc(40 * 1_024 * 1_024)).toString('base64');
  expect(redacted({ it: bomb })).toEqual({ it: 'H4sIEXAMPLE' });
});

test('what is nested too deep to be looked into is put out of sight', () => {
  let text = `"${ACCOUNT}"`;
  for (let depth = 0; depth < 14; depth += 1) text = JSON.stringify([text]);
  expect(createRedactor(KEY).line(text)).toContain('nested too deep');
});

/** Texts that make a search go over them again and again, where it may. */
const LONG = [
  'token=',
  'Bearer ',
  'a@',
  '@',
  'arn:aws:iam::',
  'user name ',
  '1.1.',
  'ab12:',
  'eyJa.',
  '%41',
  'H4sI',
  'i-',
  '://',
];

test.for(LONG)('a text of 200,000 characters of "%s" is gone through', (part) => {
  const text = part.repeat(200_000 / part.length);
  const once = redacted({ it: text });
  expect(redacted(once)).toEqual(once);
});
