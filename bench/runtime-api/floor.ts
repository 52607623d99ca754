import { spawn } from 'node:child_process';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A Runtime API that hands out the same event again and again, and does nothing else: what is left is the language runtime's own time. */
export interface Floor extends AsyncDisposable {
  /** Has so many events handled; resolves with the milliseconds that took. */
  run(count: number): Promise<number>;
}

const ACCEPTED =
  'HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{"status":"OK"}\n';

/** Starts a runtime on a server that answers with what it has at hand, byte for byte. */
export async function openFloor(command: readonly [string, ...string[]], cwd: string, event: string): Promise<Floor> {
  const given = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\nLambda-Runtime-Deadline-Ms: ${Date.now() + 3_600_000}\r\nLambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-2:123456789012:function:bench\r\nLambda-Runtime-Trace-Id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700\r\nContent-Length: ${Buffer.byteLength(event)}\r\n\r\n${event}`;
  let left = 0;
  let waiting: Socket | undefined;
  let arrived = (): void => {};
  let done = (): void => {};

  function next(socket: Socket): void {
    if (left > 0) {
      left -= 1;
      socket.write(given);
      return;
    }
    waiting = socket;
    arrived();
    done();
  }

  const server = createServer({ noDelay: true }, (socket) => {
    let text = '';
    socket.on('error', () => socket.destroy());
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const length = Number(/content-length: *(\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);
        if (text.length < end + 4 + length) return;
        const isNext = text.startsWith('GET');
        text = text.slice(end + 4 + length);
        if (isNext) next(socket);
        else socket.write(ACCEPTED);
      }
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const [file, ...args] = command;
  const begun = new Promise<void>((resolve) => (arrived = resolve));
  const child = spawn(file, args, {
    cwd,
    env: {
      ...process.env,
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
      _HANDLER: 'app.handler',
      LAMBDA_TASK_ROOT: cwd,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await begun;
  return {
    run: async (count) => {
      const ended = new Promise<void>((resolve) => (done = resolve));
      const began = performance.now();
      left = count;
      next(waiting!);
      await ended;
      return performance.now() - began;
    },
    [Symbol.asyncDispose]: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
      waiting?.destroy();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}
