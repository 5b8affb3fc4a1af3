import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { openHelpCenter, openHelpCenters } from '../../../server/adapters/help-center.ts'
import { faultFrom } from '../../support/fault-from.ts'

const EMPTY = { meta: { has_more: false }, links: {} }
const ROW = {
  ...{ title: 'Refunds', body: '<p>You have 30 days.</p>', locale: 'en-us', section_id: 10, draft: false },
  ...{ user_segment_id: null, updated_at: '2026-03-01T08:00:00Z' },
}

/** A brand's help center with one article. */
async function center(id: number) {
  const asked: string[] = []
  const lists = {
    articles: [{ ...ROW, id }],
    sections: [{ id: 10, name: 'Billing', category_id: 20 }],
    categories: [{ id: 20, name: 'Money' }],
  }
  const server = createServer((request, response) => {
    asked.push(request.headers.host ?? '')
    const list = (['articles', 'sections', 'categories'] as const).find((name) =>
      request.url?.includes(`/${name}.json`),
    )
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(list === undefined ? {} : { [list]: lists[list], ...EMPTY }))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return { server, asked, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

describe('the help centers of two brands on the network', () => {
  it('are each asked at their own address, and each article knows its brand', async () => {
    const [one, two] = [await center(1), await center(2)]
    const brand = (brandId: string, brandName: string, origin: string) => ({
      ...{ brandId, brandName, origin, locales: ['en-us'] },
    })
    const only = { origin: 'http://127.0.0.1:9', locales: ['en-us'] }
    const source = openHelpCenters({
      ...only,
      brands: [brand('36001', 'Acme', one.origin), brand('36002', 'Acme Pro', two.origin)],
    })
    const found: unknown[] = []
    for await (const item of source.read(new AbortController().signal, null))
      if (item.kind === 'article') {
        const { articleId, brandId, brandName, categoryName } = item.article
        found.push([articleId, brandId, brandName, categoryName])
      }
    one.server.close()
    two.server.close()
    expect(found).to.deep.equal([
      ['zendesk:1', '36001', 'Acme', 'Money'],
      ['zendesk:2', '36002', 'Acme Pro', 'Money'],
    ])
    expect([one.asked.length, two.asked.length]).to.deep.equal([3, 3])
    // Without brands it is what it was, and takes the place of the brands' articles where there were some.
    expect(openHelpCenters({ ...only, brands: [] })).to.include({ name: only.origin })
    expect(openHelpCenters({ ...only, brands: [] }).replaces).to.deep.equal([source.name])
  })
})

describe('a help center on the network', () => {
  for (const halted of [true, false])
    it(`is ${halted ? 'not asked at all' : 'asked'} while the kill switch lets ${halted ? 'nothing' : 'everything'} leave`, async () => {
      let asked = 0
      const server = createServer((_request, response) => {
        asked += 1
        response.writeHead(404).end()
      }).listen(0, '127.0.0.1')
      await new Promise((resolve) => server.once('listening', resolve))
      const { port } = server.address() as AddressInfo
      const source = openHelpCenter({ origin: `http://127.0.0.1:${port}`, locales: ['en-us'] }, () => halted)
      const signal = new AbortController().signal
      const read = async () => {
        for await (const item of source.read(signal, null)) if (item.kind === 'end') break
      }
      if (halted) expect(await faultFrom(read)).to.equal('EGRESS_REFUSED')
      else await read().then(undefined, () => undefined)
      server.close()
      expect(asked > 0).to.equal(!halted)
    })
})
