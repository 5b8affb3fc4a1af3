import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import { openCommandStore, requireFileStore } from '../../../server/cli/command-store.ts'
import { runCli } from '../../../server/cli/main.ts'
import { ACCOUNT_ORIGIN, ADMIN } from '../../support/companion-harness.ts'
import { startDesk } from '../../support/drafting-desk.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { asServer, databaseIn, POSTGRES } from '../../support/test-database.ts'

const NOWHERE = 'postgres://vouch_app:password-of-nobody@127.0.0.1:9/none'

async function run(args: readonly string[], env: Readonly<Record<string, string>>) {
  const said: string[] = []
  const say = (line: string) => {
    said.push(line)
  }
  return { code: await runCli(args, { out: say, err: say, env }), said: said.join('\n') }
}

describe('the store of a command', () => {
  const refused: readonly (readonly string[])[] = [
    ['sync', '--folder', '.'],
    ['report'],
    ['request', 'list'],
    ['requester', 'show', '--user', '7', '--as', ADMIN],
    ['scope', 'export'],
    ['simulate', 'tickets.jsonl', '--as', ADMIN],
    ['evidence', 'access'],
    ['incident', 'drill', '--as', ADMIN],
    ['audit', 'export', 'bundle'],
    ['audit', 'proof'],
    ['verify', '--consent-receipt', 'receipt.json'],
  ]
  it('is not a file that was left behind, where the servers have a database', async () => {
    const desk = await startDesk()
    await desk.stop()
    const before = readdirSync(desk.dataDir)
    const file = () => (POSTGRES === null ? readFileSync(`${desk.dataDir}/vouch.sqlite`) : null)
    const untouched = file()
    const env = {
      DATABASE_URL: NOWHERE,
      VOUCH_DATA_DIR: desk.dataDir,
      VOUCH_ACCOUNT_ORIGIN: ACCOUNT_ORIGIN,
    }
    for (const args of refused) {
      const { code, said } = await run(args, env)
      expect([code, said.includes('the store is PostgreSQL')], args.join(' ')).to.deep.equal([4, true])
    }
    for (const args of [
      ['restore', '--data', desk.dataDir],
      ['audit', 'rotate-key', '--as', ADMIN, '--data', desk.dataDir],
    ]) {
      const { code, said } = await run(args, env)
      expect([code, said.includes('[STORE_UNAVAILABLE]')], said).to.deep.equal([1, true])
      expect(said).to.not.contain('password-of-nobody')
    }
    const stop = ['stop-drafting', '--reason', 'suspected_breach', '--as', ADMIN]
    const { code, said } = await run(stop, env)
    expect([code, said.includes('NO entry yet')], said).to.deep.equal([0, true])
    expect(readdirSync(desk.dataDir).filter((name) => !before.includes(name))).to.deep.equal([
      'kill-switch.jsonl',
    ])
    expect(file()).to.deep.equal(untouched)
  })

  it('is a file where no database is named, and none is made by looking', async () => {
    for (const args of refused) requireFileStore(args, { DATABASE_URL: ' ' })
    const data = tempFolder()
    expect(await faultFrom(() => openCommandStore({ data }, {}))).to.equal('SOURCE_UNREADABLE')
    expect(existsSync(`${data}/vouch.sqlite`)).to.equal(false)
  })

  if (POSTGRES !== null)
    it('is the database of the servers for a stop, a new key and what a restored store lacks', async () => {
      const desk = await startDesk()
      const env = {
        DATABASE_URL: asServer(await databaseIn(desk.dataDir)),
        VOUCH_DATA_DIR: desk.dataDir,
        VOUCH_ACCOUNT_ORIGIN: ACCOUNT_ORIGIN,
      }
      const pulled = await run(['stop-drafting', '--reason', 'suspected_breach', '--as', ADMIN], env)
      expect([pulled.code, pulled.said.includes('its entry')], pulled.said).to.deep.equal([0, true])
      const nobody = await run(['stop-drafting', '--reason', 'suspected_breach', '--as', '999'], env)
      expect(nobody.code).to.equal(2)
      const keys = ['--as', ADMIN, '--data', desk.dataDir]
      const rotated = await run(['audit', 'rotate-key', ...keys], env)
      expect([rotated.code, rotated.said.includes('acme: ')], rotated.said).to.deep.equal([0, true])
      const back = await run(['restore', '--data', desk.dataDir], env)
      expect([back.code, back.said.includes('this store is not behind')], back.said).to.deep.equal([0, true])
      const types = desk.audit().map(({ type }) => type)
      expect(types).to.include('kill_switch.pulled')
      expect(types).to.include('key.rotated')
      expect(existsSync(`${desk.dataDir}/vouch.sqlite`)).to.equal(false)
      await desk.stop()
    })
})
