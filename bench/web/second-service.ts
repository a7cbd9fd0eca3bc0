import path from 'node:path'
import { findFreePort } from '../../scripts/lib/ports.mjs'
import { Programs } from '../../scripts/lib/programs'
import { progress } from '../result'
import type { Kept } from './kept'

/** Starts one more encryption service beside the demo's, with the same settings. @throws Problem */
export async function startSecondService(folder: string, dataFolder: string, kept: Kept) {
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  const programs = new Programs(path.join(dataFolder, 'logs'), (problem) => progress(problem.message))
  await programs.start({
    name: 'second encryption service',
    args: ['--import', 'tsx', path.join(folder, 'encryption-service/main.ts')],
    env: {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'production',
      TSX_TSCONFIG_PATH: path.join(folder, 'tsconfig.json'),
      ...kept.serviceSettings,
      LATCHKEY_SERVICE_PORT: String(port),
    },
    readyUrl: `${url}/readyz`,
    echo: false,
  })
  return { url, stop: () => programs.stop() }
}
