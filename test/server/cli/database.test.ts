import { expect } from 'chai'
import { runCli } from '../../../server/cli/main.ts'
import { asServer, newDatabase, POSTGRES } from '../../support/test-database.ts'

async function run(args: readonly string[], env: Readonly<Record<string, string>>) {
  const said: string[] = []
  const say = (line: string) => {
    said.push(line)
  }
  return { code: await runCli(args, { out: say, err: say, env }), said: said.join('\n') }
}

describe('vouch database', () => {
  it('says how it is used where no PostgreSQL is named or the act is another', async () => {
    const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' }
    expect((await run(['database', 'migrate'], {})).code).to.equal(4)
    expect((await run(['database', 'drop'], env)).code).to.equal(4)
  })

  it('says that the database is not to be had, and not how it was asked', async () => {
    const { code, said } = await run(['database', 'migrate'], {
      DATABASE_URL: 'postgres://nobody:password-of-nobody@127.0.0.1:9/none',
    })
    expect(code).to.not.equal(0)
    expect(said).to.not.contain('password-of-nobody')
  })

  if (POSTGRES !== null)
    it("is the owner's act: the role of the servers is told whose it is, and changes nothing", async () => {
      const url = await newDatabase()
      const { code, said } = await run(['database', 'migrate'], { DATABASE_URL: asServer(url) })
      expect([code, said.includes('connect as its owner')], said).to.deep.equal([2, true])
      expect(said).to.contain('[NOT_PERMITTED]')
    })

  if (POSTGRES !== null)
    it('brings the schema up, and does nothing the second time', async () => {
      const { code, said } = await run(['database', 'migrate'], { DATABASE_URL: await newDatabase() })
      expect(code).to.equal(0)
      expect(said).to.match(/^schema \d+: nothing to do$/)
    })
})
