/** A process that appends until its disk takes no more, waits for a word, and goes on over the same open store. */
import { once } from 'node:events'
import { openKeyring } from '../../server/adapters/keyring.ts'
import { openSqliteStore } from '../../server/adapters/sqlite-store.ts'
import { realWorld } from '../../server/adapters/world.ts'
import { createAuditLog } from '../../server/audit/index.ts'
import { Fault } from '../../src/domain/fault.ts'

const folder = process.argv[2] ?? ''
const log = createAuditLog(realWorld, openKeyring(folder))
const store = await openSqliteStore(`${folder}/vouch.sqlite`)
const say = (line: string) => process.stdout.write(`${line}\n`)

/** Says its place once it was told that it is kept; or the fault. */
async function append(): Promise<boolean> {
  try {
    const index = await store.transact((tx) =>
      log.append(tx, 'acme', {
        type: 'gate.decided',
        actor: { kind: 'system', ref: 'test' },
        object: { kind: 'ticket', ref: 'tk_1' },
        decision: 'allow',
      }),
    )
    say(String(index))
    return true
  } catch (cause) {
    say(`fault ${cause instanceof Fault ? cause.code : String(cause)}`)
    return false
  }
}

const eight = () => Promise.all(Array.from({ length: 8 }, append))
while ((await eight()).every(Boolean));
// Also what comes after the first is refused, and nothing else breaks.
await eight()
say('full')
await once(process.stdin, 'data')
await eight()
say('again')
await store.close()
process.exit(0)
