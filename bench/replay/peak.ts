/** Notes in the working folder how much memory a process has had at most. Imported before what is measured. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const file = resolve('peak');
process.on('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS * 1_024)));
