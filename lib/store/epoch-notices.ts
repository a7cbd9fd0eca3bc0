import pg from 'pg'

/** Hears of moved epochs at once. Only makes it fast: who listens has to poll as well, in case a notice is lost. */
export interface EpochNotices {
  stop(): Promise<void>
}

const RECONNECT_AFTER_MS = 2_000

/** Listens until stopped; a lost connection is made again. */
export function listenForEpochs(url: string, heard: (organizationId: string) => void): EpochNotices {
  let client: pg.Client | null = null
  let ended = false
  let retry: NodeJS.Timeout | undefined

  const connect = async () => {
    const next = new pg.Client({ connectionString: url, keepAlive: true })
    const again = () => {
      if (ended || client !== next) return
      client = null
      retry = setTimeout(connect, RECONNECT_AFTER_MS)
      void next.end()
    }
    client = next
    next.on('error', again)
    next.on('end', again)
    next.on('notification', (notice) => notice.payload && heard(notice.payload))
    await next
      .connect()
      .then(() => next.query('LISTEN latchkey_epoch'))
      .catch(again)
  }
  void connect()

  return {
    async stop() {
      ended = true
      clearTimeout(retry)
      await client?.end()
    },
  }
}
