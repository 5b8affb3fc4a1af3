import { sign as ed25519, generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect } from 'chai'
import { signAws } from '../../../server/adapters/aws-signature.ts'
import {
  bucketPlace,
  checkpointPlaces,
  folderPlace,
  witnessPlace,
} from '../../../server/adapters/checkpoint-places.ts'
import {
  type Copying,
  checkpointText,
  consistencyPath,
  cosignatureLine,
  cosignedText,
  growingTree,
  isConsistent,
  openNote,
  parseCheckpoint,
  signNote,
  verifierOf,
  witnessKeyText,
} from '../../../server/audit/index.ts'
import { hashLeaf } from '../../../server/audit/merkle.ts'
import { newSigner } from '../../support/audit-log.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const log = newSigner()
const LEAVES = Array.from({ length: 40 }, (_, at) => hashLeaf(Buffer.from(String(at))))
const AT = new Date('2026-11-20T09:00:00Z')

function rootOver(from: number, to: number): Buffer {
  const tree = growingTree()
  for (const leaf of LEAVES.slice(from, to)) tree.push(leaf)
  return tree.root()
}

function copying(size: number, root = rootOver(0, size)): Copying {
  const note = signNote(checkpointText({ origin: log.name, size, rootHash: root.toString('hex') }), log)
  return {
    ...{ accountId: 'acme', note, size },
    proofFrom: async (old) =>
      (await consistencyPath(old, size, async (from, to) => rootOver(from, to))).map((hash) =>
        hash.toString('base64'),
      ),
  }
}

type Answer = (request: IncomingMessage, body: string, response: ServerResponse) => void

describe('places for copies of the checkpoint', () => {
  let server: Server
  let origin: string
  let answer: Answer
  const asked: { method: string; path: string; body: string; headers: IncomingMessage['headers'] }[] = []

  before(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString()
        asked.push({ method: request.method ?? '', path: request.url ?? '', body, headers: request.headers })
        answer(request, body, response)
      })
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    origin = `http://localhost:${(server.address() as AddressInfo).port}`
  })
  beforeEach(() => {
    asked.length = 0
  })
  after(() => {
    server.closeAllConnections()
    server.close()
  })

  const status =
    (code: number, text = '', headers = {}): Answer =>
    (_request, _body, response) => {
      response.writeHead(code, headers).end(text)
    }
  /** Short only where nothing else may end it: a busy machine may answer late. */
  const patienceFor = (problem: string) => ({ timeoutMs: problem === 'UNREACHABLE' ? 300 : 10_000 })

  /** A witness by the book, unless a test has something else in mind. */
  function bookWitness(name = 'witness.example/w') {
    const { privateKey } = generateKeyPairSync('ed25519')
    const key = { name, rawPublicKey: verifierOf({ name, privateKey }).rawPublicKey }
    const state = { size: 0, root: Buffer.alloc(0) }
    const answerTo: Answer = (_request, body, response) => {
      const [head = '', ...rest] = body.split('\n\n')
      const [old = '', ...proof] = head.split('\n')
      const note = rest.join('\n\n')
      const text = openNote(note, verifierOf(log))
      const signed = text === null ? null : parseCheckpoint(text)
      if (text === null || signed === null) return response.writeHead(403).end()
      if (old !== `old ${state.size}`) return response.writeHead(409).end(`${state.size}\n`)
      const now = { size: signed.size, root: Buffer.from(signed.rootHash, 'hex') }
      if (
        !isConsistent(
          state,
          now,
          proof.map((hash) => Buffer.from(hash, 'base64')),
        )
      )
        return response.writeHead(422).end()
      Object.assign(state, now)
      response.writeHead(200).end(cosignatureLine(key, 7n, ed25519(null, cosignedText(text, 7n), privateKey)))
    }
    return { state, answerTo, key: witnessKeyText(key) }
  }

  it('are those of the configuration', () => {
    expect(checkpointPlaces({ folder: null, bucket: null, witness: null }, () => AT)).to.deep.equal([])
    const all = checkpointPlaces(
      {
        folder: tempFolder(),
        bucket: { url: `${origin}/b`, region: 'eu', keyId: 'k', bucketSecret: () => 's' },
        witness: { url: origin, key: bookWitness().key },
      },
      () => AT,
    )
    expect(all.map(({ kind }) => kind)).to.deep.equal(['folder', 'bucket', 'witness'])
  })

  it('a second folder has the checkpoint, or says that it cannot be written', async () => {
    const folder = join(tempFolder(), 'copy')
    const { note } = copying(3)
    expect(await folderPlace(folder).copy(copying(3))).to.deep.equal({ outcome: 'copied' })
    expect(readFileSync(join(folder, 'acme.checkpoint'), 'utf8')).to.equal(note)
    const file = join(tempFolder(), 'file')
    writeFileSync(file, 'mine')
    expect(await folderPlace(join(file, 'sub')).copy(copying(3))).to.deep.equal({
      outcome: 'failed',
      problem: 'UNREACHABLE',
    })
  })

  it('a bucket gets each checkpoint under a name of its own, signed', async () => {
    answer = status(200)
    const bucket = {
      url: `${origin}/evidence/vouch`,
      region: 'eu-central-1',
      keyId: 'KEY',
      bucketSecret: () => 'secret',
    }
    expect(await bucketPlace(bucket, () => AT).copy(copying(3))).to.deep.equal({ outcome: 'copied' })
    const [put] = asked
    const { note } = copying(3)
    expect(put).to.include({
      method: 'PUT',
      path: '/evidence/vouch/acme/000000000003.checkpoint',
      body: note,
    })
    const url = `${origin}${put?.path}`
    const headers = { 'content-type': 'text/plain; charset=utf-8' }
    const signed = signAws({
      method: 'PUT',
      url,
      body: note,
      headers,
      region: 'eu-central-1',
      keyId: 'KEY',
      secret: 'secret',
      at: AT,
    })
    expect(put?.headers.authorization).to.equal(signed.authorization)
    expect(JSON.stringify(put)).to.not.include('"secret"')
  })

  it('a witness signs, and is shown that each log continues the one before', async () => {
    const witness = bookWitness()
    answer = witness.answerTo
    const place = witnessPlace({ url: `${origin}/w`, key: witness.key })
    for (const size of [3, 8, 21, 40])
      expect((await place.copy(copying(size))).outcome, String(size)).to.equal('cosigned')
    expect(asked.map(({ path, body }) => `${path} ${body.split('\n')[0]}`)).to.deep.equal([
      '/w/add-checkpoint old 0',
      '/w/add-checkpoint old 3',
      '/w/add-checkpoint old 8',
      '/w/add-checkpoint old 21',
    ])
  })

  it('a witness that remembers more than this process says so, and is asked once more', async () => {
    const witness = bookWitness()
    answer = witness.answerTo
    await witnessPlace({ url: origin, key: witness.key }).copy(copying(8))
    const again = await witnessPlace({ url: origin, key: witness.key }).copy(copying(21))
    expect(again.outcome).to.equal('cosigned')
    expect(asked.map(({ body }) => body.split('\n')[0])).to.deep.equal(['old 0', 'old 0', 'old 8'])
  })

  it('a witness signs no log that was rolled back, and none that went another way', async () => {
    const witness = bookWitness()
    answer = witness.answerTo
    const place = witnessPlace({ url: origin, key: witness.key })
    await place.copy(copying(21))
    const conflict = { outcome: 'failed', problem: 'CONFLICT' }
    expect(await witnessPlace({ url: origin, key: witness.key }).copy(copying(8))).to.deep.equal(conflict)
    expect(await place.copy(copying(40, hashLeaf(Buffer.from('another story'))))).to.deep.equal(conflict)
    expect(witness.state.size).to.equal(21)
  })

  const MISBEHAVING: Record<string, { answer: Answer; problem: string }> = {
    'that is broken': { answer: status(500, 'oops'), problem: 'REFUSED' },
    'that sends elsewhere': {
      answer: status(302, '', { location: 'http://localhost:1/' }),
      problem: 'REFUSED',
    },
    'that says no': { answer: status(403), problem: 'REFUSED' },
    'that says a conflict for ever': { answer: status(409, '2\n'), problem: 'CONFLICT' },
    'that talks garbage': { answer: status(409, '<html>'), problem: 'CONFLICT' },
    'that never answers': { answer: () => undefined, problem: 'UNREACHABLE' },
    'that breaks off': { answer: (_request, _body, response) => response.destroy(), problem: 'UNREACHABLE' },
    'that answers without end': { answer: status(200, 'x'.repeat(200_000)), problem: 'MALFORMED' },
  }
  for (const [name, row] of Object.entries(MISBEHAVING))
    it(`a witness ${name} is a failed copy and nothing more`, async () => {
      answer = row.answer
      const place = witnessPlace({ url: origin, key: bookWitness().key }, patienceFor(row.problem))
      expect(await place.copy(copying(3))).to.deep.equal({ outcome: 'failed', problem: row.problem })
      expect(asked.length).to.be.lessThan(3)
    })

  for (const [name, row] of Object.entries(MISBEHAVING))
    it(`a bucket ${name} is a failed copy and nothing more`, async () => {
      answer = row.answer
      const bucket = { url: `${origin}/b`, region: 'eu', keyId: 'k', bucketSecret: () => 's' }
      const done = await bucketPlace(bucket, () => AT, patienceFor(row.problem)).copy(copying(3))
      expect(done).to.deep.equal({ outcome: 'failed', problem: row.problem })
      expect(asked).to.have.length(1)
    })

  it('a signature of another key, or over another checkpoint, is none', async () => {
    const [witness, other] = [bookWitness(), bookWitness()]
    answer = other.answerTo
    const place = witnessPlace({ url: origin, key: witness.key })
    expect(await place.copy(copying(3))).to.deep.equal({ outcome: 'failed', problem: 'MALFORMED' })
    answer = status(200, '')
    expect(await place.copy(copying(3))).to.deep.equal({ outcome: 'failed', problem: 'MALFORMED' })
  })
})
