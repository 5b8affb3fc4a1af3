/** A help center of four pages whose articles all say the same; both can be changed. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const LAST = { meta: { has_more: false, after_cursor: null }, links: { next: null } }

export interface FourPages {
  readonly origin: string
  text: string
  pages: number
  /** Waited for before anything is answered. */
  before: () => Promise<void>
  close(): void
}

export async function fourPages(): Promise<FourPages> {
  const server = createServer(async (req, res) => {
    await center.before()
    const { pathname, searchParams } = new URL(req.url ?? '', 'http://localhost')
    const at = Number(searchParams.get('page[after]')?.slice(1) ?? 0)
    const locale = /help_center\/([^/]+)/.exec(pathname)?.[1] ?? ''
    const article = {
      ...{ id: 900 + at, html_url: null, title: `Article ${at}`, body: `<p>${center.text}</p>`, locale },
      ...{ section_id: 10, draft: false, user_segment_id: null, user_segment_ids: [], label_names: [] },
      ...{ outdated: false, outdated_locales: [], updated_at: '2026-03-01T08:00:00Z' },
    }
    const more = { meta: { has_more: true, after_cursor: `c${at + 1}` }, links: { next: null } }
    const body = pathname.endsWith('sections.json')
      ? { sections: [{ id: 10, name: 'Billing', category_id: 20 }], ...LAST }
      : pathname.endsWith('categories.json')
        ? { categories: [{ id: 20, name: 'Money' }], ...LAST }
        : { articles: [article], ...(at === center.pages - 1 ? LAST : more) }
    res.writeHead(200, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const center: FourPages = {
    origin: `http://127.0.0.1:${port}`,
    text: 'words 0',
    pages: 4,
    before: async () => undefined,
    close: () => server.close(),
  }
  return center
}
