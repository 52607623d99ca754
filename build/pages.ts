import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const HOME = join(import.meta.dirname, '..');
const BROWSER = join(HOME, 'src/page/browser');

/** Bundles each page of `src/page/browser` into one script and one style sheet, which `page` puts into a document. */
async function buildPages(out: string): Promise<void> {
  const { rolldown } = await import('rolldown');
  const names = readdirSync(BROWSER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(join(BROWSER, entry.name)).includes('main.tsx'))
    .map(({ name }) => name);
  mkdirSync(out, { recursive: true });
  for (const name of names) {
    const styles: string[] = [];
    const bundle = await rolldown({
      input: join(BROWSER, name, 'main.tsx'),
      plugins: [
        {
          // Rolldown does not bundle styles; in the order they are imported is all that a page needs.
          name: 'styles',
          load: {
            filter: { id: /\.css$/ },
            handler(id) {
              styles.push(readFileSync(id, 'utf8'));
              return { code: 'export {};', moduleType: 'js', moduleSideEffects: true };
            },
          },
        },
      ],
    });
    const { output } = await bundle.generate({ format: 'iife', minify: true });
    await bundle.close();
    const code = output[0].code;
    // Inside a document either would end the script, or hide its end.
    if (/<\/script|<!--/i.test(code)) throw new Error(`The script of ${name} cannot stand in a document`);
    writeFileSync(join(out, `${name}.js`), code);
    writeFileSync(join(out, `${name}.css`), styles.join('\n'));
  }
}

try {
  await buildPages(resolve(process.argv[2] ?? join(HOME, 'dist/page/browser')));
} catch (error) {
  // npm runs this after an install without development dependencies, too; the pages say what they lack when they are asked for.
  if ((error as { readonly code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
  console.error('The pages are not built: rolldown is not installed');
}
