/** What the agent sends, read at the moment of saving. Never keeps a reply back: whatever fails here, it goes out. */
import { isRecord } from './comments.ts'
import type { HtmlNode, ParseHtml } from './hidden-html.ts'
import type { ZafClient } from './zaf.ts'

export interface SentReply {
  readonly text: string
}

/** The agent waits for it: a helpdesk that does not answer by then sends without us knowing. */
const READ_WITHIN_MS = 500
const LONGEST_HTML = 200_000
const TEXT_NODE = 3
const BREAKING = new Set([
  'BR',
  'P',
  'DIV',
  'LI',
  'UL',
  'OL',
  'PRE',
  'TABLE',
  'TR',
  'BLOCKQUOTE',
  'H1',
  'H2',
  'H3',
])

function plainText(node: HtmlNode): string {
  if (node.nodeType === TEXT_NODE) return node.nodeValue ?? ''
  const inside = [...node.childNodes].map(plainText).join('')
  return BREAKING.has(node.nodeName.toUpperCase()) ? `\n${inside}\n` : inside
}

/**
 * The composer is empty once a reply is saved, so it is read in the hook before; told when it was really saved.
 * Only public replies: a note reaches no requester, and of what does not say what it is nothing is known.
 */
export function onReplySent(
  client: ZafClient,
  parseHtml: ParseHtml,
  after: (milliseconds: number, act: () => void) => () => void,
  tell: (reply: SentReply) => void,
): () => void {
  let read: SentReply | null = null
  async function readComposer(): Promise<void> {
    const answer = await client.get(['comment.text', 'comment.type'])
    if (!isRecord(answer)) return
    const { 'comment.text': html, 'comment.type': type } = answer
    if (typeof html !== 'string' || html.length > LONGEST_HTML) return
    if (typeof type !== 'string' || type === 'internalNote') return
    read = { text: plainText(parseHtml(html)) }
  }
  const onSave = (): Promise<void> => {
    read = null
    return new Promise((go) => {
      const cancel = after(READ_WITHIN_MS, go)
      const done = () => {
        cancel()
        go()
      }
      readComposer().then(done, done)
    })
  }
  const onDone = () => {
    const reply = read
    read = null
    if (reply !== null) tell(reply)
  }
  const onFail = () => {
    read = null
  }
  client.on('ticket.save', onSave)
  client.on('ticket.submit.done', onDone)
  client.on('ticket.submit.fail', onFail)
  return () => {
    client.off('ticket.save', onSave)
    client.off('ticket.submit.done', onDone)
    client.off('ticket.submit.fail', onFail)
  }
}
