/** `npx tsx test/support/write-openapi.ts`: brings docs/openapi.json up to date, unless a promise would be lost. */
import { readFileSync, writeFileSync } from 'node:fs'
import { type AppRooms, apiRoutes } from '../../server/app.ts'
import { openApiOf, openApiText } from '../../server/http/openapi.ts'
import { lostPromises } from './api-promises.ts'

const file = new URL('../../docs/openapi.json', import.meta.url)
/** The table without anything behind it: nothing of it is asked before a request comes. */
const nothing: unknown = new Proxy(() => nothing, { get: () => nothing })
const rows = apiRoutes(nothing as AppRooms)
const lost = lostPromises(JSON.parse(readFileSync(file, 'utf8')), openApiOf(rows))
if (lost.length === 0) writeFileSync(file, openApiText(rows))
else process.exitCode = 1
process.stdout.write(lost.length === 0 ? 'docs/openapi.json is up to date\n' : `lost:\n${lost.join('\n')}\n`)
