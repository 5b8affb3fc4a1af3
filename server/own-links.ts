/** Links that a requester opens are found by their digest alone: in a store of several accounts, only one's own open. */
import type { AccountId } from '../src/domain/account.ts'
import type { Transact } from './keys.ts'
import { answeredOtherwise, type StoreRows } from './store.ts'

export function ownLinks(transact: Transact<StoreRows>, accountId: AccountId): Transact<StoreRows> {
  const own = <Link extends { readonly accountId: string }>(link: Link | null) =>
    link?.accountId === accountId ? link : null
  return (act) =>
    transact((tx) =>
      act(
        answeredOtherwise(tx, {
          consentLink: async (linkHash) => own(await tx.consentLink(linkHash)),
          requestLink: async (linkHash) => own(await tx.requestLink(linkHash)),
          exportLink: async (linkHash) => own(await tx.exportLink(linkHash)),
        }),
      ),
    )
}
