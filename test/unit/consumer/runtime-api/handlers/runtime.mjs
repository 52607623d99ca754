// A runtime for Lambda with nothing but Node: it does what each event tells it to.
import { spawn } from 'node:child_process';
import http from 'node:http';
import process from 'node:process';

const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}`;
const runtime = `${api}/2018-06-01/runtime`;
const agent = new http.Agent({ keepAlive: true });
let served = 0;
/** What an extension is told first. */
let heard;

function send(method, url, { headers = {}, body, trailers } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
    });
    request.on('error', reject);
    if (trailers === undefined) request.end(body);
    else {
      request.write(body);
      request.addTrailers(trailers);
      request.end();
    }
  });
}

function aws(target, input) {
  return send('POST', process.env.AWS_ENDPOINT_URL, {
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
      authorization: `AWS4-HMAC-SHA256 Credential=${process.env.AWS_ACCESS_KEY_ID}/20260115/us-east-2/${target.startsWith('AmazonEC2ContainerService') ? 'ecs' : 'sqs'}/aws4_request`,
    },
    body: JSON.stringify(input),
  });
}

const DEEDS = {
  value: (value) => value,
  served: () => served,
  heard: async () => JSON.parse((await heard).text),
  pid: () => process.pid,
  environment: (names) => Object.fromEntries(names.map((name) => [name, process.env[name]])),
  context: (_, headers) => headers,
  hang: () => new Promise(() => setInterval(() => {}, 1_000)),
  spin: () => {
    for (;;);
  },
  exit: (code) => process.exit(code),
  signal: (signal) => {
    process.kill(process.pid, signal);
    return new Promise(() => setInterval(() => {}, 1_000));
  },
  print: (text) => console.log(text),
  call: async ({ target, input }) => JSON.parse((await aws(target, input)).text),
  fetch: async (url) => (await send('GET', url)).status,
  unparsable: () =>
    new Promise((resolve, reject) => {
      const [host, port] = process.env.HTTP_PROXY.replace('http://', '').split(':');
      const request = http.request({ host, port, path: 'http://[' }, (response) => resolve(response.statusCode));
      request.on('error', reject);
      request.end();
    }),
  proxied: (url) =>
    new Promise((resolve, reject) => {
      const [host, port] = process.env.HTTPS_PROXY.replace('http://', '').split(':');
      const request = http.request({ host, port, method: 'CONNECT', path: url });
      request.on('connect', (response) => resolve(response.statusCode)).on('error', reject);
      request.end();
    }),
  child: () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    return child.pid;
  },
  flood: (megabytes) => {
    const block = Buffer.alloc(1 << 20, 'x');
    return new Promise((resolve) => {
      let left = megabytes;
      const write = () => {
        while (left > 0) {
          left -= 1;
          if (!process.stdout.write(block)) return void process.stdout.once('drain', write);
        }
        process.stdout.write('\nthe last line\n', () => resolve(megabytes));
      };
      write();
    });
  },
};

if (process.env.DIES === 'at once') {
  console.error('no such module: left-pad');
  process.exit(7);
}
if (process.env.DIES === 'saying why') {
  await send('POST', `${runtime}/init/error`, {
    body: JSON.stringify({ errorType: 'Runtime.ImportModuleError', errorMessage: 'No module named app' }),
  });
  process.exit(1);
}
if (process.env.DIES === 'never') setInterval(() => {}, 1_000);
if (process.env.EXTENSION !== undefined) {
  const { headers, text } = await send('POST', `${api}/2020-01-01/extension/register`, {
    headers: { 'lambda-extension-name': process.env.EXTENSION },
    body: JSON.stringify({ events: ['INVOKE', 'SHUTDOWN'] }),
  });
  console.log(text);
  const identified = { 'lambda-extension-identifier': headers['lambda-extension-identifier'] };
  heard = send('GET', `${api}/2020-01-01/extension/event/next`, { headers: identified });
}
if (process.env.CALLS_AT_INIT !== undefined) {
  await aws('AmazonEC2ContainerServiceV20141113.ListClusters', {});
}

while (process.env.DIES !== 'never') {
  const { headers, text } = await send('GET', `${runtime}/invocation/next`);
  const event = JSON.parse(text);
  const id = headers['lambda-runtime-aws-request-id'];
  const answer = `${runtime}/invocation/${id}`;
  served += 1;
  const [deed, argument] = Object.entries(event)[0] ?? ['value', null];
  switch (deed) {
    case 'throw': {
      console.error(`about to throw ${argument}`);
      const stackTrace = ['  File "/task/app.py", line 3, in handler\n    raise ValueError("no")\n'];
      const body = JSON.stringify({ errorType: 'ValueError', errorMessage: argument, stackTrace });
      await send('POST', `${answer}/error`, { headers: { 'lambda-runtime-function-error-type': 'Unhandled' }, body });
      break;
    }
    case 'raw':
      await send('POST', `${answer}/response`, { body: argument });
      break;
    case 'twice': {
      await send('POST', `${answer}/response`, { body: '"first"' });
      const { status } = await send('POST', `${answer}/response`, { body: '"second"' });
      console.log(`refused with ${status}`);
      break;
    }
    case 'impatient': {
      const statuses = [];
      for (let asked = 0; asked < argument; asked += 1)
        statuses.push((await send('GET', `${runtime}/invocation/next`)).status);
      await send('POST', `${answer}/response`, { body: JSON.stringify(statuses) });
      break;
    }
    case 'unasked': {
      const { status } = await send('POST', `${runtime}/invocation/unknown/response`, { body: '1' });
      await send('POST', `${answer}/response`, { body: String(status) });
      break;
    }
    case 'large':
      await send('POST', `${answer}/response`, { body: JSON.stringify('x'.repeat(argument)) });
      break;
    case 'stream':
      await send('POST', `${answer}/response`, {
        headers: {
          'lambda-runtime-function-response-mode': 'streaming',
          'transfer-encoding': 'chunked',
          trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
        },
        body: '{"half":',
        trailers:
          argument === 'breaks'
            ? {
                'Lambda-Runtime-Function-Error-Type': 'Runtime.Broken',
                'Lambda-Runtime-Function-Error-Body': Buffer.from(
                  JSON.stringify({ errorType: 'StreamError', errorMessage: 'it broke' }),
                ).toString('base64'),
              }
            : {},
      });
      break;
    default: {
      const value = await DEEDS[deed](argument, headers);
      await send('POST', `${answer}/response`, { body: JSON.stringify(value ?? null) });
    }
  }
}
