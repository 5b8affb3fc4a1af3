import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { expect } from 'chai'
import { runCli } from '../../../server/cli/main.ts'
import { ACCOUNT_ID, ADMIN } from '../../support/companion-harness.ts'
import { startDesk } from '../../support/drafting-desk.ts'
import { eventually } from '../../support/eventually.ts'
import { fourPages } from '../../support/four-pages.ts'
import { envOf } from '../../support/store-of.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { startFixtureWorkbench } from '../../support/workbench-fixture.ts'

describe('vouch sync', () => {
  let data: string
  let folder: string
  beforeEach(() => {
    data = tempFolder()
    folder = tempFolder()
    mkdirSync(`${folder}/returns`)
    for (const name of ['a', 'b', 'c', 'd'])
      writeFileSync(`${folder}/returns/${name}.md`, `# Article ${name}\n\nYou have 30 days.\n`)
  })

  let letGo: () => Promise<void> = async () => undefined
  afterEach(async () => {
    await letGo()
    letGo = async () => undefined
  })

  async function run(args: string[], env: Record<string, string> = {}) {
    const [out, err]: [string[], string[]] = [[], []]
    const code = await runCli(['sync', ...args], {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      env,
    })
    return { code, out: out.join('\n'), err: err.join('\n') }
  }
  const rows = (query: string) => {
    const database = new Database(`${data}/vouch.sqlite`, { readonly: true })
    const found = database.prepare(query).all()
    database.close()
    return found as Record<string, unknown>[]
  }
  const ofFolder = () => ['--folder', folder, '--data', data]

  it('reads a folder, says what it did, and ends with 0', async () => {
    const { code, out } = await run(ofFolder())
    expect([code, out]).to.deep.equal([0, 'done: 4 added, 0 changed, 0 unchanged, 0 removed'])
    expect(rows('select article_id, locale, account_id from article order by 1')[0]).to.deep.equal({
      article_id: 'folder:returns/a',
      locale: 'en-us',
      account_id: 'local',
    })
    writeFileSync(`${folder}/returns/a.md`, '# Article a\n\nYou have 14 days.\n')
    expect((await run(ofFolder())).out).to.equal('done: 0 added, 1 changed, 3 unchanged, 0 removed')
  })

  it('reads a folder into the account that is configured, and makes no second one beside it', async () => {
    expect((await run(ofFolder(), { VOUCH_ACCOUNT_ORIGIN: 'https://acme.zendesk.com' })).code).to.equal(0)
    expect(rows('select distinct account_id from article')).to.deep.equal([{ account_id: 'acme' }])
    expect(rows('select distinct account_id from audit_entry')).to.deep.equal([{ account_id: 'acme' }])
  })

  it('reads a file of lines into an account of one’s own, in a locale of one’s own, and tells it as JSON', async () => {
    const file = `${folder}/articles.jsonl`
    const lines = [
      { id: '1', title: 'Eins', text: 'Sie haben 30 Tage.' },
      { id: '2', title: 'Two', html: '<p>30 days.</p>', lang: 'en-us' },
    ]
    writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'))
    const { code, out } = await run([
      '--jsonl',
      file,
      '--locale',
      'de',
      '--account',
      'acme',
      '--data',
      data,
      '--json',
    ])
    expect(code).to.equal(0)
    expect(JSON.parse(out)).to.include({ status: 'done', added: 2 })
    expect(rows('select article_id, locale, account_id from article order by 1')).to.deep.equal([
      { article_id: 'jsonl:1', locale: 'de', account_id: 'acme' },
      { article_id: 'jsonl:2', locale: 'en-us', account_id: 'acme' },
    ])
  })

  it('stops with 2 and changes nothing when more than half would go, until that is confirmed', async () => {
    await run(ofFolder())
    for (const name of ['a', 'b', 'c']) rmSync(`${folder}/returns/${name}.md`)
    const held = await run(ofFolder())
    expect(held.code).to.equal(2)
    expect(held.out).to.contain('3 articles, more than half, would be removed. Nothing was changed.')
    expect(rows('select 1 from article').length).to.equal(4)
    const confirmed = await run([...ofFolder(), '--confirm-removal'])
    expect([confirmed.code, confirmed.out]).to.deep.equal([
      0,
      'done: 0 added, 0 changed, 1 unchanged, 3 removed',
    ])
    expect(rows('select 1 from article').length).to.equal(1)
  })

  it('names what it could not read, and takes the rest', async () => {
    writeFileSync(`${folder}/returns/e.html`, Buffer.from([0xff, 0xfe, 0x00, 0xd8]))
    const { code, out } = await run(ofFolder())
    expect(code).to.equal(0)
    expect(out).to.contain('4 added')
    expect(out).to.contain('  problem: returns/e.html: ')
  })

  it('reads a named help center', async () => {
    const bench = await startFixtureWorkbench()
    const { code, out } = await run([
      '--help-center',
      `${bench.origin}/hc/en-us`,
      '--locales',
      'EN-us,de',
      '--data',
      data,
    ])
    await bench.workbench.close()
    expect([code, out]).to.deep.equal([0, 'done: 4 added, 0 changed, 0 unchanged, 0 removed'])
  })

  it('is told as running by a server on the same store, which begins none beside it', async () => {
    const [desk, center] = [await startDesk(), await fourPages()]
    let go: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      go = resolve
    })
    center.before = () => held
    const where = ['--data', desk.dataDir, '--account', ACCOUNT_ID]
    const sync = () =>
      run(['--help-center', center.origin, '--locales', 'en-us', ...where], envOf(desk.dataDir))
    const latest = async () => (await desk.api(ADMIN, 'GET', '/console/syncs/latest')).body
    const first = sync()
    // Also where the test is not waited for any longer.
    letGo = async () => {
      go()
      await first
      center.close()
      await desk.stop()
    }
    await eventually(async () => expect((await latest()).source).to.include(center.origin))
    expect(await latest()).to.deep.include({ status: 'running', endedAt: null })
    const { syncId } = await latest()
    const entries = desk.audit().length
    expect((await desk.api(ADMIN, 'POST', '/console/syncs')).body).to.deep.include({ code: 'SYNC_RUNNING' })
    const second = await sync()
    expect(second.code).to.equal(1)
    expect(second.err).to.include('a sync is running elsewhere on this store: wait for it')
    expect(desk.audit().length).to.equal(entries)
    go()
    expect(await first).to.deep.include({ code: 0 })
    expect(await latest()).to.deep.include({ syncId, status: 'done', added: 4 })
  })

  it('ends with 1 and changes nothing when the source cannot be read', async () => {
    await run(ofFolder())
    rmSync(folder, { recursive: true })
    const { code, out } = await run(ofFolder())
    expect(code).to.equal(1)
    expect(out).to.match(/^failed: .*\n.*SOURCE_UNREADABLE/)
    expect(rows('select 1 from article').length).to.equal(4)
  })

  it('leaves a log that verifies at once, without a server ever started', async () => {
    await run(ofFolder())
    const said: string[] = []
    const terminal = {
      out: (line: string) => said.push(line),
      err: (line: string) => said.push(line),
      env: {},
    }
    expect([await runCli(['verify', '--data', data], terminal), said.join()]).to.deep.equal([0, said.join()])
    expect(said.join('\n')).to.match(/^local: INTACT: .*\nlocal: the log: 2 entries /)
    const entries = rows('select header from audit_entry order by idx').map(({ header }) =>
      JSON.parse(String(header)),
    )
    expect(entries.map(({ type }) => type)).to.deep.equal(['sync.started', 'sync.finished'])
    expect(entries[0].actor).to.deep.include({ kind: 'system' })
  })

  const wrong: Readonly<Record<string, string[]>> = {
    'an option that does not exist': ['--everything'],
    'two sources at once': ['--folder', '.', '--jsonl', 'x'],
    'a folder and a help center': ['--folder', '.', '--help-center', 'https://help.example'],
    'an address that is none': ['--help-center', 'help'],
    'a word too many': ['now'],
  }
  for (const [name, args] of Object.entries(wrong))
    it(`ends with 4 and the usage for ${name}, and makes no store`, async () => {
      const { code, err, out } = await run([...args, '--data', `${data}/new`])
      expect([code, out]).to.deep.equal([4, ''])
      expect(err).to.match(/^vouch: usage: vouch sync /)
      expect(() => rows('select 1')).to.throw()
    })

  it('names every missing variable when it is told to use the configuration, and there is none', async () => {
    const { code, err } = await run([])
    expect(code).to.equal(1)
    for (const name of ['VOUCH_PUBLIC_URL', 'VOUCH_ACCOUNT_ORIGIN', 'VOUCH_FIRST_ADMIN'])
      expect(err).to.contain(name)
  })
})
