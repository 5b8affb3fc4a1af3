import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { runVerify } from '../../../server/cli/verify.ts'
import { vouch } from '../../support/bundle-ground.ts'
import { ADMIN, AGENT, type Harness } from '../../support/companion-harness.ts'
import { press } from '../../support/consent-page.ts'
import { openedTicket, startDesk } from '../../support/drafting-desk.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { commandEnv } from '../../support/store-of.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('vouch verify --consent-receipt', () => {
  let desk: Harness
  let folder: string
  let file: string
  let text: string
  let key: string

  before(async () => {
    desk = await startDesk()
    const ticketId = await openedTicket(desk)
    const { body } = await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, {})
    const path = new URL(body.url).pathname
    await press(desk, path, 'grant')
    text = (await desk.call('GET', `${path}/receipt.jsonld`)).text
    key = /did:key:\w+/.exec(text)?.[0] ?? ''
    folder = tempFolder()
    file = join(folder, 'receipt.jsonld')
    writeFileSync(file, text)
  })
  after(() => desk.stop())

  async function verify(...args: readonly string[]) {
    const said: string[] = []
    const out = (line: string) => said.push(line)
    const code = await runVerify(args, { out, err: out, env: commandEnv(args) })
    return { code, said: said.join('\n') }
  }
  function changed(change: (json: string) => string): string {
    const other = join(folder, 'changed.jsonld')
    writeFileSync(other, change(text))
    return other
  }

  it('finds it good with the public key alone, without any folder', async () => {
    const { code, said } = await verify('--consent-receipt', file, '--key', key, '--data', '/nowhere')
    expect([code, said]).to.deep.equal([0, said])
    expect(said).to.match(/^consent receipt urn:vouch:consent:\S+: signed with did:key:z6Mk\w+$/)
  })

  it('finds it good against the folder, and its entry in the log', async () => {
    const { code, said } = await verify('--consent-receipt', file, '--data', desk.dataDir)
    expect(code).to.equal(0)
    expect(said).to.match(/it is as entry \d+ of the log has it/)
    const json = await verify('--consent-receipt', file, '--data', desk.dataDir, '--json')
    expect(JSON.parse(json.said)).to.deep.include({ signed: true, inLog: true })
  })

  const changes: Readonly<Record<string, (json: string) => string>> = {
    'another status': (json) => json.replace('"vouch:status": "granted"', '"vouch:status": "denied"'),
    'another end': (json) => json.replace(/"dct:valid": "20\d\d/, '"dct:valid": "2099'),
    'another entry': (json) => json.replace(/"index": (\d+)/, '"index": 1$1'),
    'another controller': (json) => json.replace('Acme GmbH', 'Other GmbH'),
  }
  for (const [name, change] of Object.entries(changes))
    it(`does not, with ${name}`, async () => {
      const other = changed(change)
      expect(readFileSync(other, 'utf8')).to.not.equal(text)
      for (const by of [
        ['--key', key],
        ['--data', desk.dataDir],
      ]) {
        const { code, said } = await verify('--consent-receipt', other, ...by)
        expect(code).to.equal(2)
        expect(said).to.contain('NOT as the holder of')
      }
    })

  it('does not under another key, however good the signature', async () => {
    const other = 'did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2'
    expect((await verify('--consent-receipt', file, '--key', other)).code).to.equal(2)
  })

  it('says when there is nothing to read, or nothing to hold it against', async () => {
    const empty = tempFolder()
    const orders: readonly (readonly string[])[] = [
      [join(folder, 'none'), '--key', key],
      [changed(() => '{'), '--key', key],
      [changed(() => '{}'), '--key', key],
      [file, '--data', empty],
    ]
    for (const order of orders)
      expect(await faultFrom(() => verify('--consent-receipt', ...order))).to.equal('SOURCE_UNREADABLE')
  })

  // The last: the folder's key is another from here on.
  it('finds it good when the key that signed it has been handed over and destroyed', async () => {
    for (const act of ['rotate-key', 'retire-key'])
      expect((await vouch('audit', act, '--data', desk.dataDir, '--as', ADMIN)).code).to.equal(0)
    const { code, said } = await verify('--consent-receipt', file, '--data', desk.dataDir)
    expect([code, said.includes(`signed with ${key}`)]).to.deep.equal([0, true])
  })
})
