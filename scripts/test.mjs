// npm test: sets everything up, runs every suite and leaves a report. --fast leaves out the attacks and the browser;
// --screenshots only takes the README's pictures.
import { run } from './bootstrap.mjs'

await run('scripts/test/main.ts')
