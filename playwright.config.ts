import path from 'node:path'
import { defineConfig } from '@playwright/test'
import { CHROMIUM_FLAGS, findChromium } from './scripts/lib/chromium'
import { findFreePort } from './scripts/lib/ports.mjs'

// Workers load this file too: the environment hands them what the first load chose.
process.env.E2E_PORT ??= String(await findFreePort())
process.env.E2E_DATA_DIR ??= path.resolve(`test-report/demo-${process.pid}`)

const baseURL = `http://127.0.0.1:${process.env.E2E_PORT}`

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-report/browser',
  // The demo is one world that the specs change one after the other.
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [['list'], ['json', { outputFile: 'test-report/browser.json' }]],
  use: {
    baseURL,
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    launchOptions: { executablePath: await findChromium(), args: CHROMIUM_FLAGS },
  },
  webServer: {
    command: 'node scripts/start.mjs',
    url: baseURL,
    env: { PORT: process.env.E2E_PORT, LATCHKEY_DATA_DIR: process.env.E2E_DATA_DIR, LATCHKEY_MODE: 'demo' },
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    timeout: 240_000,
    stdout: 'pipe',
  },
})
