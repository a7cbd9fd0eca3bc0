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
      LATCHKEY_MODE: 'demo',
      SERVICE_DATABASE_URL: kept.serviceDatabaseUrl,
      LATCHKEY_SERVICE_PORT: String(port),
      LATCHKEY_PLATFORM_ROOT: kept.platformRoot,
      LATCHKEY_STORAGE_DIR: kept.storageFolder,
      LATCHKEY_AWS_PRINCIPAL_ARN: kept.service.arn,
      LATCHKEY_AWS_ENDPOINT: kept.simulatorUrl,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: kept.service.accessKeyId,
      AWS_SECRET_ACCESS_KEY: kept.service.secretAccessKey,
    },
    readyUrl: `${url}/readyz`,
    echo: false,
  })
  return { url, stop: () => programs.stop() }
}
