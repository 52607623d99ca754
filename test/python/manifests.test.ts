import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, expect, test } from 'vitest';
import { parse } from 'yaml';

const PYTHON = process.env['ECREPLAY_PYTHON'] ?? 'python3';
const RECIPES = join(import.meta.dirname, '../../.github/docs/load');

/** Has Python judge a document; gives what it says is wrong. */
function judged({ skip }: TestContext, module: string, script: string, document: unknown): string {
  const missing = spawnSync(PYTHON, ['-c', `import ${module}`]).status !== 0;
  skip(missing, `no ${module}: ${PYTHON} cannot import it; ECREPLAY_PYTHON names one that can`);
  const { stdout, stderr } = spawnSync(PYTHON, ['-c', `import json, sys\ndocument = json.load(sys.stdin)\n${script}`], {
    input: JSON.stringify(document),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout;
}

/** Kubernetes' own schema, and nothing besides what it names. */
const KUBERNETES = `
import kubernetes_validate
try:
    kubernetes_validate.validate(document, '1.31', strict=True)
except kubernetes_validate.ValidationError as error:
    print(error.message)
`;

/** AWS's own model of the API of Batch. */
function batch(operation: string): string {
  return `
import botocore.session
from botocore.validate import ParamValidator
model = botocore.session.get_session().get_service_model('batch').operation_model('${operation}')
print(ParamValidator().validate(document, model.input_shape).generate_report(), end='')
`;
}

function manifest(): { readonly spec: object } {
  const text = readFileSync(join(RECIPES, 'kubernetes-job.yaml'), 'utf8');
  return parse(text.replaceAll(/\$\{\w+\}/g, 'told-later')) as { readonly spec: object };
}

test("the Job of the documents is one by Kubernetes' schema, which knows a mistake", (context) => {
  const job = manifest();
  expect(judged(context, 'kubernetes_validate', KUBERNETES, job)).toBe('');
  const mistaken = { ...job, spec: { ...job.spec, completionsMode: 'Indexed' } };
  expect(judged(context, 'kubernetes_validate', KUBERNETES, mistaken)).toContain('completionsMode');
});

test.for([
  ['batch-job-definition.json', 'RegisterJobDefinition'],
  ['batch-submit-job.json', 'SubmitJob'],
] as const)("%s is a request of AWS's model for %s, which knows a mistake", ([file, operation], context) => {
  const request = JSON.parse(readFileSync(join(RECIPES, file), 'utf8')) as Readonly<Record<string, unknown>>;
  expect(judged(context, 'botocore', batch(operation), request)).toBe('');
  expect(judged(context, 'botocore', batch(operation), { ...request, jobname: 'load' })).toContain('jobname');
});
