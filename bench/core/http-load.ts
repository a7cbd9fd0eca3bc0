// A program of its own that asks a server again and again, so that the server has a process to itself. It is told what
// to ask by messages, and answers each with how many requests it got done in a second.
import http from 'node:http'

/** What to ask, over how many connections, for how long. */
export interface Load {
  url: string
  method: 'GET' | 'POST'
  token: string
  body?: string
  connections: number
  ms: number
}

const agent = new http.Agent({ keepAlive: true })

function ask({ url, method, token, body }: Load): Promise<void> {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(body === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
  }
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers, agent }, (response) => {
      response.once('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`${url} answers ${response.statusCode}`)),
      )
      response.resume()
    })
    request.once('error', reject)
    request.end(body)
  })
}

async function perSecond(load: Load): Promise<number> {
  const startedAt = performance.now()
  const end = startedAt + load.ms
  let done = 0
  const connection = async () => {
    while (performance.now() < end) {
      await ask(load)
      done += 1
    }
  }
  await Promise.all(Array.from({ length: load.connections }, connection))
  return (done / (performance.now() - startedAt)) * 1_000
}

process.on('message', (load: Load) => {
  perSecond(load).then(
    (rate) => process.send?.({ rate }),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
process.once('disconnect', () => process.exit())
