import { Client } from 'pg'
import type { Place } from './canaries'

/** Every row of every table, those of the queue included, as JSON with bytes in hex. */
export async function dumpDatabase(url: string): Promise<Place[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
    )
    const places: Place[] = []
    for (const { name } of tables) {
      const { rows } = await client.query<{ text: string }>(`SELECT to_json(t)::text AS text FROM ${name} t`)
      places.push({ name: `table ${name}`, content: Buffer.from(rows.map(({ text }) => text).join('\n')) })
    }
    return places
  } finally {
    await client.end()
  }
}
