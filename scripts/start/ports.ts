import { findFreePort, isFree } from '../lib/ports.mjs'
import type { PrivateJson } from '../lib/private-json'

/** A port of the loopback address for a program of ours: the same as last time, unless somebody else has it now. */
export async function rememberedPort(kept: PrivateJson, name: string): Promise<number> {
  const known = Number(kept.get(`port of ${name}`) ?? 0)
  if (known > 0 && (await isFree(known))) return known
  const port = await findFreePort()
  kept.set(`port of ${name}`, String(port))
  return port
}
