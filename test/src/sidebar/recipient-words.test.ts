import { expect } from 'chai'
import { PROVIDER_IDS, RETENTIONS } from '../../../server/provider/presets.ts'
import { drafterWords, recipientWords, regionWords } from '../../../src/sidebar/recipient-words.ts'
import { loadSidebarWords } from '../../../src/words.ts'

describe('src/sidebar/recipient-words', () => {
  for (const locale of ['en', 'de']) {
    const of = async (provider: string, retention: string) =>
      recipientWords(await loadSidebarWords(locale), {
        provider,
        retention,
        host: 'h.example',
        region: 'EU',
        model: 'm',
      })

    it(`names every preset and what it keeps: ${locale}`, async () => {
      for (const id of PROVIDER_IDS) expect((await of(id, 'own')).provider).to.not.equal(id)
      for (const id of RETENTIONS) expect((await of('self-hosted', id)).retention).to.not.equal(id)
    })

    it(`leaves what it does not know, and what needs no words, as it is: ${locale}`, async () => {
      expect(await of('somebody', 'for ever')).to.deep.equal({
        provider: 'somebody',
        retention: 'for ever',
        host: 'h.example',
        region: 'EU',
        model: 'm',
      })
      expect(regionWords(await loadSidebarWords(locale), 'EEA+CH')).to.equal('EEA+CH')
    })
  }

  it('tells this server from a model on one’s own machine', async () => {
    const words = await loadSidebarWords('en')
    const region = 'local'
    expect(drafterWords(words, { drafter: 'extractive', provider: 'extractive', region })).to.equal(
      'this server',
    )
    expect(drafterWords(words, { drafter: 'openai-compatible', provider: 'self-hosted', region })).to.equal(
      'your own machines (local)',
    )
  })
})
