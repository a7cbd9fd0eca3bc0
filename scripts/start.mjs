// npm start: sets everything up and runs the product. With --dev, for developing it.
import { run } from './bootstrap.mjs'

await run('scripts/start/main.ts')
