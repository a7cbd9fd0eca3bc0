/** Something that must not show anywhere. */
export interface Canary {
  name: string
  bytes: Buffer
}

/** Somewhere that was looked at. */
export interface Place {
  name: string
  content: Buffer
}

/** Base64 of something that stands in the middle of other bytes: what of it does not depend on its neighbours. */
function base64Cores(bytes: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const start = [0, 2, 3][before] ?? 0
    const whole = padded.slice(start)
    return (before + bytes.length) % 3 === 0 ? whole : whole.slice(0, -1)
  })
}

/** The ways in which a canary might show. */
function encodingsOf({ bytes }: Canary): { encoding: string; bytes: Buffer }[] {
  const cores = base64Cores(bytes)
  const url = cores.map((core) => core.replaceAll('+', '-').replaceAll('/', '_'))
  const text = [bytes.toString('hex'), bytes.toString('hex').toUpperCase(), ...new Set([...cores, ...url])]
  const names = ['hex', 'hex', ...text.slice(2).map(() => 'base64')]
  return [
    { encoding: 'raw', bytes },
    ...text.map((one, index) => ({ encoding: names[index] ?? '', bytes: Buffer.from(one) })),
  ]
}

/** Where a canary shows, each place and encoding once. */
export function sightings(canaries: Canary[], places: Place[]): string[] {
  const seen = new Set<string>()
  for (const canary of canaries) {
    for (const { encoding, bytes } of encodingsOf(canary)) {
      for (const { name, content } of places) {
        if (content.includes(bytes)) seen.add(`${canary.name}, ${encoding}, in ${name}`)
      }
    }
  }
  return [...seen]
}
