import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { dataContext } from '@/lib/domain/encryption-core'
import { runNode } from '../../scripts/lib/commands'
import { progress } from '../result'
import { readKept } from './kept'

/** What filling the organization leaves for the measurements. */
export const filled = z.object({
  /** by pattern of a route: the id of something to see there */
  examples: z.record(z.string(), z.string()),
  /** a token of a vendor's service, which decrypts credentials */
  token: z.string(),
  /** a stored credential; its ciphertext as base64 */
  credential: z.object({ context: dataContext, ciphertext: z.base64() }),
  key: z.object({ id: z.string(), arn: z.string() }),
})
export type Filled = z.infer<typeof filled>

/** Links a key and stores a thousand connections and documents under it, by the code of the measured folder. */
export async function fill(folder: string, dataFolder: string): Promise<Filled> {
  progress('Link a key, store 1,000 connections and 1,000 documents')
  const resultFile = path.join(dataFolder, 'bench.json')
  const program = path.join(folder, 'bench/web/fill.ts')
  await runNode(['--import', 'tsx', program, dataFolder, resultFile], {
    ...readKept(dataFolder).webSettings,
    TSX_TSCONFIG_PATH: path.join(folder, 'tsconfig.json'),
  })
  return filled.parse(JSON.parse(readFileSync(resultFile, 'utf8')))
}
