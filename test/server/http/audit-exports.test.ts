import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { verifierKeyText, verifierOf } from '../../../server/audit/index.ts'
import { insider, vouch } from '../../support/bundle-ground.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { readyDraft, startDesk } from '../../support/drafting-desk.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('the bundle of the audit log over HTTP', () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
    await readyDraft(desk)
  })
  after(() => desk.stop())

  const exports = () => desk.audit().filter(({ type }) => type === 'audit.exported').length

  async function bundle(as: string, body: object): Promise<{ status: number; file: string; name: string }> {
    const response = await fetch(`${desk.origin}/api/v1/console/audit/bundles`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await desk.sessionOf(as)}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const file = join(tempFolder(), 'bundle.zip')
    writeFileSync(file, Buffer.from(await response.arrayBuffer()))
    return { status: response.status, file, name: response.headers.get('content-disposition') ?? '' }
  }

  it('is one file, verified with the key alone, and says that it was handed out', async () => {
    const before = exports()
    const { status, file, name } = await bundle(COMPLIANCE, { from: null, to: null })
    expect(status).to.equal(200)
    expect(name).to.match(/^attachment; filename="vouch-audit-acme-\d{4}-\d{2}-\d{2}\.zip"$/)
    const key = verifierKeyText(verifierOf(insider(desk)))
    const { code, out } = await vouch('verify', '--bundle', file, '--key', key, '--json')
    expect([code, JSON.parse(out).integrity]).to.deep.equal([0, 'intact'])
    expect(exports()).to.equal(before + 1)
    expect(readdirSync(join(desk.dataDir, 'audit', 'bundles'))).to.deep.equal([])
  })

  it('holds the days that were asked for', async () => {
    const { file } = await bundle(COMPLIANCE, { from: null, to: '2001-01-01' })
    const key = verifierKeyText(verifierOf(insider(desk)))
    const { code, out } = await vouch('verify', '--bundle', file, '--key', key, '--json')
    expect([code, JSON.parse(out).entries.to]).to.deep.equal([3, 0])
  })

  it('is not handed to others, nor for days that are none; and nothing is recorded', async () => {
    const before = exports()
    for (const as of [AGENT, ADMIN])
      expect(
        (await desk.api(as, 'POST', '/console/audit/bundles', { from: null, to: null })).status,
      ).to.equal(403)
    for (const body of [{}, { from: 'monday', to: null }, { from: null, to: null, all: true }])
      expect((await desk.api(COMPLIANCE, 'POST', '/console/audit/bundles', body)).status).to.equal(400)
    expect(exports()).to.equal(before)
  })

  it('has copies of its checkpoint where the configuration says, and here that is nowhere', async () => {
    const { status, body } = await desk.api(ADMIN, 'GET', '/console/audit/copies')
    expect(status).to.equal(200)
    expect(body).to.deep.include({ copies: [] })
    expect((await desk.api(AGENT, 'GET', '/console/audit/copies')).status).to.equal(403)
  })

  it('hands out the proof of one entry, to staff, and of none that is not there', async () => {
    const proof = (as: string, index: string) => desk.api(as, 'GET', `/console/audit/entries/${index}/proof`)
    const { status, text } = await proof(ADMIN, '2')
    expect(status).to.equal(200)
    const file = join(tempFolder(), 'entry-2.tlog-proof')
    writeFileSync(file, text)
    const key = verifierKeyText(verifierOf(insider(desk)))
    const { code, out } = await vouch('verify', '--proof', file, '--data', '/nowhere', '--key', key)
    expect([code, out.startsWith('acme: entry 2 of ')]).to.deep.equal([0, true])
    for (const index of ['99999', '-1', 'x', '1.5', '9'.repeat(30)])
      expect((await proof(ADMIN, index)).status, index).to.equal(404)
    expect((await proof(AGENT, '2')).status).to.equal(403)
  })
})

describe('a copy of the checkpoint that cannot be made', () => {
  it('is among what needs somebody, and is not once it works', async () => {
    const [blocked, free] = [join(tempFolder(), 'a-file'), tempFolder()]
    writeFileSync(blocked, '')
    const desk = await startDesk({ env: { VOUCH_CHECKPOINT_FOLDER: join(blocked, 'folder') } })
    const waiting = async (at: Harness) => {
      const { body } = await at.api(ADMIN, 'GET', '/console/attention')
      return body.filter(({ kind }: { kind: string }) => kind === 'checkpoint_uncopied')
    }
    const copied = async (at: Harness) => (await at.api(ADMIN, 'GET', '/console/audit/copies')).body.copies[0]
    // The first try begins with the start, and is not waited for.
    for (let asked = 0; (await copied(desk)).problem === null && asked < 1_000; asked += 1);
    expect(await waiting(desk)).to.deep.equal([{ kind: 'checkpoint_uncopied', count: 1 }])
    const mended = await desk.restart({ VOUCH_CHECKPOINT_FOLDER: free })
    for (let asked = 0; (await copied(mended)).size === null && asked < 1_000; asked += 1);
    expect(await waiting(mended)).to.deep.equal([])
    await mended.stop()
  })
})
