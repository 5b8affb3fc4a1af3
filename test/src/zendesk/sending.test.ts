import { expect } from 'chai'
import type { HtmlNode } from '../../../src/zendesk/hidden-html.ts'
import { onReplySent } from '../../../src/zendesk/sending.ts'
import type { ZafClient } from '../../../src/zendesk/zaf.ts'

const text = (value: string): HtmlNode => ({
  nodeType: 3,
  nodeName: '#text',
  nodeValue: value,
  childNodes: [],
})
const element = (nodeName: string, ...childNodes: readonly HtmlNode[]): HtmlNode => ({
  nodeType: 1,
  nodeName,
  nodeValue: null,
  childNodes,
})
/** Two paragraphs with a bold word, whatever is given. */
const parse = () =>
  element(
    'BODY',
    element('P', text('Dear '), element('B', text('Maria')), text(',')),
    element('P', text('Yes.')),
  )

function stage(answer: () => Promise<unknown>) {
  const handlers = new Map<string, Set<(data: unknown) => unknown>>()
  const told: string[] = []
  const timers: (() => void)[] = []
  const client: ZafClient = {
    get: answer,
    invoke: async () => undefined,
    request: async () => undefined,
    on: (event, handler) => handlers.set(event, (handlers.get(event) ?? new Set()).add(handler)),
    off: (event, handler) => handlers.get(event)?.delete(handler),
  }
  const after = (_milliseconds: number, act: () => void) => {
    timers.push(act)
    return () => void timers.splice(timers.indexOf(act), 1)
  }
  const stop = onReplySent(client, parse, after, (reply) => told.push(reply.text))
  const fire = (event: string) =>
    Promise.all([...(handlers.get(event) ?? [])].map((handler) => handler(undefined)))
  return { told, timers, stop, fire }
}

const composer = (html: unknown, type: unknown) => async () => ({
  'comment.text': html,
  'comment.type': type,
})

describe('src/zendesk/sending', () => {
  it('tells the words of a public reply once it is saved, and not before', async () => {
    const at = stage(composer('<p>…</p>', 'publicReply'))
    expect(await at.fire('ticket.save')).to.deep.equal([undefined])
    expect(at.told).to.deep.equal([])
    await at.fire('ticket.submit.done')
    expect(at.told.map((words) => words.replace(/\n+/g, '|'))).to.deep.equal(['|Dear Maria,|Yes.|'])
    // The next save is a reply of its own.
    await at.fire('ticket.submit.done')
    expect(at.told).to.have.length(1)
  })

  const SILENT: Readonly<Record<string, () => Promise<unknown>>> = {
    'an internal note': composer('<p>…</p>', 'internalNote'),
    'a reply of no known kind': composer('<p>…</p>', undefined),
    'a composer that is no text': composer({}, 'publicReply'),
    'a composer beyond all measure': composer('x'.repeat(200_001), 'publicReply'),
    'an answer that is none': async () => null,
    'a helpdesk that fails': () => Promise.reject(new Error('no such path')),
  }
  for (const [name, answer] of Object.entries(SILENT))
    it(`lets ${name} pass, and tells nothing`, async () => {
      const at = stage(answer)
      expect(await at.fire('ticket.save')).to.deep.equal([undefined])
      await at.fire('ticket.submit.done')
      expect(at.told).to.deep.equal([])
    })

  it('lets go after a moment of a helpdesk that never answers', async () => {
    const at = stage(() => new Promise(() => undefined))
    const saving = at.fire('ticket.save')
    expect(at.timers).to.have.length(1)
    at.timers[0]?.()
    expect(await saving).to.deep.equal([undefined])
    await at.fire('ticket.submit.done')
    expect(at.told).to.deep.equal([])
  })

  it('forgets what was read when saving failed', async () => {
    const at = stage(composer('<p>…</p>', 'publicReply'))
    await at.fire('ticket.save')
    await at.fire('ticket.submit.fail')
    await at.fire('ticket.submit.done')
    expect(at.told).to.deep.equal([])
  })

  it('asks for nothing any more once nobody listens', async () => {
    const at = stage(composer('<p>…</p>', 'publicReply'))
    at.stop()
    expect(await at.fire('ticket.save')).to.deep.equal([])
  })
})
