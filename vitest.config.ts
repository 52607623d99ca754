import { defineConfig } from 'vitest/config';
import { ecreplay } from './src/vitest/index.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/packed.test.ts', 'test/fixtures/**'],
        },
      },
      // Installs the package from its tarball, which takes npm a while.
      {
        test: {
          name: 'packed',
          include: ['test/packed.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        plugins: [ecreplay()],
        test: { name: 'scenarios', include: [], isolate: false, pool: 'threads' },
      },
    ],
  },
});
