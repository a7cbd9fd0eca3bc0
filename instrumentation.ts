import { SettingsError, webEnv } from '@/lib/env'

/** Called once when the web server starts: wrong or forbidden settings end it before it answers anything. */
export function register(): void {
  try {
    webEnv()
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    const { exit, stderr } = globalThis.process // Next reads this file for a runtime without them as well
    stderr.write(`${error.message}\n`)
    exit(1)
  }
}
