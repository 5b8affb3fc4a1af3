/** What PostgreSQL carries at most here: a bare Express route that makes one durable insert, as `bareInserts` on SQLite. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import pg from 'pg'
import { together } from './measure.ts'

const INSERTS = 600
const AT_ONCE = 8
/** As many connections as the store of the companion has. */
const CONNECTIONS = 5

export async function barePostgres(url: string, body: string, stored: number, name: string): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS })
  await pool.query(`create table bare_${name} (id bigserial primary key, body text not null)`)
  const value = 'x'.repeat(stored)
  const app = express()
  app.post('/', express.json({ limit: '1mb' }), async (_request, response) => {
    await pool.query(`insert into bare_${name} (body) values ($1)`, [value])
    response.json({ ok: true })
  })
  const server = createServer(app).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const headers = { 'content-type': 'application/json' }
  const seconds = await together(INSERTS, AT_ONCE, async () => {
    const answer = await fetch(origin, { method: 'POST', headers, body })
    await answer.text()
  })
  server.close()
  await pool.end()
  return INSERTS / seconds
}
