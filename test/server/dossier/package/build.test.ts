import { createHash } from 'node:crypto'
import { expect } from 'chai'
import { openCheckpoint, rootFromPath, storedLeafHash, verifierOf } from '../../../../server/audit/index.ts'
import { isSignedManifest, manifestSchema, writePackage } from '../../../../server/dossier/index.ts'
import { bytesOf, type DossierGround, dossierGround } from '../../../support/dossier-ground.ts'
import { ACCOUNT } from '../../../support/held-person.ts'
import { readZip } from '../../../support/zip-listing.ts'

const PACKAGE = '00000000-0000-7000-8000-00000000aaaa'

describe('a package of everything about one person', () => {
  let ground: DossierGround
  let zip: Buffer
  let files: ReadonlyMap<string, Buffer>
  const text = (name: string) => files.get(name)?.toString('utf8') ?? ''

  const make = async (locale = 'en', maskOthers = true) => {
    const { written } = await writePackage(
      ground.rooms,
      {
        ...{ packageId: PACKAGE, accountId: ACCOUNT, requesterRef: ground.anna.who.requesterRef },
        ...{ locale, maskOthers, generatedAt: '2026-11-20T09:00:00.000Z' },
      },
      bytesOf,
    )
    return written
  }

  before(async () => {
    ground = await dossierGround()
    zip = await make()
    files = readZip(zip)
  })
  after(() => ground.close())

  it('has the files that it says', () => {
    expect([...files.keys()]).to.include.members([
      'README.txt',
      'data.json',
      'portability.json',
      'csv/draft.csv',
      'csv/consent.csv',
      'csv/access.csv',
      'consent.jsonld',
      'receipts/anna-decision.json',
      'proofs/anna-decision.tlog-proof',
      'article15.json',
      'index.html',
      'manifest.json',
      'manifest.sig',
    ])
  })

  it('holds every row of the person, and nothing of anybody else', () => {
    const { records } = JSON.parse(text('data.json')) as { records: { class: string }[] }
    expect(records).to.have.length(Object.values(ground.anna.rows).flat().length)
    expect(zip.includes('ben')).to.equal(false)
    expect(zip.includes(ground.ben.userId)).to.equal(false)
  })

  it('opens what was sealed, and hands out no key and no token', () => {
    expect(text('data.json')).to.include('anna sentence').and.include('anna asked').and.include('360001')
    for (const secret of [ground.anna.who.wrappedKey, 'anna-link-hash', 'anna-export-hash'])
      expect(zip.includes(secret), secret).to.equal(false)
  })

  it('is the same, byte by byte, however often it is made', async () => {
    expect((await make()).equals(zip)).to.equal(true)
  })

  it('names every file with its checksum, signed', () => {
    const manifest = files.get('manifest.json') ?? Buffer.alloc(0)
    const { files: named, records, subjects } = manifestSchema.parse(JSON.parse(manifest.toString()))
    const rest = [...files.keys()].filter((name) => !name.startsWith('manifest.'))
    expect(named.map(({ name }) => name)).to.deep.equal(rest)
    for (const { name, sha256, bytes } of named) {
      const content = files.get(name) ?? Buffer.alloc(0)
      expect(createHash('sha256').update(content).digest('hex'), name).to.equal(sha256)
      expect(content.length).to.equal(bytes)
    }
    expect(records.draft).to.equal(1)
    expect(subjects).to.deep.equal(['anna-requester'])
    const verifier = verifierOf(ground.rooms.signer(ACCOUNT))
    expect(isSignedManifest(manifest, text('manifest.sig'), verifier)).to.equal(true)
    const changed = Buffer.from(manifest.toString().replace('"en"', '"de"'))
    expect(isSignedManifest(changed, text('manifest.sig'), verifier)).to.equal(false)
  })

  it('proves each receipt against the signed checkpoint, in both forms', () => {
    const receipt = JSON.parse(text('receipts/anna-decision.json')) as {
      entry: { index: number; header: string }
      inclusion: string[]
      checkpoint: string
    }
    const checkpoint = openCheckpoint({
      note: receipt.checkpoint,
      verifier: verifierOf(ground.rooms.signer(ACCOUNT)),
    })
    const leaf = storedLeafHash(receipt.entry.header)
    const path = receipt.inclusion.map((hash) => Buffer.from(hash, 'hex'))
    expect(rootFromPath(leaf, receipt.entry.index, checkpoint?.size ?? 0, path)?.toString('hex')).to.equal(
      checkpoint?.rootHash,
    )
    const lines = text('proofs/anna-decision.tlog-proof').split('\n')
    expect(lines.slice(0, 2)).to.deep.equal(['c2sp.org/tlog-proof@v1', 'index 1'])
    expect(lines.slice(2, 2 + path.length)).to.deep.equal(path.map((hash) => hash.toString('base64')))
    expect(text('proofs/anna-decision.tlog-proof')).to.include(`\n\n${receipt.checkpoint}`)
  })

  it('takes only what the person provided into what may go elsewhere', () => {
    const { records } = JSON.parse(text('portability.json')) as {
      records: { class: string; portable: boolean }[]
    }
    expect([...new Set(records.map((record) => record.class))]).to.deep.equal([
      'identity',
      'consent',
      'question',
    ])
  })

  it('answers what Art. 15 asks beside the data', () => {
    const answer = JSON.parse(text('article15.json')) as Record<string, unknown>
    expect(answer).to.deep.include({
      format: 'vouch-article15/v1',
      transfers: [],
      automatedDecisionMaking: {
        exists: false,
        explanation: 'a person reads, changes and sends every reply; a draft is a proposal (Art. 22)',
      },
    })
    expect(answer.recipients).to.deep.equal([
      {
        kind: 'processor',
        name: 'helpdesk',
        host: 'acme.zendesk.com',
        what: 'the tickets themselves',
      },
    ])
    expect(JSON.stringify(answer)).to.include('Acme GmbH').and.include('user.content.private')
  })

  it('tells a person in their language what it is', async () => {
    expect(text('index.html')).to.include('<html lang="en"').and.include('What we keep about you')
    expect(text('index.html')).to.include('dismissed, never sent').and.include('Request 5')
    const german =
      readZip(await make('de-AT'))
        .get('index.html')
        ?.toString('utf8') ?? ''
    expect(german).to.include('<html lang="de"').and.include('Was wir über Sie gespeichert haben')
    expect(german).to.include('verworfen, nie gesendet').and.not.include('undefined')
    expect(german).to.not.match(/\{\w+\}/)
    const arabic =
      readZip(await make('ar'))
        .get('index.html')
        ?.toString('utf8') ?? ''
    expect(arabic).to.include('<html lang="ar" dir="rtl"').and.include('ما نحتفظ به عنك')
    expect(arabic).to.include('<bdi dir="ltr">Acme GmbH</bdi>')
    // What a style says is no text.
    expect(arabic.slice(0, arabic.indexOf('<main>'))).to.not.include('<bdi')
    expect(arabic).to.not.match(/\{\w+\}|undefined|[\u0660-\u0669]/)
  })

  it('replaces what staff wrote of other people, counts it, and hands it out only where that was decided', async () => {
    const { store, rooms, anna } = ground
    const about = `consent.evidence/${anna.who.ticketRefs[0]}/1`
    const evidence = 'Call Mr John Miller under john.miller@other.example first'
    const sealed = rooms.rooms.keys.sealFor(
      anna.who.wrappedKey,
      `${ACCOUNT}/${anna.who.requesterRef}`,
      evidence,
      about,
    )
    const kept = store.rows("select sealed_evidence from consent_event where ticket_ref = 'anna-ticket'")
    const put = (value: unknown) =>
      store.tamper((database) =>
        database
          .prepare("update consent_event set sealed_evidence = ? where ticket_ref = 'anna-ticket'")
          .run(value),
      )
    put(sealed)
    const masked = readZip(await make())
    const whole = readZip(await make('en', false))
    put(kept[0]?.sealed_evidence)
    expect(masked.get('data.json')?.includes('john.miller')).to.equal(false)
    expect(masked.get('index.html')?.includes('john.miller')).to.equal(false)
    expect(masked.get('csv/consent.csv')?.includes('john.miller')).to.equal(false)
    const said = JSON.parse(masked.get('manifest.json')?.toString() ?? '{}') as { maskedOthers: number }
    expect(said.maskedOthers).to.be.greaterThan(0)
    expect(whole.get('data.json')?.includes('john.miller@other.example')).to.equal(true)
  })
})
