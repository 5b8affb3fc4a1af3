import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { openLocalEmbedder } from '../../../../server/adapters/embedding/local-embedder.ts'
import { type Embedder, EmbeddingFailed } from '../../../../server/articles/index.ts'
import { onnxBagOfWords, writeModelFolder } from '../../../support/onnx-model.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const MEANINGS = [['refund', 'reimbursement'], ['kettle'], ['delivery', 'parcel']]

function modelFolder(change: (folder: string) => void = () => {}): string {
  const folder = tempFolder()
  writeModelFolder(folder, MEANINGS)
  change(folder)
  return folder
}

const dot = (a: Float32Array | undefined, b: Float32Array | undefined) =>
  Array.from(a ?? []).reduce((sum, value, at) => sum + value * (b?.[at] ?? 0), 0)

describe('an embedding model in a folder', () => {
  const opened: Embedder[] = []
  const open = (folder: string) => {
    const embedder = openLocalEmbedder(folder)
    opened.push(embedder)
    return embedder
  }
  afterEach(() => Promise.all(opened.splice(0).map((embedder) => embedder.close())))

  it('puts texts of one meaning at one place, whatever their words', async () => {
    const [refund, money, kettle, none] = await open(modelFolder()).embed(
      ['My refund', 'Reimbursement, please', 'The kettle', 'Zzz'],
      'passage',
    )
    expect(dot(refund, money)).to.be.closeTo(1, 1e-6)
    expect(dot(refund, kettle)).to.equal(0)
    expect([...(none ?? [])]).to.deep.equal([0, 0, 0])
  })

  it('gives the same numbers at every start, and whatever stands beside a text', async () => {
    const folder = modelFolder()
    const text = 'delivery of a kettle after a refund'
    const first = open(folder)
    const [alone] = await first.embed([text], 'passage')
    const [, beside] = await open(folder).embed(['parcel', text], 'passage')
    expect([...(alone ?? [])]).to.deep.equal([...(beside ?? [])])
    expect(await first.ready()).to.deep.equal(await open(folder).ready())
  })

  it('cuts what is longer than the model reads', async () => {
    const folder = modelFolder((at) =>
      writeFileSync(join(at, 'config.json'), JSON.stringify({ max_position_embeddings: 4 })),
    )
    const [cut] = await open(folder).embed(['kettle kettle refund refund refund'], 'passage')
    expect([...(cut ?? [])]).to.deep.equal([0, 1, 0])
  })

  it('puts the words before a text that the model was trained with', async () => {
    const prompts = { prompts: { query: 'refund ', passage: 'kettle ' } }
    const folder = modelFolder((at) =>
      writeFileSync(join(at, 'config_sentence_transformers.json'), JSON.stringify(prompts)),
    )
    const embedder = open(folder)
    const [asked] = await embedder.embed(['Zzz'], 'question')
    const [read] = await embedder.embed(['Zzz'], 'passage')
    expect([[...(asked ?? [])], [...(read ?? [])]]).to.deep.equal([
      [1, 0, 0],
      [0, 1, 0],
    ])
  })

  it('is another one when any file that a vector depends on is another', async () => {
    const digests = await Promise.all(
      [
        modelFolder(),
        modelFolder((at) => writeFileSync(join(at, 'model.onnx'), onnxBagOfWords(Array(9).fill([1, 2, 3])))),
        modelFolder((at) => writeFileSync(join(at, 'tokenizer_config.json'), '{"model_max_length":64}')),
      ].map(async (folder) => {
        const ready = await open(folder).ready()
        return 'problem' in ready ? ready.problem : ready.digest
      }),
    )
    expect(new Set(digests).size).to.equal(3)
    expect(digests.filter((one) => /^[0-9a-f]{64}$/.test(one))).to.have.length(3)
  })

  const broken: Readonly<Record<string, readonly [string, (folder: string) => void]>> = {
    'no folder': ['FOLDER', (at) => rmSync(at, { recursive: true })],
    'no model': ['FOLDER', (at) => rmSync(join(at, 'model.onnx'))],
    'a tokenizer that is no JSON': ['TOKENIZER', (at) => writeFileSync(join(at, 'tokenizer.json'), '{')],
    'a tokenizer of an unknown kind': [
      'TOKENIZER',
      (at) => writeFileSync(join(at, 'tokenizer.json'), '{"model":{"type":"Oracle"}}'),
    ],
    'a model that is none': ['MODEL', (at) => writeFileSync(join(at, 'model.onnx'), 'not a model')],
    'settings that are no JSON': ['UNFIT', (at) => writeFileSync(join(at, 'config.json'), 'no')],
    'a table that is too short for its words': [
      'FAILED',
      (at) => writeFileSync(join(at, 'model.onnx'), onnxBagOfWords(Array(5).fill([1, 2, 3]))),
    ],
  }
  for (const [name, [problem, change]] of Object.entries(broken))
    it(`says what is wrong with ${name}, and gives no vector`, async () => {
      const embedder = open(modelFolder(change))
      const ready = await embedder.ready()
      expect('problem' in ready ? ready.problem : 'FAILED').to.equal(problem)
      const failure = await embedder.embed(['parcel delivery'], 'passage').then(
        () => null,
        (error: unknown) => error,
      )
      expect(failure).to.be.instanceOf(EmbeddingFailed)
    })

  it('lets go of whoever waits when it is closed', async () => {
    const embedder = openLocalEmbedder(modelFolder())
    await embedder.ready()
    const waiting = embedder.embed(['refund'], 'passage').then(
      () => 'answered',
      () => 'let go',
    )
    await embedder.close()
    expect(await waiting).to.equal('let go')
  })
})
