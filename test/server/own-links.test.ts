import { expect } from 'chai'
import { ownLinks } from '../../server/own-links.ts'
import type { StoreRows } from '../../server/store.ts'

describe('links that are opened by their digest', () => {
  const link = (linkHash: string) => Promise.resolve(linkHash === 'none' ? null : { accountId: linkHash })
  const stored = { consentLink: link, requestLink: link, exportLink: link } as unknown as StoreRows

  it('are found of the own account, and of no other', async () => {
    const transact = ownLinks((act) => act(stored), 'acme')
    const found = (hash: string) =>
      transact(async (tx) => [
        await tx.consentLink(hash),
        await tx.requestLink(hash),
        await tx.exportLink(hash),
      ])
    expect((await found('acme')).map((each) => each?.accountId)).to.deep.equal(['acme', 'acme', 'acme'])
    expect(await found('globex')).to.deep.equal([null, null, null])
    expect(await found('none')).to.deep.equal([null, null, null])
  })
})
