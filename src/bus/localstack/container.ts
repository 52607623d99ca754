import { Problem } from '../../problem.ts';
import { missingPackage } from '../remote/sdk.ts';
import { EXPIRES_TAG, RUN_TAG, tagsOf } from '../remote/resource.ts';

/** A LocalStack of the run's own. */
export interface Container extends AsyncDisposable {
  readonly endpoint: string;
}

/** How long an image may take until it is ready, at its first start on a slow machine. */
const PATIENCE = 120_000;

/** Starts LocalStack in a container of this name. Throws the `Problem` of what is missing or in the way. */
export async function startContainer(image: string, { name, run }: { name: string; run: string }): Promise<Container> {
  const { LocalstackContainer } = await load();
  const { [RUN_TAG]: tag = run, [EXPIRES_TAG]: expires = '' } = tagsOf(run, Date.now());
  try {
    const started = await new LocalstackContainer(image)
      .withName(name)
      .withLabels({ [RUN_TAG]: tag, [EXPIRES_TAG]: expires })
      // No more is asked of it than a rehearsal needs, and nothing is told to anybody.
      .withEnvironment({ DISABLE_EVENTS: '1', SKIP_SSL_CERT_DOWNLOAD: '1', EAGER_SERVICE_LOADING: '0' })
      .withStartupTimeout(PATIENCE)
      .start();
    return {
      endpoint: started.getConnectionUri().replace(/\/$/, ''),
      [Symbol.asyncDispose]: async () => {
        await removeContainer(name);
      },
    };
  } catch (error) {
    await removeContainer(name).catch(() => undefined);
    throw containerProblem(image, error);
  }
}

/** Takes a container away by its name, whatever state it is in. One that is not there is as good as taken away. */
export async function removeContainer(name: string): Promise<void> {
  const { getContainerRuntimeClient } = await loadRuntime();
  try {
    const { container } = await getContainerRuntimeClient();
    const found = container.getById(name);
    // One that has ended by itself cannot be stopped, and is there all the same.
    await container.stop(found, { timeout: 0 }).catch(() => undefined);
    await container.remove(found, { removeVolumes: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/no such container|already in progress/i.test(message)) return;
    throw new Problem('ENVIRONMENT_MISSING', `Cannot take away container "${name}": ${reason('', message)}`, {
      cause: error,
    });
  }
}

async function load() {
  try {
    return await import('@testcontainers/localstack');
  } catch (error) {
    throw missingPackage(error, '@testcontainers/localstack', 'start LocalStack');
  }
}

async function loadRuntime() {
  try {
    return await import('testcontainers');
  } catch (error) {
    throw missingPackage(error, 'testcontainers', 'speak to Docker');
  }
}

/** Words what Docker or the image has against it. */
function containerProblem(image: string, error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error);
  return new Problem('ENVIRONMENT_MISSING', `Cannot start LocalStack: ${reason(image, message)}`, { cause: error });
}

function reason(image: string, message: string): string {
  if (/container runtime strategy|ECONNREFUSED|ENOENT.*docker|connect EACCES/i.test(message)) {
    return 'there is no Docker, wanted one that runs, or "--endpoint URL" of a LocalStack that does';
  }
  if (
    /no such image|manifest|pull access denied|not found|repository does not exist|server error - Get/i.test(message)
  ) {
    // Docker does not always say which; the reaper of testcontainers has one too.
    const ryuk =
      process.env['TESTCONTAINERS_RYUK_DISABLED'] === 'true'
        ? ''
        : ', nor perhaps that of Ryuk, which TESTCONTAINERS_RYUK_DISABLED=true does without';
    return `Docker cannot get the image "${image}"${ryuk} (${firstLine(message)})`;
  }
  if (/port is already allocated|address already in use/i.test(message)) {
    return `the port is taken (${firstLine(message)})`;
  }
  if (/Log stream ended|not ready|timed out|Timeout|exited/i.test(message)) {
    return `the image "${image}" does not become ready as LocalStack does (${firstLine(message)})`;
  }
  return firstLine(message);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!.trim().replace(/\.$/, '').slice(0, 200);
}
