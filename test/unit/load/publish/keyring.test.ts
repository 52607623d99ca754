import { expect, test, vi } from 'vitest';
import { awsKeyring, localKeyring } from '../../../../src/load/publish/keyring.ts';

const SECRET = ['wJalr', 'XUtnFEMI'].join('/');

test("AWS's own client is asked for its credentials, its address and its name, and sends nothing", async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', SECRET);
  const keyring = await awsKeyring({ region: 'eu-central-1' });
  vi.unstubAllEnvs();
  expect(keyring.endpoint).toBe('https://events.eu-central-1.amazonaws.com/');
  expect(keyring.credentials).toMatchObject({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: SECRET });
  expect(keyring.agent['x-amz-user-agent']).toMatch(/^aws-sdk-js\/3\./);
  keyring.renewed(() => undefined)();
});

test('what stands in for AWS is given the keys of the environment, or those of the account', () => {
  expect(localKeyring('http://localhost/', '123456789012', {}).credentials.accessKeyId).toBe('123456789012');
  const env = { AWS_ACCESS_KEY_ID: 'me', AWS_SECRET_ACCESS_KEY: SECRET, AWS_SESSION_TOKEN: 'token' };
  expect(localKeyring('http://localhost/', '123456789012', env).credentials).toEqual({
    accessKeyId: 'me',
    secretAccessKey: SECRET,
    sessionToken: 'token',
  });
});
