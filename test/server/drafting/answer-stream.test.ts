import { expect } from 'chai'
import fc from 'fast-check'
import { AnswerInvalid, readAnswer } from '../../../server/drafting/answer-stream.ts'
import { Fault } from '../../../src/domain/fault.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { inPieces } from '../../support/scripted-model.ts'

interface Source {
  readonly pieces: AsyncGenerator<string>
  /** How many pieces were asked for so far. */
  readonly read: () => number
  readonly closed: () => boolean
}

function sourceOf(given: Iterable<string>): Source {
  let read = 0
  let closed = false
  async function* pieces() {
    try {
      for (const piece of given) {
        read += 1
        yield piece
      }
    } finally {
      closed = true
    }
  }
  return { pieces: pieces(), read: () => read, closed: () => closed }
}

interface Outcome {
  readonly members: readonly unknown[]
  /** `read`: the answer was whole. */
  readonly ends: AnswerInvalid['why'] | 'read'
}

async function reading(pieces: AsyncIterable<string>): Promise<Outcome> {
  const members: unknown[] = []
  const all = async () => {
    for await (const member of readAnswer(pieces, 'segments')) members.push(member)
  }
  return all().then(
    () => ({ members, ends: 'read' }),
    (error: unknown) => {
      if (error instanceof AnswerInvalid) return { members, ends: error.why }
      throw error
    },
  )
}

const outcomeOf = (...given: readonly string[]) => reading(sourceOf(given).pieces)

const ANSWERS: Readonly<Record<string, Outcome & { readonly text: string }>> = {
  'one object': {
    text: '{"segments":[{"a":1},{"b":[2]}],"rest":[]}',
    members: [{ a: 1 }, { b: [2] }],
    ends: 'read',
  },
  'an empty list': { text: '{"segments":[]}', members: [], ends: 'read' },
  'members that are no objects': {
    text: '{"segments":[1,"x",null,[2]]}',
    members: [1, 'x', null, [2]],
    ends: 'read',
  },
  'the list behind other members': {
    text: '{"a":{"segments":[1]},"segments":[2]}',
    members: [2],
    ends: 'read',
  },
  'a list of the same name inside a member': {
    text: '{"segments":[{"segments":[3]}]}',
    members: [{ segments: [3] }],
    ends: 'read',
  },
  'braces and quotes inside the words': {
    text: '{"segments":["}","{\\"}",{"t":"}}"}]}',
    members: ['}', '{"}', { t: '}}' }],
    ends: 'read',
  },
  'signs beyond the first plane': {
    text: '{"segments":["😀 \\ud83d\\ude00 ä"]}',
    members: ['😀 😀 ä'],
    ends: 'read',
  },
  'a fence around it': { text: '```json\n{"segments":[1]}\n```\n', members: [1], ends: 'read' },
  'a preface': { text: 'Sure, here you are:\n\n{"segments":[1]}', members: [1], ends: 'read' },
  'a byte order mark': { text: '\uFEFF{"segments":[1]}', members: [1], ends: 'read' },
  'words with braces behind it': { text: '{"segments":[1]} Hope } that { helps', members: [1], ends: 'read' },
  'a second object behind it': { text: '{"segments":[1]}{"segments":[2]}', members: [1], ends: 'read' },
  nothing: { text: '', members: [], ends: 'not_json' },
  'plain words': { text: 'I am sorry, I cannot help with that.', members: [], ends: 'not_json' },
  'a list without an object': { text: '["Open the lid."]', members: [], ends: 'not_json' },
  'a preface without end': { text: 'x'.repeat(2_001), members: [], ends: 'not_json' },
  'a brace in the preface': { text: 'I use {curly} words: {"segments":[1]}', members: [], ends: 'not_json' },
  'single quotes': { text: "{'segments':[]}", members: [], ends: 'not_json' },
  'a comma too many': { text: '{"segments":[],}', members: [], ends: 'not_json' },
  'a word that JSON does not have': { text: '{"segments":[NaN]}', members: [], ends: 'not_json' },
  'a bare line break inside words': { text: '{"segments":["a\nb"]}', members: [], ends: 'not_json' },
  'an object without the list': { text: '{"answer":[1]}', members: [], ends: 'wrong_form' },
  'words in place of the list': { text: '{"segments":"Open the lid."}', members: [], ends: 'wrong_form' },
  'null in place of the list': { text: '{"segments":null}', members: [], ends: 'wrong_form' },
  'an end before the object ends': { text: '{"segments":[1,2]', members: [1, 2], ends: 'broke_off' },
  'an end inside a member': {
    text: '{"segments":[{"a":1},{"a":"Open th',
    members: [{ a: 1 }],
    ends: 'broke_off',
  },
  'an opened object alone': { text: '{', members: [], ends: 'broke_off' },
  'two hundred thousand characters': {
    text: `{"segments":["${'x'.repeat(200_000)}"]}`,
    members: [],
    ends: 'too_long',
  },
}

describe("reading a model's answer", () => {
  for (const [name, { text, members, ends }] of Object.entries(ANSWERS))
    it(`ends with ${ends}, and gives ${members.length} members, for ${name}`, async () => {
      expect(await outcomeOf(text)).to.deep.equal({ members, ends })
      if (text.length < 200) expect(await outcomeOf(...text)).to.deep.equal({ members, ends })
    })

  it('gives a member before the piece behind its last character is read', async () => {
    const source = sourceOf(['{"segments":[{"a"', ':1}', ',{"a":2', '},', ' 3', '],"rest"', ':[]}'])
    const answer = readAnswer(source.pieces, 'segments')
    const seen: unknown[] = []
    for (let at = 0; at < 3; at += 1) seen.push([(await answer.next()).value, source.read()])
    // A number may go on: only the sign behind it shows that it is whole.
    expect(seen).to.deep.equal([
      [{ a: 1 }, 2],
      [{ a: 2 }, 4],
      [3, 6],
    ])
    expect(await answer.next()).to.deep.equal({ value: undefined, done: true })
  })

  it('gives nothing of a piece in which the answer stops being JSON', async () => {
    expect(await outcomeOf('{"segments":[{"a":1},', '{"a":2}, oops')).to.deep.equal({
      members: [{ a: 1 }],
      ends: 'not_json',
    })
  })

  it('reads no further once the object is whole, and lets go of the source', async () => {
    const source = sourceOf(['{"segments":[1]}', ' Shall I ', ' go on?'])
    expect(await reading(source.pieces)).to.deep.equal({ members: [1], ends: 'read' })
    expect([source.read(), source.closed()]).to.deep.equal([1, true])
  })

  const endless: Readonly<Record<string, { piece: string; first: string; ends: Outcome['ends'] }>> = {
    'repeats itself': { first: '{"segments":["', piece: 'and so on ', ends: 'too_long' },
    'opens list in list': { first: '{"segments":', piece: '['.repeat(1_000), ends: 'too_long' },
    'opens object in object': { first: '{"segments":', piece: '{"a":'.repeat(200), ends: 'too_long' },
    'never comes to the point': { first: '', piece: 'Let me think. ', ends: 'not_json' },
    'sends line after line of space': { first: '', piece: '\n'.repeat(100), ends: 'not_json' },
  }
  for (const [name, { first, piece, ends }] of Object.entries(endless))
    it(`gives up, and lets go of the source, when a model ${name} for ever`, async () => {
      function* forEver() {
        yield first
        for (;;) yield piece
      }
      const source = sourceOf(forEver())
      expect(await reading(source.pieces)).to.deep.equal({ members: [], ends })
      expect(source.read()).to.be.at.most(200_000 / piece.length + 2)
      expect(source.closed()).to.equal(true)
    })

  it('is not brought down by fifty million characters in one piece', async () => {
    expect(await outcomeOf('{"segments":["', 'x'.repeat(50_000_000))).to.deep.equal({
      members: [],
      ends: 'too_long',
    })
  })

  it('is not brought down by a whole answer that is nested ninety thousand deep', async () => {
    const { ends } = await outcomeOf(`{"segments":[${'['.repeat(90_000)}${']'.repeat(90_000)}]}`)
    expect(ends).to.equal('read')
  })

  it('gives members that have no more than their own names', async () => {
    const { members } = await outcomeOf(
      '{"segments":[{"__proto__":{"text":"x"}}],"__proto__":{"segments":[1]}}',
    )
    expect(Object.keys(members[0] as object)).to.deep.equal(['__proto__'])
    expect(members[0]).to.not.have.property('text')
    expect({}).to.not.have.property('text')
  })

  it('hands on a fault of the source as it is', async () => {
    async function* broken() {
      yield '{"segments":[1,'
      throw new Fault('DRAFTER_FAILED', 'the line went dead')
    }
    expect(await faultFrom(() => reading(broken()))).to.equal('DRAFTER_FAILED')
  })

  it('has no word of the answer in its error', async () => {
    const refused = await readAnswer(sourceOf(['Jane Doe says no']).pieces, 'segments')
      .next()
      .then(String, String)
    expect(refused).to.equal("AnswerInvalid: the model's answer cannot be read: not_json")
  })

  it('reads every answer alike, however it is cut into pieces', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue(), { maxLength: 5 }),
        fc.integer({ min: 1, max: 9 }),
        async (list, size) => {
          const text = `Here: ${JSON.stringify({ before: list, segments: list })} done`
          const expected: unknown = JSON.parse(JSON.stringify(list))
          expect(await outcomeOf(...inPieces(text, size))).to.deep.equal({ members: expected, ends: 'read' })
        },
      ),
      { numRuns: 300 },
    ))

  it('ends for arbitrary text, read or invalid and in no other way', () => {
    const jsonLike = fc.stringMatching(/^[{}[\]":,\\ua1 \n-]{0,80}$/)
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
      jsonLike,
      jsonLike.map((text) => `{"segments":[${text}`),
    )
    return fc.assert(
      fc.asyncProperty(anyText, fc.integer({ min: 1, max: 9 }), async (text, size) => {
        const { ends } = await outcomeOf(...inPieces(text, size))
        expect(ends).to.be.oneOf(['read', 'not_json', 'wrong_form', 'broke_off', 'too_long'])
      }),
      { numRuns: 2_000 },
    )
  })
})
