import { Client } from 'pg'
import type { PostgresServer } from '../lib/postgres'
import type { PrivateJson } from '../lib/private-json'

const DATABASE = 'northwind_app'
const READER = 'northwind_reader'

const CONTENT = `
CREATE SCHEMA sales;
CREATE SCHEMA hr;
CREATE TABLE sales.customers (id int PRIMARY KEY, name text NOT NULL, country text NOT NULL);
CREATE TABLE sales.orders (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES sales.customers, ordered_on date NOT NULL, total numeric NOT NULL);
CREATE TABLE hr.people (id int PRIMARY KEY, name text NOT NULL, team text NOT NULL);
INSERT INTO sales.customers VALUES (1, 'Alpine Outfitters', 'CH'), (2, 'Harbour Coffee', 'NL'), (3, 'Sierra Tools', 'ES');
INSERT INTO sales.orders VALUES (1, 1, '2026-09-02', 1240.50), (2, 2, '2026-09-14', 86.00), (3, 1, '2026-10-21', 410.00), (4, 3, '2026-11-05', 2300.00);
INSERT INTO hr.people VALUES (1, 'Ines Okafor', 'Finance'), (2, 'Tomas Lind', 'Warehouse');
`

/** Where the demo's connection goes; the form offers to fill it in. */
export interface DemoDatabase {
  host: string
  port: number
  database: string
  user: string
  password: string
}

/** Makes "Northwind's own database" on the embedded server, with a login that can only read it. */
export async function openDemoDatabase(server: PostgresServer, kept: PrivateJson): Promise<DemoDatabase> {
  const password = kept.getOrMake(`password of ${READER}`)
  await asAdmin(server, 'postgres', async (admin) => {
    const role = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [READER])
    const secret = admin.escapeLiteral(password)
    if (role.rowCount === 0) await admin.query(`CREATE ROLE ${READER} LOGIN PASSWORD ${secret}`)
    const database = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])
    if (database.rowCount === 0) await admin.query(`CREATE DATABASE ${DATABASE}`)
  })
  await asAdmin(server, DATABASE, async (admin) => {
    const filled = await admin.query(`SELECT to_regnamespace('sales') IS NOT NULL AS yes`)
    if (filled.rows[0].yes) return
    await admin.query(`BEGIN; ${CONTENT}; GRANT USAGE ON SCHEMA sales, hr TO ${READER};
      GRANT SELECT ON ALL TABLES IN SCHEMA sales, hr TO ${READER}; COMMIT`)
  })
  const { hostname, port } = new URL(server.adminUrl())
  return { host: hostname, port: Number(port), database: DATABASE, user: READER, password }
}

async function asAdmin(server: PostgresServer, database: string, work: (admin: Client) => Promise<void>) {
  const admin = new Client({ connectionString: server.adminUrl(database) })
  await admin.connect()
  try {
    await work(admin)
  } finally {
    await admin.end()
  }
}
