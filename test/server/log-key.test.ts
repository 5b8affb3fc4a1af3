import { generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { checkpointFiles } from '../../server/adapters/checkpoint-files.ts'
import { openKeyring } from '../../server/adapters/keyring.ts'
import { signingKeyFiles } from '../../server/adapters/signing-key.ts'
import type { OpenStore } from '../../server/adapters/sqlite-store.ts'
import { realWorld } from '../../server/adapters/world.ts'
import {
  canonicalJson,
  createAuditLog,
  type KeyRotation,
  logSigner,
  type NoteSigner,
  rotationAct,
  signNote,
  verifierKeyText,
  verifierOf,
} from '../../server/audit/index.ts'
import { decisionHash, signDecision } from '../../server/decisions/index.ts'
import { settleRotation } from '../../server/log-key.ts'
import {
  copied,
  exported,
  linesOf,
  putLines,
  repacked,
  rewritten,
  secondVerifier,
  vouch,
} from '../support/bundle-ground.ts'
import { ADMIN, AGENT } from '../support/companion-harness.ts'
import { readyDraft, startDesk } from '../support/drafting-desk.ts'
import { openStoreOf } from '../support/store-of.ts'
import { tempFolder } from '../support/temp-folder.ts'

const NAME = 'vouch/acme'
const rotate = (dataDir: string, as = ADMIN) => vouch('audit', 'rotate-key', '--data', dataDir, '--as', as)
const retire = (dataDir: string, as = ADMIN) => vouch('audit', 'retire-key', '--data', dataDir, '--as', as)
const keyOf = ({ name, privateKey }: NoteSigner) => verifierKeyText(verifierOf({ name, privateKey }))
const signerOf = (dataDir: string) => logSigner(openKeyring(dataDir), 'acme')
const checkpointOf = (dataDir: string) => readFileSync(join(dataDir, 'audit', 'acme.checkpoint'), 'utf8')
const packed = (dataDir: string, name: string, ...args: string[]) =>
  exported({ dataDir, key: '', earlier: '' }, name, ...args)
const fresh = (): NoteSigner => ({ name: NAME, privateKey: generateKeyPairSync('ed25519').privateKey })
const stranger = fresh()

interface Ground {
  readonly dataDir: string
  /** What somebody has who got hold of the first key, or of the one of now. */
  readonly first: NoteSigner
  readonly now: NoteSigner
  readonly earlier: string
  readonly receipt: string
  readonly overlap: string
  readonly whole: string
  readonly tail: string
}

/** A draft with the first key, one while both sign and the server goes on, one with the new key alone. */
async function ground(): Promise<Ground> {
  const desk = await startDesk()
  const { dataDir } = desk
  await readyDraft(desk)
  const [{ decision_id: id } = {}] = desk.rows('select decision_id from decision')
  const receipt = join(tempFolder(), 'receipt.json')
  writeFileSync(receipt, JSON.stringify((await desk.api(AGENT, 'GET', `/decisions/${id}`)).body))
  const first = signerOf(dataDir)
  const earlier = join(tempFolder(), 'earlier.checkpoint')
  writeFileSync(earlier, checkpointOf(dataDir))
  expect(await rotate(dataDir)).to.include({ code: 0, err: '' })
  await readyDraft(desk)
  const overlap = await packed(dataDir, 'overlap')
  expect(await retire(dataDir)).to.include({ code: 0, err: '' })
  await readyDraft(desk)
  await desk.stop()
  const whole = await packed(dataDir, 'whole')
  const size = linesOf(whole, 'entries.jsonl').length
  const tail = await packed(dataDir, 'tail', '--from', String(size - 2))
  return { dataDir, first, now: signerOf(dataDir), earlier, receipt, overlap, whole, tail }
}

const records = (folder: string): KeyRotation[] =>
  linesOf(folder, 'rotations.jsonl').map((line) => JSON.parse(line))
const putRecords = (folder: string, rows: readonly KeyRotation[]) =>
  putLines(
    folder,
    'rotations.jsonl',
    rows.map((row) => canonicalJson(row)),
  )
const SYSTEM = { kind: 'system', ref: 'test' } as const

describe('the key of the log', () => {
  let made: Ground
  before(async () => {
    made = await ground()
  })
  const typeAt = (folder: string, type: string) =>
    linesOf(folder, 'entries.jsonl').findIndex((line) => line.includes(`"type":"${type}"`))

  it('hands over: whoever knows the first key, or the last, follows to the one that signs', async () => {
    for (const [bundle, code] of [
      [made.overlap, 0],
      [made.whole, 0],
      [made.tail, 3],
    ] as const)
      for (const signer of [made.first, made.now]) {
        const ran = await vouch('verify', '--bundle', bundle, '--key', keyOf(signer), '--json')
        expect([ran.code, JSON.parse(ran.out).tampered], bundle).to.deep.equal([code, []])
        expect(secondVerifier([bundle], '--key', keyOf(signer))[0]?.code, bundle).to.equal(code)
      }
    const other = await vouch('verify', '--bundle', made.whole, '--key', keyOf(stranger), '--json')
    expect([other.code, other.out.includes('CHECKPOINT_SIGNATURE_INVALID')]).to.deep.equal([2, true])
    expect(secondVerifier([made.whole], '--key', keyOf(stranger))[0]?.code).to.equal(2)
  })

  it('signs beside the old one until that is retired, so that nobody is cut off', () => {
    const lines = (folder: string) =>
      readFileSync(join(folder, 'checkpoint'), 'utf8').split('\n').slice(4, -1).length
    expect([lines(made.overlap), lines(made.whole)]).to.deep.equal([2, 1])
    expect(existsSync(join(made.dataDir, 'checkpoint.retiring.key'))).to.equal(false)
    expect(statSync(join(made.dataDir, 'checkpoint.key')).mode & 0o777).to.equal(0o600)
  })

  it('verifies the store over all of its keys, and a checkpoint that was kept from before', async () => {
    expect((await vouch('verify', '--data', made.dataDir)).code).to.equal(0)
    const args = ['--key', keyOf(made.first), '--checkpoint', made.earlier]
    expect((await vouch('verify', '--bundle', made.whole, ...args)).code).to.equal(0)
    expect(secondVerifier([made.whole], ...args)[0]?.code).to.equal(0)
  })

  it('leaves a receipt good that was downloaded before, and one of before that is downloaded now', async () => {
    const { receipt, dataDir } = made
    expect((await vouch('verify', '--receipt', receipt, '--data', dataDir)).code).to.equal(0)
    const desk = await startDesk({ dataDir })
    const [{ decision_id: id } = {}] = desk.rows('select decision_id from decision order by audit_index')
    const now = await desk.api(AGENT, 'GET', `/decisions/${id}`)
    await desk.stop()
    const file = join(tempFolder(), 'now.json')
    writeFileSync(file, JSON.stringify(now.body))
    const nowhere = tempFolder()
    for (const signer of [made.first, made.now])
      expect(
        (await vouch('verify', '--receipt', file, '--data', nowhere, '--key', keyOf(signer))).code,
      ).to.equal(0)
    const lost = { ...now.body, rotations: [] }
    writeFileSync(file, JSON.stringify(lost))
    expect(
      (await vouch('verify', '--receipt', file, '--data', nowhere, '--key', keyOf(made.now))).code,
    ).to.equal(2)
  })

  const TAMPERINGS: Record<
    string,
    { act: (folder: string, at: Ground) => void; says: string; of?: 'overlap' }
  > = {
    'the record dropped, by whoever has the key of now': {
      act: (folder, { now }) => {
        rmSync(join(folder, 'rotations.jsonl'))
        repacked(folder, now)
      },
      says: 'CHECKPOINT_SIGNATURE_INVALID',
    },
    'the record dropped while both keys sign': {
      act: (folder, { first, now }) => {
        rmSync(join(folder, 'rotations.jsonl'))
        repacked(folder, { ...now, retiring: first.privateKey })
      },
      says: 'KEY_ROTATION_DIFFERS',
      of: 'overlap',
    },
    'handed over by somebody without the old key': {
      act: (folder, { first, now }) => {
        const [row] = records(folder)
        // The keys are named rightly; under the old one's name stands another's signature.
        const note = row?.note ?? ''
        const text = note.slice(0, note.indexOf('\n\n') + 1)
        const forged = signNote(text, stranger).split('\n').slice(5)[0]?.split(' ')[2] ?? ''
        const own = note.split('\n')[5]?.split(' ')[2] ?? ''
        const id = Buffer.from(own, 'base64').subarray(0, 4)
        const line = Buffer.concat([id, Buffer.from(forged, 'base64').subarray(4)]).toString('base64')
        putRecords(folder, [{ index: row?.index ?? 0, note: note.replace(own, line) }])
        repacked(folder, now)
        expect(first.name).to.equal(NAME)
      },
      says: 'KEY_ROTATION_INVALID',
    },
    'handed over to a stranger by a stranger, who signs all of it': {
      act: (folder, { now }) => {
        const { act, note } = rotationAct(stranger, now.privateKey, SYSTEM)
        const entries = linesOf(folder, 'entries.jsonl')
        const at = typeAt(folder, 'key.rotated')
        entries[at] = canonicalJson({ ...JSON.parse(entries[at] ?? ''), detail: { ...act.detail } })
        putRecords(folder, [{ index: at, note }])
        rewritten(folder, now, entries)
      },
      says: 'CHECKPOINT_SIGNATURE_INVALID',
    },
    'a second hand-over that does not begin where the first one ended': {
      act: (folder, { first }) => {
        const { note } = rotationAct(first, stranger.privateKey, SYSTEM)
        const [row] = records(folder)
        putRecords(folder, [...(row === undefined ? [] : [row]), { index: (row?.index ?? 0) + 1, note }])
        repacked(folder, stranger)
      },
      says: 'KEY_ROTATION_INVALID',
    },
    'the log signed by the old key alone, after it handed over': {
      act: (folder, { first }) => rewritten(folder, first, linesOf(folder, 'entries.jsonl')),
      says: 'CHECKPOINT_SIGNATURE_INVALID',
    },
    'the record told of another entry': {
      act: (folder, { now }) => {
        putRecords(
          folder,
          records(folder).map((row) => ({ ...row, index: row.index + 1 })),
        )
        repacked(folder, now)
      },
      says: 'KEY_ROTATION_DIFFERS',
    },
    'the entry says another key than the record': {
      act: (folder, { now }) => {
        const at = typeAt(folder, 'key.rotated')
        const entries = linesOf(folder, 'entries.jsonl')
        const entry = JSON.parse(entries[at] ?? '')
        entries[at] = canonicalJson({ ...entry, detail: { ...entry.detail, new: keyOf(stranger) } })
        rewritten(folder, now, entries)
      },
      says: 'KEY_ROTATION_DIFFERS',
    },
    'a record of an entry that is not in the log yet': {
      act: (folder, { now }) => {
        const { note } = rotationAct(now, stranger.privateKey, SYSTEM)
        putRecords(folder, [...records(folder), { index: 99_999, note }])
        repacked(folder, stranger)
        const text = `${readFileSync(join(folder, 'checkpoint'), 'utf8').split('\n\n')[0]}\n`
        writeFileSync(join(folder, 'checkpoint'), signNote(text, stranger))
        repacked(folder, stranger)
      },
      says: 'KEY_ROTATION_DIFFERS',
    },
    'a receipt signed by the old key after it was destroyed': {
      act: (folder, { first, now }) => {
        const rows = linesOf(folder, 'receipts.jsonl').map((line) => JSON.parse(line))
        const last = rows.at(-1)
        last.signature = signDecision(last.receipt, first.privateKey)
        expect(decisionHash(last.receipt)).to.have.length(64)
        putLines(
          folder,
          'receipts.jsonl',
          rows.map((row) => canonicalJson(row)),
        )
        repacked(folder, now)
      },
      says: 'SIGNATURE_INVALID',
    },
  }

  for (const [name, { act, says, of = 'whole' }] of Object.entries(TAMPERINGS))
    it(`shows, to both verifiers: ${name}`, async () => {
      const folder = copied(made[of])
      act(folder, made)
      const args = ['--key', keyOf(made.first)]
      const ran = await vouch('verify', '--bundle', folder, ...args, '--json')
      expect([ran.code, ran.out.includes(says)], ran.out + ran.err).to.deep.equal([2, true])
      const second = secondVerifier([folder], ...args)[0]
      expect([second?.code, second?.tampered?.includes(says)], JSON.stringify(second)).to.deep.equal([
        2,
        true,
      ])
    })

  describe('when a rotation is refused or breaks off', () => {
    let dataDir: string
    let before: string
    const standing = (folder: string) =>
      JSON.stringify({
        key: readFileSync(join(folder, 'checkpoint.key'), 'utf8'),
        next: existsSync(join(folder, 'checkpoint.next.key')),
        checkpoint: checkpointOf(folder),
        keys: existsSync(join(folder, 'audit', 'acme.keys')),
      })
    beforeEach(async () => {
      const desk = await startDesk()
      await desk.stop()
      dataDir = desk.dataDir
      before = standing(dataDir)
    })
    const withStore = async <T>(act: (store: OpenStore) => Promise<T>): Promise<T> => {
      const store = await openStoreOf(dataDir)
      return act(store).finally(() => store.close())
    }
    const settled = () =>
      withStore(({ transact }) => {
        const keys = openKeyring(dataDir)
        const audit = createAuditLog(realWorld, keys)
        return settleRotation({ dataDir, keys, audit, transact, shelf: checkpointFiles(dataDir) })
      })

    it('is done by staff who answer for the account, and by nobody else', async () => {
      const refused = await rotate(dataDir, AGENT)
      expect([refused.code, standing(dataDir)]).to.deep.equal([2, before])
      expect((await vouch('audit', 'rotate-key', '--data', dataDir)).code).to.equal(4)
      expect(standing(dataDir)).to.equal(before)
    })

    it('is refused to whoever has the store and not the old key', async () => {
      const pem = stranger.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
      writeFileSync(join(dataDir, 'checkpoint.key'), pem, { mode: 0o600 })
      const theirs = standing(dataDir)
      const refused = await rotate(dataDir)
      expect([refused.code, refused.err.includes('AUDIT_CHAIN_BROKEN')]).to.deep.equal([1, true])
      expect(standing(dataDir)).to.equal(theirs)
      rmSync(join(dataDir, 'checkpoint.key'))
      expect((await rotate(dataDir)).code).to.equal(4)
      expect(existsSync(join(dataDir, 'checkpoint.key'))).to.equal(false)
    })

    it('is not begun anew before the old key is retired, and nothing is retired twice', async () => {
      expect((await retire(dataDir)).code).to.equal(4)
      expect((await rotate(dataDir)).code).to.equal(0)
      const once = standing(dataDir)
      expect([(await rotate(dataDir)).code, standing(dataDir)]).to.deep.equal([4, once])
      expect([(await retire(dataDir)).code, (await retire(dataDir)).code]).to.deep.equal([0, 4])
      expect((await rotate(dataDir)).code).to.equal(0)
      expect((await vouch('verify', '--data', dataDir)).code).to.equal(0)
    })

    it('is forgotten when it broke off before its entry', async () => {
      signingKeyFiles(dataDir).next()
      const shelf = checkpointFiles(dataDir)
      const next = signingKeyFiles(dataDir).next()
      await shelf.writeRotations('acme', [
        { index: 3, note: rotationAct(signerOf(dataDir), next, SYSTEM).note },
      ])
      expect(await settled()).to.equal('forgotten')
      expect([await shelf.rotations('acme'), existsSync(join(dataDir, 'checkpoint.next.key'))]).to.deep.equal(
        [[], false],
      )
      expect((await vouch('verify', '--data', dataDir)).code).to.equal(0)
    })

    it('is finished when it broke off after its entry, at the next start', async () => {
      const keys = openKeyring(dataDir)
      const next = signingKeyFiles(dataDir).next()
      const shelf = checkpointFiles(dataDir)
      const { act, note } = rotationAct(signerOf(dataDir), next, SYSTEM)
      await withStore(({ transact }) =>
        transact(async (tx) => {
          const index = await createAuditLog(realWorld, keys).append(tx, 'acme', act)
          await shelf.writeRotations('acme', [{ index, note }])
        }),
      )
      const desk = await startDesk({ dataDir })
      await desk.stop()
      expect(desk.logged()).to.include('was finished')
      expect(keyOf(signerOf(dataDir))).to.equal(keyOf({ name: NAME, privateKey: next }))
      expect((await vouch('verify', '--data', dataDir)).code).to.equal(0)
    })

    it('shows in the store: a key exchanged without a word, a record dropped, an entry of nobody', async () => {
      await rotate(dataDir)
      await retire(dataDir)
      const file = join(dataDir, 'audit', 'acme.keys')
      const kept = readFileSync(file, 'utf8')
      rmSync(file)
      const dropped = await vouch('verify', '--data', dataDir)
      expect([dropped.code, dropped.out.includes('KEY_ROTATION_DIFFERS')]).to.deep.equal([2, true])
      writeFileSync(file, kept)
      expect((await vouch('verify', '--data', dataDir)).code).to.equal(0)
      const line: KeyRotation = JSON.parse(kept)
      writeFileSync(file, `${canonicalJson({ ...line, index: line.index - 1 })}\n`)
      expect((await vouch('verify', '--data', dataDir)).code).to.equal(2)
    })
  })
})
