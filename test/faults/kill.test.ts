import { spawn } from 'node:child_process'
import { expect } from 'chai'
import { verifyAudit } from '../../server/audit/index.ts'
import { childProgram } from '../support/child-program.ts'
import { dice } from '../support/dice.ts'
import { boundOf, fuzzRuns, tableOf, testLimitMs } from '../support/fuzz-run.ts'
import { openStoreOf } from '../support/store-of.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { asServer, databaseIn, POSTGRES } from '../support/test-database.ts'

const ROUNDS = fuzzRuns(6)
const SEED = Number(process.env.VOUCH_FUZZ_SEED ?? 20261127)
const WRITERS = 16
const PATIENCE_MS = 60_000

/** An act that its writer was told of: where it stands, and what no other act names. */
interface Told {
  readonly index: number
  readonly ref: string
}

/** Sixteen writers in a process of their own, killed once that many acts were acknowledged. */
async function killedAfter(folder: string, acts: number): Promise<readonly Told[]> {
  const at = POSTGRES === null ? {} : { DATABASE_URL: asServer(await databaseIn(folder)) }
  const program = childProgram(new URL('../support/append-child.ts', import.meta.url))
  const env = { ...process.env, ...at }
  const child = spawn(process.execPath, [program, folder, String(WRITERS)], { env })
  // Writers that wait for each other for ever would never get to be killed.
  const patience = setTimeout(() => child.kill('SIGTERM'), PATIENCE_MS)
  let said = ''
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  child.stdout.on('data', (chunk: Buffer) => {
    said += String(chunk)
    if (said.split('\n').length > acts) child.kill('SIGKILL')
  })
  await ended
  clearTimeout(patience)
  expect(child.signalCode, 'it was killed, and did not end by itself').to.equal('SIGKILL')
  // What stands after the last line break was not told whole.
  return said
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split(' '))
    .map(([index, ref = '']) => ({ index: Number(index), ref }))
}

const refIn = (header: string) => /"ref":"(tk_[^"]+)"/.exec(header)?.[1]

describe('a server that is killed at any moment, again and again over one store', () => {
  it('has lost nothing that it acknowledged, doubled nothing, and its log verifies', async function () {
    this.timeout(testLimitMs(ROUNDS, 900))
    const folder = tempFolder()
    const thrown = dice(SEED)
    let [before, acknowledged, unsaid] = [0, 0, 0]
    for (let round = 0; round < ROUNDS; round += 1) {
      const told = await killedAfter(folder, 1 + thrown.below(250))
      const store = await openStoreOf(folder)
      const verdict = await store.transact((tx) => verifyAudit(tx, 'acme', null))
      const kept = await store.transact((tx) => tx.auditEntries('acme', before, verdict.entries))
      await store.close()
      expect(verdict).to.include({ problem: 'CHECKPOINT_MISSING' })
      const acts = new Map(kept.map(({ index, header }) => [index, refIn(header)]))
      expect(
        told.filter(({ index, ref }) => acts.get(index) !== ref),
        'lost, or another in its place',
      ).to.deep.equal([])
      expect(new Set(acts.values()).size, 'doubled').to.equal(verdict.entries - before)
      acknowledged += told.length
      // Written and on its way to be told when the end came.
      unsaid += verdict.entries - before - told.length
      before = verdict.entries
    }
    const row = [
      `SIGKILL, ${WRITERS} writers, ${POSTGRES === null ? 'SQLite' : 'PostgreSQL'}`,
      String(ROUNDS),
      String(acknowledged),
      '0',
      String(unsaid),
      boundOf(ROUNDS),
    ]
    process.stdout.write(
      `${tableOf(['fault', 'rounds', 'acknowledged', 'lost', 'kept untold', '95 % bound a round'], [row])}\nseed ${SEED}\n`,
    )
    expect(unsaid).to.be.below(ROUNDS * 500)
  })
})
