/** Asks for a host's addresses once; the connection then goes to these and to no other. */
import type { LookupAddress } from 'node:dns'
import { lookup as resolveName } from 'node:dns/promises'
import { isIP } from 'node:net'
import { Fault } from '../../src/domain/fault.ts'
import { type EgressFaults, type EgressRules, egressRefused } from './egress-rules.ts'
import { isHouseAddress, isLoopbackHost, isPrivateAddress } from './private-address.ts'

/** @throws Fault `EGRESS_REFUSED` when one answer lies where this host may not be. */
export async function pinAddresses(
  host: string,
  rules: EgressRules,
  faults: EgressFaults,
): Promise<readonly LookupAddress[]> {
  const bare = host.replace(/^\[|\]$/g, '')
  const literal = isIP(bare)
  const resolve = rules.resolve ?? ((name: string) => resolveName(name, { all: true }))
  const answers = literal === 0 ? await resolve(bare) : [{ address: bare, family: literal }]
  if (answers.length === 0) throw new Fault(faults.unreachable, `no address for ${bare}`)
  if (rules.privateHosts?.includes(bare) === true) {
    // Declared as inside the house: a public answer would carry the text out of it.
    if (!answers.every(({ address }) => isHouseAddress(address)))
      throw egressRefused(`${bare} resolves to an address outside the house`, bare)
    return answers
  }
  const loopbackMeant = isLoopbackHost(host)
  // One private answer among public ones is a rebinding attempt: none of them is used.
  const bad = answers.find(
    ({ address }) => isPrivateAddress(address) && !(loopbackMeant && isLoopbackHost(address)),
  )
  if (bad !== undefined) throw egressRefused(`${bare} resolves to a private address`, bare)
  if (loopbackMeant && !answers.every(({ address }) => isLoopbackHost(address)))
    throw egressRefused(`${bare} resolves to an address beyond this machine`, bare)
  return answers
}
