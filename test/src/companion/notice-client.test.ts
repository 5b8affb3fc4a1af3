import { expect } from 'chai'
import { type NoticeClient, noticeCalls } from '../../../src/companion/notice-client.ts'
import type { Line } from '../../../src/companion/session.ts'
import { draftedNotices, sampleNotices } from '../../support/fake-notices.ts'
import { faultFrom } from '../../support/fault-from.ts'

function clientOf(answer: unknown): { readonly client: NoticeClient; readonly asked: string[] } {
  const asked: string[] = []
  const line: Line = {
    page: { signOut: async () => undefined, leave: () => undefined, onEnded: () => () => undefined },
    send: () => Promise.reject(new Error('not asked here')),
    close: () => undefined,
    async ask(check, method, path, body) {
      asked.push(`${method} ${path} ${JSON.stringify(body) ?? ''}`)
      return check(JSON.parse(JSON.stringify(answer)), path)
    },
  }
  return { client: noticeCalls(line), asked }
}

describe('the console’s questions about notices', () => {
  it('are answered whole, and nothing that was not asked for comes through', async () => {
    const view = draftedNotices({ dpo: 'Jo' })
    const { client } = clientOf({ ...view, secret: 1, active: { ...view.active, secret: 2 } })
    expect(await client.notices()).to.deep.equal(view)
    const few = { ...sampleNotices(), locales: ['en'] as const }
    expect(await clientOf(few).client.notices()).to.deep.equal(few)
  })

  const view = draftedNotices()
  const BROKEN: Readonly<Record<string, unknown>> = {
    'a standing nobody knows': { ...view, standing: 'fine' },
    'a fact nobody knows': { ...view, changedFacts: ['weather'] },
    'a language nobody knows': { ...view, locales: ['tlh'] },
    'a language without its frame': { ...view, frames: { ...view.frames, pl: undefined } },
    'words with a part missing': { ...view, draft: { ...view.draft, written: { en: { title: 'x' } } } },
    'texts that are a list': { ...view, active: { ...view.active, texts: ['x'] } },
    nothing: null,
  }
  for (const [name, answer] of Object.entries(BROKEN))
    it(`are not answered by ${name}`, async () => {
      expect(await faultFrom(() => clientOf(answer).client.notices())).to.equal('UNEXPECTED')
    })

  it('go to the addresses of the companion', async () => {
    const { client, asked } = clientOf(view)
    await client.startNoticeDraft('built_in')
    await client.saveNoticeDraft(3, 'fr', null)
    await client.discardNoticeDraft(4)
    await client.activateNotice(null, 'abc', 'correction')
    await client.setNoticeLocales(['en', 'pl'])
    expect(asked).to.deep.equal([
      'POST /console/notices/drafts {"from":"built_in"}',
      'PUT /console/notices/drafts {"saved":3,"locale":"fr","words":null}',
      'POST /console/notices/discards {"saved":4}',
      'POST /console/notices/activations {"saved":null,"factsDigest":"abc","change":"correction"}',
      'PUT /console/notices/locales {"locales":["en","pl"]}',
    ])
    const texts = { en: sampleNotices().active.texts.en }
    expect(await clientOf({ texts }).client.noticeTexts(2, 1)).to.deep.equal(texts)
    const text = { title: 'T', lead: 'L', sections: [] }
    const html = await clientOf({ html: '<p>' }).client.previewNotice({ locale: 'en', version: 1, text })
    expect(html).to.equal('<p>')
  })
})
