import { existsSync } from 'node:fs'

const SYSTEM_CHROMIUM = '/usr/bin/chromium'

/** Quiet and without the parts that need a screen, a network of its own or a sandbox that root can't have. */
export const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Finds a Chromium: the one named in CHROMIUM, the system's, the one from npm (Linux x64 only), or, answering
 * undefined, the one that Playwright looks for by itself.
 */
export async function findChromium(): Promise<string | undefined> {
  if (process.env.CHROMIUM) return process.env.CHROMIUM
  if (existsSync(SYSTEM_CHROMIUM)) return SYSTEM_CHROMIUM
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const { default: chromium } = await import('@sparticuz/chromium')
  return chromium.executablePath()
}
