import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { changeRoles } from '../../../server/access/index.ts'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import { realWorld } from '../../../server/adapters/world.ts'
import { createAuditLog } from '../../../server/audit/index.ts'
import { runCli } from '../../../server/cli/main.ts'
import { parseScopeFile } from '../../../server/cli/scope-file.ts'
import { stopLine } from '../../../server/incidents/index.ts'
import type { SimulationDetail } from '../../../src/domain/simulation-api.ts'
import { childProgram } from '../../support/child-program.ts'
import { ownChildren } from '../../support/own-children.ts'
import { aStop } from '../../support/stops.ts'
import { envOf, handOn, newPlace, openStoreOf } from '../../support/store-of.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const ARTICLES: Readonly<Record<string, string>> = {
  refund:
    '# When will I get my refund?\n\nThe refund takes 5 working days and goes to the card that you paid with.\n',
  kettle:
    '# How do I descale the kettle?\n\nBoil one litre of water with 50 ml of vinegar and rinse twice.\n',
  shipping: '# What does shipping cost?\n\nShipping costs 4.90 € within Germany.\n',
}
const ASKED = [
  ['When will I get my refund?', 'Your refund takes 5 working days.'],
  ['How do I descale the kettle?', 'Boil it with 100 ml of vinegar.'],
  ['What does shipping cost?', undefined],
  ['Can I book a table for Saturday evening?', 'We have no restaurant.'],
] as const

function lines(count: number): string {
  return Array.from({ length: count }, (_, at) => {
    const [text, reply] = ASKED[at % ASKED.length] ?? ASKED[0]
    const names = [`Marlene Ottfried${String.fromCharCode(97 + (at % 26))}`]
    const more = reply === undefined ? {} : { reply }
    return JSON.stringify({
      ...{ id: 7_000_001 + at, requester: 8_000_001 + (at % 300), locale: 'en-us', names },
      texts: [`Hello, ${text} Regards, ${names[0]}`],
      ...more,
    })
  }).join('\n')
}

describe('vouch simulate', () => {
  const own = ownChildren()
  let data: string
  let file: string

  let env: Record<string, string>
  async function run(...args: string[]) {
    const [out, err]: [string[], string[]] = [[], []]
    const code = await runCli([...args, '--data', data], {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      env: { ...envOf(data, 'https://local.zendesk.com'), ...env },
    })
    return { code, out, err: err.join('\n') }
  }
  const simulate = (...more: string[]) => run('simulate', file, '--as', '7', ...more)
  async function ended(exit: number, ...more: string[]): Promise<SimulationDetail> {
    const { code, out, err } = await simulate('--json', ...more)
    expect([code, err]).to.deep.equal([exit, ''])
    return JSON.parse(out.join(''))
  }
  const result = (...more: string[]) => ended(0, ...more)
  function rows(query: string): readonly Record<string, unknown>[] {
    const database = handOn(data)
    const found = database.prepare(query).all() as Record<string, unknown>[]
    database.close()
    return found
  }

  beforeEach(async () => {
    env = {}
    data = tempFolder()
    await newPlace(data)
    file = `${tempFolder()}/tickets.jsonl`
    const folder = tempFolder()
    mkdirSync(`${folder}/help`)
    for (const [name, text] of Object.entries(ARTICLES)) writeFileSync(`${folder}/help/${name}.md`, text)
    await run('sync', '--folder', folder)
    const store = await openStoreOf(data, 'local')
    const keys = openKeyring(data)
    const rooms = { keys, world: realWorld, audit: createAuditLog(realWorld, keys) }
    await store.transact((tx) =>
      changeRoles(rooms, tx, 'local', { kind: 'system', ref: 'start' }, '7', ['admin']),
    )
    await store.close()
    const scope = parseScopeFile((await run('scope', 'export')).out.join('\n'))
    const allow = Object.keys(ARTICLES).map((name) => ({ articleId: `folder:help/${name}` }))
    writeFileSync(`${data}/scope.json`, JSON.stringify({ ...scope, allowlist: { allow, deny: [] } }))
    expect((await run('scope', 'apply', `${data}/scope.json`, '--as', '7')).code).to.equal(0)
  })

  it('counts what would be answered, refused and kept, in words and as a page for a colleague', async () => {
    writeFileSync(file, lines(8))
    const page = `${tempFolder()}/report.html`
    const { code, out } = await simulate('--html', page)
    expect(code).to.equal(0)
    expect(out.slice(1, 4)).to.deep.equal([
      'answered 6, in part 0, refused 2, skipped 0: 75.0 % would be answered',
      '  refused NOT_COVERED: 2',
      'facts of the sent replies kept: 50.0 % (2 of 4); contradicted 2 of 4',
    ])
    expect(out.at(-1)).to.equal('passed')
    const html = readFileSync(page, 'utf8')
    expect(html).to.contain('When will I get my refund?').and.contain('75.0 %')
    expect(html).to.not.match(/<script|https?:|Ottfried|700000|800000/)
  })

  it('goes on after SIGKILL in the middle of 1,000 tickets: none is lost, none is counted twice', async function () {
    this.timeout(240_000)
    writeFileSync(file, lines(1_000))
    const typed = [
      ...[childProgram(new URL('../../support/vouch-child.ts', import.meta.url)), 'simulate', file],
      ...['--as', '7', '--data', data],
    ]
    const place = envOf(data, 'https://local.zendesk.com')
    const child = own(spawn(process.execPath, typed, { env: { ...process.env, ...place } }))
    let said = ''
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error(`the child ended by itself: ${said}`)))
      child.stdout.on('data', (chunk: Buffer) => {
        said += String(chunk)
        if (Number(/(\d+) of 1000,[^\n]*\n$/.exec(said)?.[1] ?? 0) >= 400) resolve()
      })
    })
    const ended = new Promise((resolve) => child.once('close', resolve))
    child.removeAllListeners('exit')
    child.kill('SIGKILL')
    await ended
    const kept = rows('select ticket_digest, at from simulated_ticket order by ticket_digest')
    expect(kept.length).to.be.within(400, 999)
    expect(rows('select status from simulation_run')).to.deep.equal([{ status: 'running' }])
    // Nobody starts over by mistake.
    expect((await simulate()).err).to.contain('--resume')

    const resumed = await result('--resume')
    expect(resumed.run).to.deep.include({ status: 'finished', done: 1_000, planned: 1_000 })
    const all = rows('select ticket_digest, at from simulated_ticket order by ticket_digest')
    expect(all).to.have.length(1_000)
    // What was counted before the kill was not counted again.
    const before = new Map(kept.map((row) => [row['ticket_digest'], row['at']]))
    expect(all.filter((row) => before.get(row['ticket_digest']) === row['at'])).to.have.length(kept.length)
    const whole = await result()
    expect(whole.result).to.deep.equal(resumed.result)
    process.stdout.write(
      `      killed after ${kept.length} of 1000, went on with ${1_000 - kept.length}; ${JSON.stringify(resumed.result.outcomes)}\n`,
    )
    expect((await run('verify')).code).to.equal(0)
  })

  it('tries a scope file, and changes nothing of what is in force', async () => {
    writeFileSync(file, lines(4))
    const scope = parseScopeFile(readFileSync(`${data}/scope.json`, 'utf8'))
    const narrow = { ...scope, allowlist: { allow: [{ articleId: 'folder:help/refund' }], deny: [] } }
    writeFileSync(`${data}/narrow.json`, JSON.stringify(narrow))
    const { run: view, result: counted } = await result('--scope', `${data}/narrow.json`)
    expect(view).to.deep.include({ trial: true, passed: null })
    expect(counted.outcomes).to.deep.include({ answered: 1, refused: 3 })
    expect((await run('scope', 'diff', `${data}/scope.json`)).code).to.equal(0)
  })

  it('drafts nothing while the account is stopped, in the file, in the store alone, or by the environment', async () => {
    writeFileSync(file, lines(4))
    const switchFile = `${data}/kill-switch.jsonl`
    const nothing = async (why: string) => {
      // Not passed: a stop says nothing about what the scope would do.
      const { run: view, result: counted } = await ended(3)
      expect(view.passed, why).to.equal(false)
      const { outcomes, refusals, articles, charsIn } = counted
      expect(outcomes, why).to.deep.equal({ answered: 0, partly: 0, refused: 4, skipped: 0 })
      expect(refusals, why).to.deep.equal([{ reason: 'KILL_SWITCH_ON', tickets: 4 }])
      expect([articles, charsIn], why).to.deep.equal([[], 0])
    }
    env = { VOUCH_KILL_SWITCH: 'on' }
    await nothing('environment')
    env = {}
    expect((await result()).result.outcomes.answered).to.equal(3)
    writeFileSync(switchFile, 'no line of the file of stops\n')
    await nothing('a file that cannot be read')
    writeFileSync(switchFile, stopLine('local', aStop({ reason: 'wrong_drafts' })))
    await nothing('file')
    rmSync(switchFile)
    await nothing('store')
  })

  it('quotes no article that is stopped', async () => {
    writeFileSync(file, lines(4))
    const stop = aStop({ level: 'article', ref: 'folder:help/refund', reason: 'wrong_article' })
    env = { VOUCH_KILL_SWITCH_FILE: `${data}/other-stops.jsonl` }
    writeFileSync(env['VOUCH_KILL_SWITCH_FILE'] ?? '', stopLine('local', stop))
    const { outcomes, articles } = (await result()).result
    expect(outcomes).to.deep.include({ answered: 2, refused: 2 })
    expect(articles.map(({ articleId }) => articleId).sort()).to.deep.equal([
      'folder:help/kettle',
      'folder:help/shipping',
    ])
  })

  const bad: Record<string, string> = {
    'no JSON': '{"id":1,"requester":2,"texts":["secret"]',
    'a member that nobody knows': '{"id":1,"requester":2,"texts":["secret"],"note":"secret"}',
    'no texts': '{"id":1,"requester":2}',
    'the same ticket twice':
      '{"id":1,"requester":2,"texts":["secret"]}\n{"id":1,"requester":2,"texts":["x"]}',
    'nothing at all': '\n',
  }
  for (const [name, text] of Object.entries(bad))
    it(`refuses a file with ${name}, says where, repeats nothing of it, and starts nothing`, async () => {
      writeFileSync(file, text)
      const { code, err } = await simulate()
      expect(code).to.equal(4)
      expect(err)
        .to.match(/line|lines/)
        .and.not.contain('secret')
      expect(rows('select * from simulation_run')).to.deep.equal([])
    })

  it('is for admins, over an installation that is there', async () => {
    writeFileSync(file, lines(1))
    expect((await run('simulate', file, '--as', '8')).code).to.equal(2)
    expect((await run('simulate', file)).code).to.equal(4)
    expect((await simulate('--resume')).code).to.equal(4)
    expect(rows('select * from simulation_run')).to.deep.equal([])
  })
})
