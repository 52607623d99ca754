import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { Problem } from '../../../../src/problem.ts';
import { readRules } from '../../../../src/rule/read/read-rules.ts';
import type { Reading } from '../../../../src/rule/read/reading.ts';

interface Folder extends Disposable {
  readonly path: string;
}

function folder(files: Readonly<Record<string, string | Uint8Array>>): Folder {
  const path = mkdtempSync(join(tmpdir(), 'ecreplay-rules-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

/** What reading a file ends in: its code, its place and its words. */
async function refusalOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  name = 'template.yaml',
): Promise<string> {
  using place = folder(files);
  const error: unknown = await readRules(join(place.path, name)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Problem)) throw new Error('it was read', { cause: error });
  const where = error.place === undefined ? '' : ` ${error.place.line}:${error.place.column}`;
  return `${error.code}${where} ${error.message.replaceAll(place.path, '')}`;
}

async function read(template: string, parameters: Readonly<Record<string, string>> = {}): Promise<Reading> {
  using place = folder({ 'template.yaml': template });
  return await readRules(join(place.path, 'template.yaml'), { parameters });
}

const RULE = (pattern: string, more = ''): string => `Resources:
  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: ${pattern}
${more}`;

test.each([
  ['nothing at that path', {}, /^FILE_NOT_FOUND Cannot read rules from "\/template.yaml": there is no such file$/],
  ['an empty file', { 'template.yaml': ' \n' }, /^FILE_EMPTY/],
  ['bytes that are no text', { 'template.yaml': new Uint8Array([0x52, 0xff, 0xfe]) }, /^FILE_NOT_UTF8/],
  [
    'YAML that is none',
    { 'template.yaml': 'Resources:\n  A: [1, 2\n  B: 3\n' },
    /^RULES_SYNTAX 3:\d+ Cannot read rules: this is neither YAML nor JSON/,
  ],
  ['JSON that is none', { 'template.yaml': '{"Resources": {"A": }' }, /^RULES_SYNTAX 1:\d+/],
  ['a key twice', { 'template.yaml': 'Resources: {}\nResources: {}\n' }, /^RULES_SYNTAX 2:1 .*Map keys must be unique/],
  ['an alias without an anchor', { 'template.yaml': 'Resources: *none\n' }, /^RULES_SYNTAX 1:12/],
  [
    'YAML of something else',
    { 'template.yaml': 'kind: Deployment\n' },
    /^RULES_FORMAT 1:1 .* of no format that is known/,
  ],
  ['a list', { 'template.yaml': '- 1\n' }, /^RULES_FORMAT 1:1/],
  [
    'a folder with nothing in it',
    { 'template.yaml/none.txt': '' },
    /^RULES_FORMAT .*has neither manifest.json, nor .tf files/,
  ],
] as const)('%s is refused at its place', async (_, files, wanted) => {
  expect(await refusalOf(files)).toMatch(wanted);
});

test('ten megabytes are refused without being read, because CloudFormation takes one', async () => {
  const began = performance.now();
  const large = `Resources:\n${'  # nothing\n'.repeat(1_000_000)}`;
  expect(await refusalOf({ 'template.yaml': large })).toMatch(
    /^FILE_TOO_LARGE .*it has \d+\.\d MB, and CloudFormation takes/,
  );
  expect(performance.now() - began).toBeLessThan(5_000);
});

test('a bomb of aliases is refused', async () => {
  const levels = Array.from({ length: 12 }, (_, level) =>
    level === 0 ? 'a0: &a0 [x, x, x, x, x, x, x, x, x, x]' : `a${level}: &a${level} [${`*a${level - 1}, `.repeat(10)}]`,
  );
  expect(await refusalOf({ 'template.yaml': `${levels.join('\n')}\nResources: {}\n` })).toMatch(
    /^RULES_SYNTAX \d+:\d+ .*aliases make more of it/,
  );
});

test('an alias that stands within what it means is refused', async () => {
  expect(await refusalOf({ 'template.yaml': 'Resources: &r\n  A: *r\n' })).toMatch(/^RULES_SYNTAX 2:6 .*stands within/);
});

test('nesting beyond all reason is refused', async () => {
  const deep = `Resources: ${'['.repeat(5_000)}${']'.repeat(5_000)}\n`;
  expect(await refusalOf({ 'template.yaml': deep })).toMatch(/^RULES_SYNTAX/);
});

/** What is wrong with a template, and the rules that are read of it all the same. */
async function readBeside(
  files: Readonly<Record<string, string>>,
): Promise<{ readonly errors: readonly string[]; readonly rules: readonly string[] }> {
  using place = folder(files);
  const { notes, rules } = await readRules(join(place.path, 'template.yaml'));
  const errors = notes
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message, place: at }) => `${code} ${at.line}:${at.column} ${message.replaceAll(place.path, '')}`);
  return { errors, rules: rules.map(({ name, pattern }) => `${name} ${pattern}`) };
}

const SOUND = `  Sound: { Type: AWS::Events::Rule, Properties: { Name: sound, EventPattern: { source: [aws.ecr] } } }
`;

test('names that lead back to themselves are an error with the circle, and other rules are read', async () => {
  const template = `Resources:
  A: { Type: AWS::SQS::Queue, Properties: { QueueName: !Sub '\${B.QueueName}-a' } }
  B: { Type: AWS::SQS::Queue, Properties: { QueueName: !Sub '\${A.QueueName}-b' } }
${SOUND}`;
  const { errors, rules } = await readBeside({ 'template.yaml': template });
  expect(errors).toEqual([expect.stringMatching(/^CYCLE 2:\d+ The template goes round in circles, \S+ → \S+ → /)]);
  expect(rules).toEqual(['sound {"source":["aws.ecr"]}']);
});

test('conditions that lead back to themselves are an error with the circle, and match nothing', async () => {
  const template = `Conditions:
  A: !Not [!Condition B]
  B: !Not [!Condition A]
Resources:
  Rule: { Type: AWS::Events::Rule, Condition: A, Properties: { Name: r, EventPattern: { source: [aws.ecr] } } }
${SOUND}`;
  const { errors, rules } = await readBeside({ 'template.yaml': template });
  expect(errors).toEqual([expect.stringMatching(/^CYCLE 3:\d+ .*condition A → condition B → condition A/)]);
  expect(rules).toEqual(['r {"source":["(not known before it is deployed)"]}', 'sound {"source":["aws.ecr"]}']);
});

test('templates nested in a circle are an error, and their rules are read once', async () => {
  const nested = (of: string, more = ''): string =>
    `Resources:\n  Inner: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./${of} } }\n${more}`;
  const { errors, rules } = await readBeside({
    'template.yaml': nested('b.yaml', SOUND),
    'b.yaml': nested('template.yaml'),
  });
  expect(errors).toEqual([expect.stringMatching(/^CYCLE 2:10 .*template\.yaml → b\.yaml → template\.yaml/)]);
  expect(rules).toEqual(['sound {"source":["aws.ecr"]}']);
});

test('a nested template that cannot be read is an error at its place, and the others are read', async () => {
  const outer = `Resources:
  Bad: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./bad.yaml } }
${SOUND}`;
  const { errors, rules } = await readBeside({ 'template.yaml': outer, 'bad.yaml': 'Resources:\n  A: [1,\n' });
  expect(errors).toEqual([expect.stringMatching(/^NOT_READ \d:\d+ .*neither YAML nor JSON/)]);
  expect(rules).toEqual(['sound {"source":["aws.ecr"]}']);
});

test('a stack of an assembly that cannot be read keeps no other from being', async () => {
  const stack = (templateFile: string): object => ({ type: 'aws:cloudformation:stack', properties: { templateFile } });
  const inner = { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-none' } };
  using place = folder({
    'manifest.json': JSON.stringify({ artifacts: { A: stack('a.json'), B: stack('b.json'), C: inner } }),
    'a.json': '{',
    'b.json': JSON.stringify({
      Resources: { R: { Type: 'AWS::Events::Rule', Properties: { Name: 'b', EventPattern: { source: ['aws.ecr'] } } } },
    }),
  });
  const { rules, notes } = await readRules(place.path);
  expect(rules.map(({ name }) => name)).toEqual(['b']);
  expect(notes.filter(({ code }) => code === 'NOT_READ')).toMatchObject([
    { severity: 'error', place: { file: join(place.path, 'a.json') } },
    { severity: 'note', message: expect.stringContaining('there is no "assembly-none"') },
  ]);
});

test('a folder with a file that cannot be read is read for the others', async () => {
  using place = folder({ 'template.yaml': `Resources:\n${SOUND}`, 'serverless.yml': 'service: [\n' });
  const { rules, notes } = await readRules(place.path);
  expect(rules.map(({ name }) => name)).toEqual(['sound']);
  expect(notes).toContainEqual(expect.objectContaining({ severity: 'error', code: 'NOT_READ' }));
});

test('what has no folder on its way is unreadable, and no defect', async () => {
  expect(await refusalOf({ file: '' }, 'file/template.yaml')).toMatch(/^FILE_(?:UNREADABLE|NOT_FOUND)/);
  await expect(readRules(`/${'a'.repeat(300)}`)).rejects.toThrow('the path is longer than any path');
});

/** Each is twice the one after it, and that 32 times over. */
const TWICE = Array.from({ length: 32 }, (_, index) => index);

test.each([
  [
    'names of CloudFormation',
    'template.yaml',
    `Resources:\n${TWICE.map((at) => `  Q${at}: { Type: AWS::SQS::Queue, Properties: { QueueName: !Sub '\${Q${at + 1}.QueueName}\${Q${at + 1}.QueueName}' } }\n`).join('')}  Q32: { Type: AWS::SQS::Queue, Properties: { QueueName: x } }\n${SOUND}`,
  ],
  [
    'conditions',
    'template.yaml',
    `Conditions:\n${TWICE.map((at) => `  C${at}: !And [!Condition C${at + 1}, !Condition C${at + 1}]\n`).join('')}  C32: !Equals [a, a]\nResources:\n  R: { Type: AWS::Events::Rule, Condition: C0, Properties: { Name: sound, EventPattern: { source: [aws.ecr] } } }\n`,
  ],
  [
    'texts of Terraform',
    'main.tf',
    `locals {\n${TWICE.map((at) => `  l${at} = "\${local.l${at + 1}}\${local.l${at + 1}}"\n`).join('')}  l32 = "x"\n}\nresource "aws_cloudwatch_event_rule" "r" {\n  name = "sound"\n  description = local.l0\n  event_pattern = jsonencode({ source = ["aws.ecr"] })\n}\n`,
  ],
  [
    'lists of Terraform',
    'main.tf',
    `locals {\n${TWICE.map((at) => `  l${at} = [local.l${at + 1}, local.l${at + 1}]\n`).join('')}  l32 = []\n}\nresource "aws_cloudwatch_event_rule" "r" {\n  name = "sound"\n  description = jsonencode(local.l0)\n  event_pattern = jsonencode({ source = ["aws.ecr"] })\n}\n`,
  ],
  [
    'variables of the Serverless Framework',
    'serverless.yml',
    `service: s\ncustom:\n${TWICE.map((at) => `  l${at}: '\${self:custom.l${at + 1}}\${self:custom.l${at + 1}}'\n`).join('')}  l32: x\nfunctions:\n  f: { handler: a.b, description: '\${self:custom.l0}', events: [{ eventBridge: { name: sound, pattern: { source: [aws.ecr] } } }] }\n`,
  ],
])('%s that double and double again are read without end of neither time nor memory', async (_, name, text) => {
  using place = folder({ [name]: text });
  const { rules } = await readRules(join(place.path, name));
  expect(rules.map((rule) => `${rule.name} ${rule.pattern}`)).toEqual(['sound {"source":["aws.ecr"]}']);
});

test('HCL that is none is refused at its line', async () => {
  expect(await refusalOf({ 'main.tf': 'resource "a" "b" {\n  x = [\n}\n' }, 'main.tf')).toMatch(
    /^RULES_SYNTAX 3:1 Cannot read rules: this is not HCL/,
  );
});

test('an assembly without a stack is refused', async () => {
  expect(await refusalOf({ 'manifest.json': '{"artifacts": {}}' }, 'manifest.json')).toMatch(
    /^RULES_FORMAT .*names no stack/,
  );
});

test.each([
  ['an import', '!ImportValue other', 'is exported by another stack'],
  ['a macro', '{ "Fn::Transform": { Name: Shout, Parameters: {} } }', 'the macro "Shout" writes this at deployment'],
  ['a parameter without a default', '!Ref Name', 'there is neither a parameter nor a resource "Name"'],
  ['a secret', "'{{resolve:ssm:/name}}'", 'only a deployment knows what {{resolve:ssm:/name}} gives'],
  ['a mapping that is not there', '!FindInMap [A, b, c]', 'the mapping "A" has no "b"'],
  ['a condition that is not there', '!If [Is, a, b]', 'there is no condition "Is"'],
  ['a function of the wrong form', '!Select [9, [a]]', 'Fn::Select is not written as CloudFormation takes it'],
  ['the name of a stack', "!Sub '${AWS::StackName}-web'", 'only a deployment knows AWS::StackName'],
] as const)('%s in a pattern matches nothing, and is named at its line', async (_, written, why) => {
  const { rules, notes } = await read(
    RULE(`\n        source: [aws.ecr]\n        detail: { repository-name: [web, ${written}] }`),
  );
  expect(JSON.parse(rules[0]!.pattern)).toEqual({
    source: ['aws.ecr'],
    detail: { 'repository-name': ['web', '(not known before it is deployed)'] },
  });
  const [note] = notes.filter(({ code }) => code === 'UNRESOLVED');
  expect(note).toMatchObject({ severity: 'note', place: { line: 7 } });
  expect(note?.message).toContain(why);
});

test('what is not known in an "anything-but" takes the operator with it: without it more would match', async () => {
  const { rules } = await read(RULE('{ detail: { repository-name: [{ anything-but: [a, !ImportValue b] }] } }'));
  expect(JSON.parse(rules[0]!.pattern)).toEqual({
    detail: { 'repository-name': ['(not known before it is deployed)'] },
  });
});

test('a rule that nobody knows to be there matches nothing', async () => {
  const template = RULE(
    '{ source: [aws.ecr] }',
    '    Condition: Is\nConditions:\n  Is: !Equals [!Ref Stage, prod]\nParameters:\n  Stage: { Type: String }\n',
  );
  const { rules, notes } = await read(template);
  expect(JSON.parse(rules[0]!.pattern)).toEqual({ source: ['(not known before it is deployed)'] });
  expect(notes[0]?.message).toContain('--parameter Stage=…');
  expect((await read(template, { Stage: 'prod' })).rules[0]?.pattern).toBe('{"source":["aws.ecr"]}');
  expect((await read(template, { Stage: 'dev' })).rules).toEqual([]);
});

test('a macro over the whole template is named', async () => {
  const { notes } = await read(`Transform: [AWS::Serverless-2016-10-31, Shout]\n${RULE('{ source: [aws.ecr] }')}`);
  expect(notes).toContainEqual(
    expect.objectContaining({ code: 'NOT_READ', place: expect.objectContaining({ line: 1, column: 41 }) }),
  );
});

test('a pattern that EventBridge would refuse is an error at the rule', async () => {
  const { notes } = await read(RULE('{ source: aws.ecr }'));
  expect(notes).toContainEqual(
    expect.objectContaining({
      severity: 'error',
      code: 'PATTERN_REFUSED',
      place: expect.objectContaining({ line: 2 }),
    }),
  );
});

test.each([
  ['null', 'null'],
  ['a number', '3'],
  ['a list', '[1]'],
  ['nothing', '{}'],
  ['an object for a list', '{ a: 1 }'],
])('whatever stands where targets or functions should (%s) ends in no defect of ours', async (_, written) => {
  const { rules } = await read(`Resources:
  Rule: { Type: AWS::Events::Rule, Properties: { Name: ${written}, EventBusName: ${written}, State: ${written}, EventPattern: { source: [aws.ecr] }, Targets: ${written} } }
  Function: { Type: AWS::Serverless::Function, Properties: { Handler: ${written}, CodeUri: ${written}, Environment: ${written}, Events: ${written} } }
  Policy: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: ${written}, PolicyDocument: ${written} } }
  Odd: ${written}
`);
  expect(rules.length).toBe(1);
});

test('a link that leads back to itself is refused, wherever it stands', async () => {
  using place = folder({ 'main.tf': 'resource "aws_sqs_queue" "q" { name = file("loop") }\n', 'inner/none.txt': '' });
  symlinkSync('template.yaml', join(place.path, 'inner/template.yaml'));
  symlinkSync('loop', join(place.path, 'loop'));
  for (const path of ['inner', 'inner/template.yaml', 'loop']) {
    await expect(readRules(join(place.path, path))).rejects.toThrow('it is a link that leads back to itself');
  }
  expect((await readRules(join(place.path, 'main.tf'))).rules).toEqual([]);
});

test('what has no end is not read', async () => {
  await expect(readRules('/dev/zero')).rejects.toThrow('it is no file');
  using place = folder({
    'main.tf':
      'resource "aws_cloudwatch_event_rule" "r" {\n  name = "r"\n  event_pattern = jsonencode({ source = [file("/dev/zero")] })\n}\n',
  });
  const { notes } = await readRules(place.path);
  expect(notes).toContainEqual(expect.objectContaining({ message: expect.stringContaining('no file "/dev/zero"') }));
});

test('loops within loops end, however much they would make', async () => {
  const many = `[${Array.from({ length: 500 }, (_, index) => index).join(',')}]`;
  using place = folder({
    'main.tf': `locals {\n  many = ${many}\n}\nresource "aws_cloudwatch_event_rule" "r" {\n  name = "r"\n  event_pattern = jsonencode({ source = flatten([for a in local.many : [for b in local.many : [for c in local.many : c]]]) })\n}\n`,
  });
  const { rules } = await readRules(place.path);
  expect(rules[0]?.pattern).toContain('not known');
});

test('a folder is read for every format in it, and a template by another name is named', async () => {
  const rule = (name: string): string =>
    `Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties: { Name: ${name}, EventPattern: { source: [aws.ecr] } }\n`;
  const hcl =
    'resource "aws_cloudwatch_event_rule" "r" {\n  name = "hcl"\n  event_pattern = jsonencode({ source = ["aws.ecr"] })\n}\n';
  using both = folder({ 'main.tf': hcl, 'template.yaml': rule('yaml'), 'sam.yaml': rule('sam'), 'package.json': '{}' });
  const read = await readRules(both.path);
  expect(read.rules.map(({ name }) => name)).toEqual(['hcl', 'yaml']);
  expect(read.notes.filter(({ code }) => code === 'NOT_READ')).toEqual([
    expect.objectContaining({ message: expect.stringContaining('"sam.yaml"') }),
  ]);
  const nested = 'Resources:\n  N: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./a.yaml } }\n';
  using alone = folder({ 'a.yaml': rule('a'), 'root.yaml': nested, 'z.yaml': rule('z') });
  expect((await readRules(alone.path)).rules.map(({ name }) => name)).toEqual(['a', 'z']);
});

test('a target of a rule that is not read is named at its line', async () => {
  using place = folder({
    'main.tf': `resource "aws_cloudwatch_event_rule" "r" {
  name          = "pushed"
  event_pattern = jsonencode({ source = ["aws.ecr"] })
}

resource "aws_cloudwatch_event_target" "near" {
  rule = "pushd"
  arn  = "arn:aws:sqs:us-east-1:123456789012:q"
}

resource "aws_cloudwatch_event_target" "far" {
  for_each = toset(var.rules)
  rule     = each.value
  arn      = "arn:aws:sqs:us-east-1:123456789012:q"
}
`,
  });
  const { notes } = await readRules(place.path);
  expect(notes).toContainEqual(
    expect.objectContaining({
      severity: 'warning',
      message: expect.stringContaining('no rule "pushd" is made here, did you mean "pushed"'),
      place: expect.objectContaining({ line: 7, column: 3 }),
    }),
  );
  expect(notes).toContainEqual(
    expect.objectContaining({
      severity: 'note',
      message: expect.stringMatching(/"aws_cloudwatch_event_target.far" belongs to no rule.*variable "rules"/),
      place: expect.objectContaining({ line: 13 }),
    }),
  );
});
